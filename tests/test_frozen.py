"""The quick ``dataclass`` makes what the one of the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from societyctl.frozen import dataclass as quick

STANDARD = dataclasses.dataclass


def classes(decorator):
    """Return a value, one of keywords alone, and a class derived from it, all by one decorator."""

    @decorator(frozen=True, slots=True)
    class Value:
        """A value."""

        name: str
        words: tuple[str, ...] = ()
        notes: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
        secret: str = dataclasses.field(default="", repr=False)
        length: int = dataclasses.field(init=False, default=0)

        def __post_init__(self):
            object.__setattr__(self, "length", len(self.name))

    @decorator(frozen=True, kw_only=True)
    class Base:
        """What others build on."""

        title: str = ""

    @decorator(frozen=True, kw_only=True)
    class Derived(Base):
        """Built on the base."""

        count: int

    return Value, Base, Derived


QUICK, STANDARDS = classes(quick), classes(STANDARD)
Value, Base, Derived = QUICK
for made in QUICK:
    made.__qualname__ = made.__name__  # so that pickle finds them here


@pytest.mark.parametrize(
    "use",
    [
        lambda value, _: repr(value("甲", ("乙",), {"丙": 1}, "丁")).rpartition(".")[2],
        lambda value, _: value("甲").length,
        lambda value, _: value("甲", notes={"丙": 1}) == value("甲"),
        lambda value, _: value("甲") == value("乙"),
        lambda value, derived: value("甲") == derived(count=1),
        lambda value, _: hash(value("甲")) == hash(value("甲", notes={"丙": 1})),
        lambda value, _: value("甲").notes is value("甲").notes,
        lambda value, _: dataclasses.replace(value("甲"), name="甲乙").length,
        lambda value, _: [field.name for field in dataclasses.fields(value)],
        lambda value, _: value.__match_args__,
        lambda value, _: copy.copy(value("甲", ("乙",))).words,
        lambda value, _: value("甲").__slots__,
        lambda _, derived: (derived(count=1).title, derived(count=2, title="甲").count),
        lambda _, derived: derived(count=1) == derived(count=1, title=""),
    ],
)
def test_it_behaves_as_a_dataclass(use):
    assert use(QUICK[0], QUICK[2]) == use(STANDARDS[0], STANDARDS[2])


@pytest.mark.parametrize(
    "misuse",
    [
        lambda value, _: value(),
        lambda value, _: value("甲", length=3),
        lambda value, _: setattr(value("甲"), "name", "乙"),
        lambda value, _: delattr(value("甲"), "name"),
        lambda value, _: hash(value("甲", ["乙"])),
        lambda _, derived: derived(1),
        lambda _, derived: setattr(derived(count=1), "title", "乙"),
    ],
)
def test_it_refuses_what_a_dataclass_refuses(misuse):
    refused = []
    for value, _, derived in (QUICK, STANDARDS):
        with pytest.raises((TypeError, AttributeError)) as caught:
            misuse(value, derived)
        refused.append(caught.type)

    assert refused[0] is refused[1]


def test_its_values_are_pickled():
    for value in (Value("甲", ("乙",), {"丙": 1}), Derived(count=1)):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # made here


def test_it_makes_frozen_classes_only():
    with pytest.raises(TypeError, match="frozen"):
        quick(frozen=False)
