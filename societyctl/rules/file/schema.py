"""The JSON Schema of program files, drawn from the same classes that files are read into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from societyctl.domain.bounds import Within
from societyctl.rules.language.lexicon import COMPARISONS, MEASURES, MODIFIERS, TESTS
from societyctl.rules.language.program import Program
from societyctl.rules.language.shapes import OneOrMore, Pattern, key_of
from societyctl.rules.language.words import Measure, Test

Schema = dict[str, Any]
_SCALARS = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}


def program_schema() -> Schema:
    """Return the schema of a program file."""
    definitions: dict[str, Schema] = {}
    _reference(Program, definitions)
    return {**definitions.pop("Program"), "$defs": definitions}


def all_keys() -> frozenset[str]:
    """Return every key that means something somewhere in a program file."""
    whole = program_schema()
    shapes = [whole, *whole["$defs"].values()]
    return frozenset(key for one in shapes for key in one.get("properties", ()))


def _schema_of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a type; those of classes are put among the definitions."""
    if hint is Any:
        return {}
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if hint in (Measure, Test) or is_dataclass(hint):
        return _reference(hint, definitions)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema_of(one, definitions) for one in inner]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema_of(inner[1], definitions)}
    if origin is tuple:
        return _list_of(inner, definitions)
    return _marked(_schema_of(inner[0], definitions), inner[1:])


def _list_of(hints: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if hints[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(hints[0], definitions)}
    items = [_schema_of(one, definitions) for one in hints]
    return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


def _marked(schema: Schema, marks: tuple[Any, ...]) -> Schema:
    """Return a schema with what ``Annotated`` adds to a type."""
    for mark in marks:
        if isinstance(mark, OneOrMore):
            return {"anyOf": [schema, {"type": "string"}]}
        if isinstance(mark, Pattern):
            schema["pattern"] = f"^{mark.pattern}$"
        if isinstance(mark, Within):
            bounds = {key: getattr(mark, name) for name, key in _BOUNDS.items()}
            schema |= {key: bound for key, bound in bounds.items() if bound is not None}
    return schema


def _reference(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return a reference to the schema of a class, which is put among the definitions."""
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        if kind is Test:
            definitions[name] = _of_tests(definitions)
        elif kind is Measure:
            inside = (one for one in MEASURES.values() if not one.stands_alone)
            definitions[name] = _object(_all_properties(inside, definitions))
        else:
            required = [key_of(item) for item in fields(kind) if _is_required(item)]
            definitions[name] = _object(_properties(kind, definitions), required)
    return {"$ref": f"#/$defs/{name}"}


def _of_tests(definitions: dict[str, Schema]) -> Schema:
    """Return the schema of all tests together; which keys go with which word is told by lint."""
    words = (*MEASURES.values(), *TESTS.values(), *MODIFIERS.values())
    properties = _all_properties(words, definitions)
    for key, kind in COMPARISONS.items():
        [properties[key]] = _properties(kind, definitions).values()
    del properties["test"]
    return _object(properties)


def _all_properties(kinds: Iterable[Any], definitions: dict[str, Schema]) -> Schema:
    return {key: one for kind in kinds for key, one in _properties(kind, definitions).items()}


def _properties(kind: Any, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    return {key_of(item): _schema_of(hints[item.name], definitions) for item in fields(kind)}


def _is_required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _object(properties: Schema, required: Sequence[str] = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
