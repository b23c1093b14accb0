"""The template engine, fenced in: no code, no files, unknown names are errors, texts escaped."""

from __future__ import annotations

import functools

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from societyctl.reporting.word.text import gap


@functools.cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the engine: sandboxed, strict, without functions; it never prints ``None``."""
    engine = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_shown, cache_size=0
    )
    engine.globals.clear()
    engine.filters.clear()
    engine.tests.clear()
    return engine


def _shown(value: object) -> object:
    return gap() if value is None else value
