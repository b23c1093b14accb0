"""Every word of the rule language is known to lint, walking, judging, planning and comparing.

The words are those that the registries hold: one that is new and has no sample here fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from societyctl.domain.verdicts import Status
from societyctl.rules.authoring.differing import differ
from societyctl.rules.file.schema import program_schema
from societyctl.rules.judging.progress import track
from societyctl.rules.language.compared import Compared
from societyctl.rules.language.lexicon import COMPARISONS, MEASURES, MODIFIERS, TESTS, word_of
from societyctl.rules.language.measures import Count
from societyctl.rules.language.shapes import elements_of
from societyctl.rules.language.words import ComparisonWord, Test
from tests.rules.programs import (
    asked_in,
    event,
    examined,
    judged,
    planned,
    program_with,
    verdict_of,
)

ONE = "{count: activity, of: {kind: KIND}, during: this_year"
"""A measure that is nearly whole; what it counts is misspelt by misspelling KIND."""
SAMPLES = {
    "count": f"{ONE}, at_least: 3}}",
    "sum": "{sum: sessions, over: activity, where: {kind: KIND}, at_least: 3}",
    "distinct": "{distinct: [title], over: activity, where: {kind: KIND}, at_least: 3}",
    "value": "{value: activity.title, where: {kind: KIND}, equals: 甲}",
    "figure": "{figure: 人数, where: {year: 2024}, at_least: {count: activity, of: {kind: KIND}}}",
    "total": f"{{total: [{ONE}}}, {ONE}}}], at_least: 3}}",
    "increase": f"{{increase: {{now: {ONE}}}, before: {ONE}}}}}, at_least: 1}}",
    "ratio": f"{{ratio: {{part: {ONE}}}, whole: {ONE}}}}}, at_least: 2}}",
    "share": f"{{share: {{part: {ONE}}}, whole: {ONE}}}}}, above: 1/2}}",
    "growth": f"{{growth: {{now: {ONE}}}, before: {ONE}}}}}, at_least: 10%}}",
    "points": f"{{points: [{{title: 活动, of: {ONE}}}, per: 1}}], at_least: 60}}",
    "every": "{every: activity, of: {kind: KIND}, meets: {title: {present: true}}}",
    "each_record": f"{{each_record: activity, then: {ONE}, at_least: 3}}}}",
    "all": f"{{all: [{ONE}, at_least: 3}}]}}",
    "any": f"{{any: [{ONE}, at_least: 3}}, {ONE}, at_least: 4}}]}}",
    "none": f"{{none: [{ONE}, at_least: 1}}]}}",
    "k_of": f"{{k_of: {{k: 1, of: [{ONE}, at_least: 3}}]}}}}",
    "cases": f"{{cases: [{{when: has_members, then: {ONE}, at_least: 3}}}}]}}",
    "each": f"{ONE}, each: {{level: [市]}}, at_least: 1}}",
    "each_period": f"{ONE}, each_period: quarter, at_least: 1}}",
    "at_least": f"{ONE}, at_least: {ONE}}}}}",
    "at_most": f"{ONE}, at_most: {ONE}}}}}",
    "above": f"{ONE}, above: {ONE}}}}}",
    "below": f"{ONE}, below: {ONE}}}}}",
    "equals": f"{ONE}, equals: {ONE}}}}}",
    "one_of": f"{ONE}, one_of: [3, 4]}}",
}
WORDS = {**MEASURES, **TESTS, **COMPARISONS, **MODIFIERS}
RECORDS = [event("甲"), event("乙"), ("member", {"name": "张三"})]


def _written(word: str, kind: str = "学术") -> str:
    return SAMPLES[word].replace("KIND", kind)


def _words_in(test: Test) -> set[str]:
    elements = [element for _, element in elements_of(test)]
    return {str(vars(type(element)).get("key", "")) for element in elements}


def test_every_word_has_a_sample_here() -> None:
    assert SAMPLES.keys() == WORDS.keys()


every_word = pytest.mark.parametrize("word", SAMPLES)


@every_word
def test_lint_passes_what_is_right_and_reports_each_misspelt_term(
    tmp_path: Path, word: str
) -> None:
    _, mistakes = examined(tmp_path, _written(word, "学木"))

    assert examined(tmp_path, _written(word))[1] == []
    assert any("没有叫“学木”的“活动类别”的词；应为：最接近的是“学术”" in text for text in mistakes)


@every_word
def test_lint_reports_an_unknown_key_in_every_mapping_of_a_word(tmp_path: Path, word: str) -> None:
    whole = yaml.safe_load(_written(word))
    places = [place for place in _mappings(whole) if not {"of", "where", "meets"} & {*place}]

    for place in places:
        damaged = yaml.safe_load(_written(word))
        _at(damaged, place)["neuwort"] = 1
        _, mistakes = examined(tmp_path, yaml.safe_dump(damaged, allow_unicode=True, width=999))
        assert any("neuwort" in text for text in mistakes), place


def _mappings(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value)
    own = [place] if isinstance(value, dict) else []
    return own + [found for key, item in inner for found in _mappings(item, (*place, key))]


def _at(value, place: tuple[str | int, ...]):
    for step in place:
        value = value[step]
    return value


@every_word
def test_walking_a_word_finds_all_that_is_in_it(tmp_path: Path, word: str) -> None:
    test = asked_in(program_with(tmp_path, _written(word)))
    counted = [element for _, element in elements_of(test) if isinstance(element, Count)]

    assert word in _words_in(test)
    assert len(counted) == SAMPLES[word].count("count:")


@every_word
@pytest.mark.parametrize("records", [(), RECORDS], ids=["nothing recorded", "recorded"])
def test_judging_decides_a_word_with_a_reason(tmp_path: Path, word: str, records) -> None:
    program = program_with(tmp_path, _written(word))

    verdict = verdict_of(judged(program, records))

    assert isinstance(verdict.status, Status)
    assert verdict.because
    assert verdict.part is not None
    assert verdict.part.status in Status


@every_word
def test_a_plan_says_what_to_do_about_a_word_unless_it_is_met(tmp_path: Path, word: str) -> None:
    program = program_with(tmp_path, _written(word))
    result = judged(program, RECORDS)

    steps = planned(program, result).steps

    assert bool(steps) == (verdict_of(result).status not in (Status.MET, Status.NOT_APPLICABLE))
    assert track(result).program_id == program.id


@every_word
def test_comparing_programs_finds_what_changed_in_a_word(tmp_path: Path, word: str) -> None:
    before = program_with(tmp_path, _written(word))
    after = program_with(tmp_path, _written(word, "科普") if "KIND" in SAMPLES[word] else "")

    [item] = differ(before, after).items

    assert {(field.before, field.after) for field in item.fields} == {("学术", "科普")}
    assert differ(before, before).items == ()


@every_word
def test_a_word_is_in_the_schema_of_program_files(word: str) -> None:
    assert word in program_schema()["$defs"]["Test"]["properties"]


@pytest.mark.parametrize("word", [*MEASURES, *TESTS, *MODIFIERS])
def test_a_part_of_a_verdict_leads_back_to_its_word(word: str) -> None:
    assert word_of(word) is WORDS[word]


@pytest.mark.parametrize("word", COMPARISONS)
def test_a_comparison_stands_beside_any_measure(tmp_path: Path, word: str) -> None:
    test = asked_in(program_with(tmp_path, _written(word)))

    assert isinstance(test, Compared)
    assert [type(one) for one in test.comparisons] == [COMPARISONS[word]]
    assert issubclass(COMPARISONS[word], ComparisonWord)


def test_no_more_than_a_bound_stays_open_while_a_record_lacks_its_number(tmp_path: Path) -> None:
    """What is missing is not zero: the sum may yet go beyond, or may not."""
    program = program_with(tmp_path, "{sum: sessions, over: activity, at_most: 5}")

    verdict = verdict_of(judged(program, [event("甲", sessions=3), event("乙")]))

    assert verdict.status is Status.UNKNOWN
