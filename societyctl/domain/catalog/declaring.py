"""How kinds of record are declared: a block of text for each, a line for each field.

A block begins with name, Chinese title and other sheet names of the kind. Settings follow
(``family=``, ``unit=`` by which records are counted, ``label=``, ``date=``, ``until=``, and
``none=`` for the field that says there is none of it, ``counted=`` where like records are counted,
``key=`` with the natural keys, parted by ``|``), then the fields: name, type, column header and
other headers. A line that begins in Chinese continues the one above. The types are those of
:class:`FieldType`, and:

- ``personal`` and ``issn``, ``credit``: texts with personal data, with a check digit
- ``integer(人)``, ``decimal(%)``: the unit of a number
- ``term(level)``, ``terms(level)``: the vocabulary
- ``date(month)``, ``date(day)``: a month as such; a date of which the day must be known
- ``->activity``: the kind that is referred to
- ``?`` behind a type: most records rightly lack it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from societyctl.domain.fields import ORDINAL, CodeRule, Field, FieldType, Grain, RecordKind

_TYPE = re.compile(r"(->)?(\w+)(?:\((.+)\))?(\?)?")
_CODES = {rule.value: rule for rule in CodeRule}


def declared(text: str) -> tuple[RecordKind, ...]:
    """Return the kinds that a text declares; blank lines stand between them."""
    return tuple(_kind(list(_lines(block))) for block in text.strip().split("\n\n"))


def _lines(block: str) -> Iterator[list[str]]:
    """Yield the words of each line, what continues a line put behind it."""
    words: list[str] = []
    for line in block.splitlines():
        following = line.split()
        if words and following[0][0].isascii():
            yield words
            words = []
        words += following
    yield words


def _kind(lines: list[list[str]]) -> RecordKind:
    (name, title, *synonyms), *rest = lines
    settings: dict[str, str] = {}
    keys: list[tuple[str, ...]] = []
    fields = []
    for words in rest:
        if words[0].startswith("key="):
            line = " ".join(words).removeprefix("key=")
            keys += [tuple(part.split()) for part in line.split("|")]
        elif "=" in words[0]:
            settings |= {word.partition("=")[0]: word.partition("=")[2] for word in words}
        else:
            fields.append(_field(*words))
    if "counted" in settings:
        keys = [one for group in keys for one in ((*group, ORDINAL), group)]
    return RecordKind(
        name=name,
        title=title,
        family=settings["family"],
        fields=tuple(fields),
        key=tuple(keys),
        label=settings["label"],
        date=settings.get("date"),
        until=settings.get("until"),
        none_on=settings.get("none"),
        synonyms=tuple(synonyms),
        measure_word=settings["unit"],
        scoped="scoped" in settings,
    )


def _field(name: str, type_: str, header: str, *synonyms: str) -> Field:
    match = _TYPE.fullmatch(type_)
    if match is None:
        raise ValueError(f"{name}: {type_}")
    refers, word, more, optional = match.groups()
    is_text = word == "personal" or word in _CODES
    type_of = FieldType.REFERENCE if refers else FieldType.TEXT if is_text else FieldType(word)
    is_term = type_of in (FieldType.TERM, FieldType.TERMS)
    is_date = type_of is FieldType.DATE
    return Field(
        name=name,
        header=header,
        type=type_of,
        synonyms=synonyms,
        vocabulary=more if is_term else None,
        refers_to=word if refers else None,
        unit="元" if type_of is FieldType.MONEY else "" if is_term or is_date else more or "",
        optional=optional is not None,
        personal=word == "personal",
        grain=Grain(more or "") if is_date else Grain.ANY,
        code=_CODES.get(word),
    )
