"""Limits: rules over all applications of the society together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.keys import normal_text
from societyctl.domain.selection import Criterion, Operator, Record, Selection
from societyctl.domain.verdicts import LimitVerdict, Status
from societyctl.domain.wording import header_at
from societyctl.rules.judging.context import applications_for
from societyctl.rules.judging.evaluating import not_applying
from societyctl.rules.language.outcome import Outcome
from societyctl.rules.language.program import Limit, Program
from societyctl.rules.language.setting import Inquiry, RecordsOf, Replies, Setting


def judge_limits(program: Program, setting: Setting) -> tuple[LimitVerdict, ...]:
    """Return the verdict on every limit of the program."""
    return tuple(_judge(program, limit, setting) for limit in program.limits)


def questions_of_limits(program: Program, setting: Setting) -> Iterator[Inquiry]:
    """Yield all that has to be asked before the limits can be judged."""
    for limit in program.limits:
        condition = setting.condition(limit.when)
        if condition is not None:
            yield from condition.asks(setting)
        for id_, record in _chosen(program, limit, setting):
            for path in _paths(limit):
                selection = _record_named(path, {**record, "project": id_})
                if selection is not None:
                    yield RecordsOf(selection)


def _judge(program: Program, limit: Limit, setting: Setting) -> LimitVerdict:
    status, because = _outcome(program, limit, setting)
    if status is Status.UNMET and limit.strength == "soft":
        status = Status.ADVISORY
    if status is Status.UNMET and not limit.firm:
        status = Status.DISPUTED
        because += "；原文没有明说，按从严处理，请向科协确认"
    if limit.note:
        because += f"；{limit.note}"
    hint = {Status.UNMET: "撤回多报的项目，或改报其他类别", Status.DISPUTED: "请向科协确认"}
    return LimitVerdict(
        limit.id, limit.clauses, limit.title, limit.place, status, because, hint.get(status, "")
    )


def _outcome(program: Program, limit: Limit, setting: Setting) -> tuple[Status, str]:
    condition = setting.condition(limit.when)
    when = condition.outcome(setting) if condition is not None else Outcome(Status.MET)
    if when.status is Status.UNMET:
        return Status.NOT_APPLICABLE, not_applying(when)
    if when.status is not Status.MET:
        return when.status, when.because
    return _kept(program, limit, setting)


def _kept(program: Program, limit: Limit, setting: Setting) -> tuple[Status, str]:
    """Return whether a limit that applies is kept to."""
    filed = _filed(program, setting, recognised=limit.recognised)
    if limit.exclusive is not None:
        return _exclusive(limit.exclusive, filed)
    chosen = _chosen(program, limit, setting)
    if limit.at_most is not None:
        return _at_most(program, limit, chosen)
    if limit.one_per is not None:
        return _one_per(program, limit, chosen, setting.replies)
    if limit.not_again is not None:
        return _not_again(program, limit, chosen, setting)
    if limit.only is not None:
        return _only(limit.only, filed)
    return _needs_one_of(limit, chosen, filed)


Filed = Sequence[tuple[str, Record]]
_CALLED = ".called"
"""What people call an application: its title, else that of its project."""


def _filed(program: Program, setting: Setting, *, recognised: bool) -> Filed:
    """Return the society's applications with the id of the project each is for.

    One that names only what several projects have in common counts once, for the first.
    """
    found: dict[object, tuple[str, Record]] = {}
    for project in program.projects:
        for record in applications_for(program, project, setting.facts, setting.as_of):
            if not recognised or record.get("recognised"):
                called = record.get("title") or project.title
                found.setdefault(record["id"], (project.id, {**record, _CALLED: called}))
    return list(found.values())


def _chosen(program: Program, limit: Limit, setting: Setting) -> Filed:
    """Return the applications that a limit is over."""
    filed = _filed(program, setting, recognised=limit.recognised)
    return [(id_, one) for id_, one in filed if not limit.projects or id_ in limit.projects]


def _title(record: Record) -> str:
    return f"“{record[_CALLED]}”"


def _exclusive(groups: tuple[tuple[str, ...], tuple[str, ...]], filed: Filed) -> tuple[Status, str]:
    sides = [[record for id_, record in filed if id_ in group] for group in groups]
    if all(sides):
        both = "与".join(_title(side[0]) for side in sides)
        return Status.UNMET, f"同时申报了{both}，两者只能报其一"
    return Status.MET, "没有同时申报" if any(sides) else "尚未登记这两类申报"


def _at_most(program: Program, limit: Limit, chosen: Filed) -> tuple[Status, str]:
    most, count = limit.at_most or 0, len(chosen)
    if limit.of is not None:
        count = len({getattr(program.project(id_), limit.of) for id_, _ in chosen})
    word = "认定" if limit.recognised else "申报"
    unit = "类" if limit.of else "个"
    status = Status.MET if count <= most else Status.UNMET
    return status, f"已{word}{count}{unit}，最多{most}{unit}"


def _paths(limit: Limit) -> tuple[str, ...]:
    """Return the fields that tell applications apart, in the order in which they stand in."""
    return (limit.one_per, *limit.or_else) if limit.one_per else ()


def _one_per(program: Program, limit: Limit, chosen: Filed, replies: Replies) -> tuple[Status, str]:
    values: list[str] = []
    shown: dict[str, str] = {}
    for id_, record in chosen:
        application = {**record, "project": id_}
        read = (_value_at(path, application, replies) for path in _paths(limit))
        value = next((value for value in read if value), None)
        if value is None:
            headers = [header_at(RECORD_KINDS["application"], path) for path in _paths(limit)]
            line = _to_fill(record, headers[:1])
            wanted = f"“{'”、“'.join(headers)}”"
            return Status.UNKNOWN, f"{_title(record)}没有填写{wanted}，无法核对；补填：{line}"
        values.append(_plain(value))
        shown.setdefault(values[-1], str(value))
    repeated = [shown[value] for value, times in Counter(values).items() if times > 1]
    if repeated:
        titles = {project.id: project.title for project in program.projects}
        named = "”“".join(titles.get(value, value) for value in repeated)
        return Status.UNMET, f"“{named}”申报了不止一个"
    return Status.MET, f"{len(values)}个申报，各不相同" if values else "尚未登记申报"


def _value_at(path: str, application: Record, replies: Replies) -> object:
    """Return a field of an application, or of the record that the field names."""
    name, _, rest = path.partition(".")
    selection = _record_named(path, application)
    if selection is None:
        return None if rest else application.get(name)
    return next((one.record.get(rest) for one in replies.lists[selection]), None)


def _record_named(path: str, application: Record) -> Selection | None:
    """Return the question for the record that a field of an application names, if it names one."""
    name, _, rest = path.partition(".")
    value = application.get(name)
    if not rest or value is None:
        return None
    kind = RECORD_KINDS[RECORD_KINDS["application"].field(name).refers_to or ""]
    return Selection(kind.name, where=(Criterion(kind.label, Operator.IN, (str(value),)),))


def _not_again(
    program: Program, limit: Limit, chosen: Filed, setting: Setting
) -> tuple[Status, str]:
    earlier = list(_recognised_before(program, setting))
    doubtful = ""
    for id_, record in chosen:
        project = program.project(id_)
        mine = {
            "category": project.category,
            "sub_item": project.sub_item,
            "project": id_,
            "title": record.get("title"),
            "service_point": record.get("service_point"),
        }
        for prior in earlier:
            theirs = {**prior, "project": _project_named(program, prior)}
            if not any(_same(mine, theirs, group) for group in limit.not_again or ()):
                continue
            blank = _blank_of(program, prior)
            if not blank:
                return Status.UNMET, f"{_title(record)}与{prior.get('year')}年已认定的项目相同"
            wanted = f"“{'”“'.join(blank)}”"
            doubtful = f"{_title(record)}与往年的项目相同，那次没有填写{wanted}"
            doubtful += f"；补填：{_to_fill(prior, blank)}"
    if doubtful:
        return Status.UNKNOWN, doubtful
    return Status.MET, f"与往年认定的{len(earlier)}个项目都不相同"


def _recognised_before(program: Program, setting: Setting) -> Iterator[Record]:
    """Yield the projects of earlier years that were recognised, or perhaps were."""
    names = [normal_text(name) for name in (program.id, program.title, *program.aliases)]
    for prior in setting.facts.prior_awards:
        year = prior.get("year")
        named = normal_text(prior.get("program") or "")
        ours = any(name in named for name in names) and _by_us(program, prior) is not False
        earlier = year is None or (isinstance(year, int) and year < setting.year)
        if ours and earlier and prior.get("accepted") is not False:
            yield prior


_ASSOCIATION, _YEAR = re.compile(r"[\u4e00-\u9fff]*?科协"), re.compile(r"20\d\d年?度?")


def _association(text: object) -> str:
    """Return the association that a text names, in its short form; empty for none."""
    found = _ASSOCIATION.search(normal_text(str(text or "")).replace("科学技术协会", "科协"))
    return found.group() if found else ""


def _by_us(program: Program, prior: Record) -> bool | None:
    """Tell whether the association of this notice gave an award; None where nothing says who.

    Without the field it is seen from the name of the plan, of which many have one: 提升计划.
    """
    ours, authority = _association(program.issuer), prior.get("authority")
    theirs = _association(authority or prior.get("program"))
    if not ours:
        return True
    if theirs:
        return ours.endswith(theirs) or theirs.endswith(ours)
    if authority:
        return False
    named = _YEAR.sub("", normal_text(str(prior.get("program"))))
    names = (program.id, program.title, *program.aliases)
    return named in {_YEAR.sub("", normal_text(name)) for name in names} or None


def _blank_of(program: Program, prior: Record) -> tuple[str, ...]:
    """Return the headers of what an award does not say and hangs on."""
    blank = [name for name in ("year", "accepted") if prior.get(name) is None]
    blank += ["authority"] if _by_us(program, prior) is None else []
    return tuple(RECORD_KINDS["prior_award"].field(name).header for name in blank)


def _to_fill(record: Record, headers: Sequence[str]) -> str:
    """Return the line that fills empty fields of a record."""
    said = " ".join(f"{header}=…" for header in headers)
    return f"societyctl edit {record['record']}:{record['id']} {said}"


def _project_named(program: Program, prior: Record) -> str | None:
    """Return the id of the project that an earlier award was for."""
    named = {_plain(prior.get(name)) for name in ("sub_item", "category")} - {""}
    for project in program.projects:
        names = (project.title, project.sub_item or project.category, *project.aliases)
        if named & {_plain(name) for name in names}:
            return project.id
    return None


def _same(mine: Mapping[str, object], theirs: Mapping[str, object], group: tuple[str, ...]) -> bool:
    return all(
        mine.get(name) is not None and _plain(mine[name]) == _plain(theirs.get(name))
        for name in group
    )


def _plain(value: object) -> str:
    return normal_text(str(value or "")).strip('“”"《》')


def _only(allowed: tuple[str, ...], filed: Filed) -> tuple[Status, str]:
    outside = [record for id_, record in filed if id_ not in allowed]
    if outside:
        return Status.UNMET, f"{'、'.join(_title(r) for r in outside)}不在可报范围内"
    return Status.MET, "所报项目都在可报范围内" if filed else "尚未登记申报"


def _needs_one_of(limit: Limit, chosen: Filed, filed: Filed) -> tuple[Status, str]:
    if not chosen:
        return Status.NOT_APPLICABLE, "没有申报这一项"
    others = [record for id_, record in filed if id_ in (limit.needs_one_of or ())]
    if not others:
        return Status.UNMET, "没有同时申报它所依附的项目"
    return Status.MET, f"已申报{_title(others[0])}；以其获评为前提"
