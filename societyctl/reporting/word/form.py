"""A paper's form: its parts in order, from which both the template and the paper are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from societyctl.domain.layouts import PAPER_TITLES, Layout, PaperName
from societyctl.domain.selection import Selection
from societyctl.errors import ProgramError
from societyctl.reporting.values import TEXT, Offer, Paper, TracedFigure, Written
from societyctl.reporting.word.blocks import Block, Canvas, Seal, Subject_contra, heading, nothing
from societyctl.reporting.word.package import build_package, section
from societyctl.reporting.word.text import clean

EXTRAS = {"stamp": TEXT, "draft": TEXT}
"""Names that every template may use beside those of its paper."""

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Fact(Generic[Subject_contra]):
    """A fact by the name that templates use for it, and what it is called."""

    name: str
    title: str
    write: Callable[[Subject_contra], TracedFigure]
    questions: Callable[[Subject_contra], Iterable[Selection]] = nothing


@dataclass(frozen=True, slots=True)
class Section(Generic[Subject_contra]):
    """A numbered section; the title names it in the layout of a program."""

    title: str
    blocks: tuple[Block[Subject_contra], ...]


def part(title: str, *blocks: Block[Subject_contra]) -> Section[Subject_contra]:
    """Return a section."""
    return Section(title, blocks)


@dataclass(frozen=True, slots=True)
class Form(Generic[Subject_contra]):
    """What a paper consists of, and what it is written from."""

    name: PaperName
    facts: Mapping[str, Fact[Subject_contra]]
    """Single facts that its templates may print, by name."""
    front: tuple[Block[Subject_contra], ...] = ()
    sections: tuple[Section[Subject_contra], ...] = ()
    back: tuple[Block[Subject_contra], ...] = ()
    of_project: bool = False
    """It speaks of one project, not of the society as a whole."""
    judged: bool = False
    """It shows how the project stands to the requirements."""
    problems: Callable[[Subject_contra], Sequence[str]] = lambda _: ()
    """What keeps it from being final, beside gaps."""
    questions: Callable[[Subject_contra], Iterable[Selection]] = nothing
    """What its problems are found by."""

    @property
    def title(self) -> str:
        """What the paper is called."""
        return PAPER_TITLES[self.name]

    def blocks(self) -> Iterator[Block[Subject_contra]]:
        """Yield every block."""
        yield from self.front
        for section_ in self.sections:
            yield from section_.blocks
        yield from self.back

    def offer(self) -> Offer:
        """Return every name that a template may use."""
        names = dict.fromkeys(self.facts, TEXT)
        for block in self.blocks():
            names.update(block.offers())
        return Offer({**names, **EXTRAS})

    def asks(self, subject: Subject_contra, used: Collection[str]) -> Iterator[Selection]:
        """Yield every question of what a template uses; some come more than once."""
        for name, fact in self.facts.items():
            if name in used:
                yield from fact.questions(subject)
        for block in self._used(used):
            yield from block.asks(subject)
        yield from self.questions(subject)

    def _used(self, used: Collection[str]) -> Iterator[Block[Subject_contra]]:
        """Yield the blocks that a template uses, and those that every paper has."""
        for block in self.blocks():
            offered = block.offers()
            if not offered or not offered.keys().isdisjoint(used):
                yield block

    def write(self, subject: Subject_contra, used: Collection[str]) -> Paper:
        """Return the paper; only what its template uses is said, and traced."""
        facts = [fact.write(subject) for name, fact in self.facts.items() if name in used]
        whole = Written({fact.id: clean(fact.text) for fact in facts}, facts)
        titles = {name: fact.title for name, fact in self.facts.items()}
        for block in self.blocks():
            titles |= {name: getattr(block, "title", "") for name in block.offers()}
        for block in self._used(used):
            whole.add(block.write(subject, used))
        return Paper(
            self.name,
            self.title,
            whole.values,
            _distinct(whole.figures),
            whole.bars,
            whole.photos,
            tuple(block.key for block in self.blocks() if isinstance(block, Seal)),
            tuple(self.problems(subject)),
            titles,
            subject.about(),
        )

    def template(self, layout: Layout) -> bytes:
        """Return the template as a Word file; raises ProgramError for an unknown section."""
        blocks: list[Block[Any]] = [*self.front]
        for number, section_ in enumerate(self._ordered(layout), 1):
            blocks += [heading(f"{numeral(number)}、{section_.title}"), *section_.blocks]
        blocks += self.back
        canvas = Canvas(layout, {name: fact.title for name, fact in self.facts.items()})
        body = "".join(block.source(canvas) for block in blocks)
        return build_package(body + section(layout, numbered=True, first=True), self.title, layout)

    def _ordered(self, layout: Layout) -> list[Section[Subject_contra]]:
        """Return the sections as the layout wants them; those it does not name follow."""
        order = layout.rules(self.name).sections
        named = {section_.title: section_ for section_ in self.sections}
        unknown = [title for title in order if title not in named]
        if unknown:
            raise ProgramError(
                f"{self.title}没有“{unknown[0]}”这一节", f"可写的有：{'、'.join(named) or '无'}"
            )
        return [named[title] for title in dict.fromkeys([*order, *named])]


def numeral(number: int) -> str:
    """Return a number below one hundred in Chinese.

    >>> numeral(3), numeral(10), numeral(12), numeral(20)
    ('三', '十', '十二', '二十')
    """
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return lead + (NUMERALS[ones - 1] if ones else "")


def _distinct(figures: Sequence[TracedFigure]) -> tuple[TracedFigure, ...]:
    return tuple({figure.id: figure for figure in figures}.values())
