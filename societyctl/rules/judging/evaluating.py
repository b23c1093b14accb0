"""What the records say of a requirement: condition, test, other readings, exception, proxies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from societyctl.domain.verdicts import Part, Reading, Status
from societyctl.rules.language.outcome import Outcome
from societyctl.rules.language.requirement import Requirement, TitledTest
from societyctl.rules.language.setting import Inquiry, Setting


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the records say of a requirement, before findings, stage and strength."""

    outcome: Outcome
    readings: tuple[Reading, ...]
    part: Part | None
    proxies: tuple[str, ...]


def questions_of(requirement: Requirement, setting: Setting) -> Iterator[Inquiry]:
    """Yield all that has to be asked before a requirement can be judged."""
    others = (*requirement.readings, *requirement.proxies)
    tests = (requirement.test, requirement.unless, *(other.test for other in others))
    for test in (setting.condition(requirement.when), *tests):
        if test is not None:
            yield from test.asks(setting)


def evaluate(requirement: Requirement, setting: Setting) -> Evaluated:
    """Return what the records say of a requirement."""
    default = Outcome(Status.MET)
    if requirement.test is not None:
        default = requirement.test.outcome(setting)
    outcome, readings = _read_both_ways(requirement, default, setting)
    if requirement.unless is not None:
        outcome = _excepted(outcome, requirement.unless.outcome(setting))
    condition = setting.condition(requirement.when)
    when = condition.outcome(setting) if condition is not None else Outcome(Status.MET)
    if when.status is Status.UNMET:
        outcome = Outcome(Status.NOT_APPLICABLE, not_applying(when))
        readings = ()
    elif when.status in (Status.UNKNOWN, Status.DISPUTED):
        outcome = replace(when, because=f"不能确定是否适用：{when.because}")
        readings = ()
    return Evaluated(
        outcome,
        readings,
        outcome.as_part() if requirement.test is not None else None,
        tuple(_phrase(proxy, setting) for proxy in requirement.proxies),
    )


def _read_both_ways(
    requirement: Requirement, default: Outcome, setting: Setting
) -> tuple[Outcome, tuple[Reading, ...]]:
    if not requirement.readings:
        return default, ()
    others = [(one.title, so_far(one.test.outcome(setting))) for one in requirement.readings]
    today = so_far(default)
    readings = (
        Reading(requirement.reading_title, today.status, today.because, default=True),
        *(Reading(title, outcome.status, outcome.because) for title, outcome in others),
    )
    statuses = {reading.status for reading in readings} - {Status.UNKNOWN, Status.NOT_APPLICABLE}
    if today.status not in _DECIDED or len(statuses) == 1:
        return default, readings
    because = f"读法不同结论不同，默认按“{requirement.reading_title}”：{default.because}"
    return replace(default, status=Status.DISPUTED, because=because), readings


_DECIDED = (Status.MET, Status.UNMET, Status.PENDING)


def so_far(outcome: Outcome) -> Outcome:
    """Return an outcome as it stands today: what may still be reached is pending."""
    if outcome.status is Status.UNMET and outcome.open_until is not None:
        return replace(outcome, status=Status.PENDING)
    return outcome


def _excepted(outcome: Outcome, exception: Outcome) -> Outcome:
    if outcome.status is not Status.MET and exception.status is Status.MET:
        return replace(
            outcome,
            status=Status.MET,
            missing=0,
            because=f"属例外情形（{exception.as_condition()}）；{outcome.because}",
        )
    return outcome


def not_applying(when: Outcome) -> str:
    """Say why a requirement does not apply; what must not be there is there."""
    if when.forbids:
        return f"只在没有时适用，现{when.as_condition()}"
    return f"条件未出现（{when.because}）"


def _phrase(proxy: TitledTest, setting: Setting) -> str:
    """Return a figure for the person who must judge, as a short phrase."""
    outcome = proxy.test.outcome(setting)
    if outcome.measured is None or outcome.status is Status.UNKNOWN:
        return f"{proxy.title}：{outcome.because}"
    return f"{proxy.title}{outcome.measured}{outcome.unit}"
