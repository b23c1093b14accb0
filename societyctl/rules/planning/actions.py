"""What is left to do, of all projects together: each thing once, whatever it serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.plans import ProjectPlan, Step, StepKind, Timing
from societyctl.domain.summaries import Action, Standing
from societyctl.domain.verdicts import ProjectResult, Status, Verdict
from societyctl.domain.wording import first_of, header_at, project_name

_ABOUT = " --project "
_NAMED = 2
"""So many titles are named before 等."""
_ALONE = 2
"""So many records that several projects need evidence for are told one by one."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A project, the way that is left, and where it stands."""

    result: ProjectResult
    way: ProjectPlan
    standing: Standing
    as_of: date

    @property
    def evidence_by(self) -> date | None:
        """The day by which evidence ought to be there; None for what was handed in."""
        if self.standing is Standing.HANDED_IN:
            return None
        days = {milestone.id: milestone.on for milestone in self.way.milestones}
        return days.get("evidence", self.result.deadline)


def is_unproven(verdict: Verdict) -> bool:
    """Tell whether some records that count lack the evidence wanted."""
    counts, measured = verdict.counts, verdict.measured
    if verdict.status is not Status.MET or counts is None or not verdict.evidence_wanted:
        return False
    return isinstance(measured, int) and counts.countable < measured


_FILL, _BLANK, _PROVE = "fill", "blank", "prove"
_MERGED = (StepKind.FINDING, StepKind.CONFIRM, StepKind.PAPER, _BLANK, _FILL, _PROVE)
"""What is done in one go, however much of it there is."""


def actions(stands: Sequence[Stand], option: str) -> tuple[Action, ...]:
    """Return what is left to do; of what is being applied for first, then what blocks, then by day.

    ``option`` goes behind every command that takes a program.
    """
    bits = _bits(stand for stand in stands if stand.standing is not Standing.OVER)
    groups = list(_groups(bits.values()))
    told = [(_rank(group[0]), _action(group, stands[0].as_of, option)) for group in groups]
    told.sort(key=lambda one: one[0])
    return tuple(action for _, action in told)


def _rank(bit: _Bit) -> tuple[int, bool, date]:
    """Return where an action stands among the others."""
    return tuple(Standing).index(bit.standing), bit.kind == _PROVE, bit.last or date.max


def _groups(bits: Iterable[_Bit]) -> Iterator[list[_Bit]]:
    """Yield what is done in one go, the first to be done first.

    A record without evidence that several projects need is told by itself.
    """
    together: dict[tuple[object, ...], list[_Bit]] = {}
    alone: list[_Bit] = []
    for bit in sorted(bits, key=lambda bit: (-len(bit.names), bit.last or date.max)):
        if bit.kind not in _MERGED:
            yield [bit]
        elif bit.kind == _PROVE and len(bit.names) > 1 and len(alone) < _ALONE:
            alone.append(bit)
            yield [bit]
        else:
            of = bit.ref.partition(":")[0] if bit.kind == _FILL else ""
            together.setdefault((bit.standing, bit.kind, of), []).append(bit)
    yield from together.values()


def _action(group: Sequence[_Bit], as_of: date, option: str) -> Action:
    names = tuple(dict.fromkeys(name for bit in group for name in bit.names))
    ids = {id_ for bit in group for id_ in bit.ids}
    about = f"{_ABOUT}{min(ids)}" if len(ids) == 1 else ""
    text, command = _words(group, f"{about}{option}")
    last = min((bit.last for bit in group if bit.last is not None), default=None)
    days = (last - as_of).days if last is not None else None
    return Action(text, f"societyctl {command}", last, days, names)


def _words(group: Sequence[_Bit], options: str) -> tuple[str, str]:
    """Return what to do, and the command behind ``societyctl``."""
    first, amount = group[0], len(group)
    titles = first_of([bit.title for bit in group], _NAMED)
    match first.kind:
        case StepKind.FINDING:
            return f"研判{amount}条：{titles}", f"judge{options}"
        case StepKind.CONFIRM:
            return f"{amount}条有两种读法，请问科协：{titles}", _look(options)
        case StepKind.PAPER:
            way = "report application" if first.standing is Standing.APPLYING else "check --how"
            return f"备好{amount}样申报材料：{titles}", f"{way}{options}"
        case "blank":
            return f"登记{amount}类记录：{titles}", _blank(group, options)
        case "fill":
            return _to_fill(group)
        case "prove":
            return _to_prove(group, options)
    return first.title, _look(options)


def _look(options: str) -> str:
    """Return the command that shows more: one project, else everything."""
    return f"check{'' if options.startswith(_ABOUT) else ' --verbose'}{options}"


def _blank(group: Sequence[_Bit], options: str) -> str:
    """Return the command for sheets to fill in: those of one project, else of all the kinds."""
    if options.startswith(_ABOUT):
        return f"blank --for {options.removeprefix(_ABOUT)}"
    return f"blank {' '.join(bit.ref for bit in group)} -o 补充.xlsx"


def _to_fill(group: Sequence[_Bit]) -> tuple[str, str]:
    fields = list(dict.fromkeys(header for bit in group for header in bit.fields))
    kind = RECORD_KINDS[group[0].ref.partition(":")[0]].title
    headers = f"“{first_of(fields, _NAMED)}”"
    if len(group) > 1:
        command = f"export {kind} -o 补填-{kind}.xlsx"
        return f"补填{len(group)}条“{kind}”的{headers}，填好再导入", command
    values = " ".join(f"{name}=…" for name in fields)
    return f"补填{group[0].title}的{headers}", f"edit {group[0].ref} {values}"


def _to_prove(group: Sequence[_Bit], options: str) -> tuple[str, str]:
    first = group[0]
    if len(group) > 1:
        titles = first_of([bit.title for bit in group], 1)
        return f"给{len(group)}条记录附佐证：{titles}", _look(options)
    paper = next(iter(first.fields))
    served = f"，{len(first.names)}个项目都用它" if len(first.names) > 1 else ""
    title = first.title if "“" in first.title else f"“{first.title}”"
    return f"给{title}附上{paper}{served}", f"attach {first.ref} {paper}.pdf"


@dataclass
class _Bit:
    """One thing to do, gathered from the requirements and projects that it serves."""

    standing: Standing
    """That of the first project that asks for it."""
    kind: str
    ref: str
    """The record it is about, or the kind of record; empty for none."""
    title: str
    ids: set[str] = field(default_factory=set)
    """Of the projects that it serves, as far as they stand alike."""
    names: dict[str, None] = field(default_factory=dict)
    """Of all that it serves, each application by itself."""
    last: date | None = None
    fields: dict[str, None] = field(default_factory=dict)
    """Headers to be filled in, or kinds of evidence to be attached."""


_Bits = dict[tuple[str, str], _Bit]


def _bits(stands: Iterable[Stand]) -> _Bits:
    """Return everything to do; what serves several requirements or projects is there once."""
    bits: _Bits = {}
    for stand in stands:
        verdicts = {verdict.id: verdict for verdict in stand.result.requirements}
        for step in stand.way.steps:
            if step.kind is StepKind.DATA:
                for id_ in step.requirements:
                    _missing(bits, stand, verdicts[id_], step)
            elif step.timing is not Timing.TOO_LATE:
                key = (step.kind, "".join((step.text, *step.titles)))
                _note(bits, stand, key, _called(step), step.last)
        for verdict in stand.result.requirements:
            if is_unproven(verdict):
                _unproven(bits, stand, verdict)
    return bits


def _called(step: Step) -> str:
    """Return what is to be done, or what it is for where much of it is done in one go."""
    if step.kind in _MERGED:
        return step.titles[0]
    named = step.titles[0] in step.text
    return step.text if named else f"{step.text}：{first_of(step.titles, _NAMED)}"


def _note(bits: _Bits, stand: Stand, key: tuple[str, str], title: str, last: date | None) -> _Bit:
    bit = bits.setdefault(key, _Bit(stand.standing, *key, title))
    if stand.standing is bit.standing:
        bit.ids.add(stand.result.id)
    bit.names[project_name(stand.result.title, stand.result.application)] = None
    bit.last = min((day for day in (bit.last, last) if day is not None), default=None)
    return bit


def _missing(bits: _Bits, stand: Stand, verdict: Verdict, step: Step) -> None:
    """Note the records with blanks that decide, else the kinds of which nothing is recorded."""
    blank = [note for note in verdict.records if note.missing]
    for note in blank:
        bit = _note(bits, stand, (_FILL, note.ref), note.title, step.last)
        kind = RECORD_KINDS[note.ref.partition(":")[0]]
        bit.fields.update(dict.fromkeys(header_at(kind, name) for name in note.missing))
    for lack in () if blank else verdict.supply:
        kind = RECORD_KINDS[lack.kind]
        if lack.ref and lack.field:
            bit = _note(bits, stand, (_FILL, lack.ref), f"“{kind.title}”", step.last)
            bit.fields[header_at(kind, lack.field)] = None
        else:
            _note(bits, stand, (_BLANK, kind.name), kind.title, step.last)
    if not blank and not verdict.supply:
        _note(bits, stand, (step.kind, step.text), step.text, step.last)


def _unproven(bits: _Bits, stand: Stand, verdict: Verdict) -> None:
    for note in verdict.records:
        if note.counted and not note.evidence:
            bit = _note(bits, stand, (_PROVE, note.ref), note.title, stand.evidence_by)
            bit.fields.update(dict.fromkeys(verdict.evidence_wanted.split("、")))
