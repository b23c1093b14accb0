"""The template engine, fenced in: no code, no files, unknown names are errors, texts escaped."""

from __future__ import annotations

import functools

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from societyctl.reporting.word_text import gap

FILTERS = frozenset(
    {
        "default",
        "d",
        "first",
        "join",
        "last",
        "length",
        "count",
        "trim",
        "upper",
        "lower",
        "e",
        "escape",
    }
)
TESTS = frozenset({"defined", "undefined", "none", "eq", "equalto", "ne", "in"})


@functools.cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the engine: sandboxed, strict, and it never prints ``None``."""
    engine = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_shown, cache_size=0
    )
    engine.globals.clear()
    engine.filters = {name: engine.filters[name] for name in FILTERS}
    engine.tests = {name: engine.tests[name] for name in TESTS}
    return engine


def _shown(value: object) -> object:
    return gap() if value is None else value
