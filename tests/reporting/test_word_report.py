"""The whole way: records in a real store, a real program, a paper on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from PIL import Image

from societyctl.domain.records import NewRecord
from societyctl.errors import StoreError, UsageError
from societyctl.reporting.word.controls import controls
from societyctl.reporting.word.printing import Printed
from societyctl.reporting.word.trace import trace_file
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society
from societyctl.workflows.edits import edits_in, take_back
from societyctl.workflows.gathering import CheckedProgram
from societyctl.workflows.programs import open_program
from societyctl.workflows.report import ReportOptions, default_name, render_report, verify_report
from tests.reporting.word_samples import SPACE, listing, part, texts

DAY = date(2022, 11, 10)


pytestmark = pytest.mark.usefixtures("without_office")


@pytest.fixture
def store():
    held = [
        NewRecord(
            "activity",
            {
                "title": f"学术报告会{month}",
                "kind": "学术",
                "start_on": date(2022, month, 3),
                "role": "主办",
                "level": "省",
                "status": "已举办",
                "attend_onsite": 80,
                "place": "市科技馆",
            },
        )
        for month in range(1, 7)
    ]
    with Store.open("sqlite://") as opened:
        opened.save(
            [
                NewRecord("society", {"name": "某市示例学会", "city": "徐州市"}),
                *held,
                NewRecord(
                    "application",
                    {
                        "program": "xuzhou-2022",
                        "project": "first-class",
                        "title": "示例项目",
                        "applied_on": date(2022, 11, 1),
                    },
                ),
                NewRecord(
                    "evidence",
                    {
                        "number": "A-1",
                        "title": "签到表",
                        "kind": "活动佐证",
                        "proves": "学术报告会1",
                        "path": "evidence/a.png",
                    },
                ),
            ],
            batch=BatchInfo("测试", ()),
        )
        yield opened


def judged(store: Store) -> CheckedProgram:
    program = open_program("xuzhou-2022", None)
    return CheckedProgram(store, program, check_society(store, program, CheckOptions(DAY)))


def render(store: Store, paper: str, target: Path, **options: object):
    return render_report(paper, judged(store), ReportOptions(target, DAY, **options))


def test_a_report_is_written_from_the_store(store: Store, tmp_path: Path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    Image.new("RGB", (40, 30)).save(folder / "a.png")
    target = tmp_path / "验收.docx"

    done = render(store, "acceptance", target, workspace=tmp_path)

    rows = listing(target, "活动名称")
    assert (done.path, len(rows), rows[1][1], rows[1][6]) == (target, 7, "学术报告会1", "A-1")
    assert "照片1  学术报告会1（2022年1月3日）" in texts(target)
    assert trace_file(target).figure("total:activities").text == "6场"
    assert "示例项目" in part(target, "word/document.xml")


@pytest.mark.slow
def test_the_summary_needs_no_project(store: Store, tmp_path: Path):
    done = render(store, "summary", tmp_path / "总结.docx")

    assert done.path == tmp_path / "总结.docx"


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("", "small-2022-项目申报书.docx"),
        ("甲/乙:丙", "small-2022-项目申报书-甲-乙-丙.docx"),
        ("甲\x07乙\n", "small-2022-项目申报书-甲乙.docx"),
        ("长" * 300, f"small-2022-项目申报书-{'长' * 30}.docx"),
    ],
)
def test_a_paper_is_called_after_its_project_as_far_as_a_file_can_be(
    project: str, name: str, tmp_path: Path
):
    path = tmp_path / "small-2022.yaml"
    path.write_text(PROGRAM, encoding="utf-8")

    assert default_name("application", open_program(str(path), None), project) == name


@pytest.mark.slow
def test_an_unknown_paper_or_project_is_refused(store: Store, tmp_path: Path):
    with pytest.raises(UsageError, match="没有叫“x”的材料"):
        render(store, "x", tmp_path / "a.docx")
    with pytest.raises(UsageError, match="没有叫“y”的项目"):
        render(store, "acceptance", tmp_path / "a.docx", project="y")


@pytest.mark.slow
def test_a_report_is_compared_with_the_records_of_today(store: Store, tmp_path: Path):
    target = tmp_path / "验收.docx"
    render(store, "acceptance", target)
    store.save(
        [
            NewRecord(
                "activity",
                {
                    "title": "又一场",
                    "kind": "学术",
                    "start_on": date(2022, 8, 3),
                    "status": "已举办",
                },
            )
        ],
        batch=BatchInfo("测试", ()),
    )

    found = verify_report(
        target, trace_file(target), judged(store), ReportOptions(target, DAY, "first-class")
    )

    assert [(item.title, item.file, item.data) for item in found.moved] == [
        ("共举办活动", "6场", "7场")
    ]
    assert (found.same, found.changed, found.template_changed) == (
        False,
        ("活动合计", "活动"),
        False,
    )


@pytest.mark.slow
def test_a_file_open_in_an_office_program_is_left_alone(store: Store, tmp_path: Path):
    target = tmp_path / "总结.docx"
    render(store, "summary", target)
    before = target.read_bytes()
    (tmp_path / ".~lock.总结.docx#").touch()

    with pytest.raises(StoreError, match="正在被打开"):
        render(store, "summary", target)

    assert target.read_bytes() == before


PROGRAM = """
id: small-2022
title: 小计划
issuer: 某市科协
year: 2022
windows: {this_year: {year: 2022}}
projects:
  - id: p
    title: 小项目
    requirements:
      - {id: events, clauses: [a], title: 举办活动, place: 一, strength: target, stage: acceptance,
         unit: 场, test: {count: activity, during: this_year, at_least: 4}}
layout:
  papers:
    application: {place: 三, copies: 2, same: true, name_limit: 20}
"""
APPLICANT = {
    "name": "某市示例学会",
    "credit_code": "51320000MJ0000000X",
    "founded_on": date(2009, 5, 12),
    "legal_representative": "甲某",
    "secretary_general": "乙某",
    "contact_name": "丙某",
    "phone": "0516-80000000",
    "email": "office@example.org",
    "address": "某市科学路1号",
    "postcode": "221000",
    "bank_name": "某行",
    "bank_account": "0001",
}
COMPLETE = (
    NewRecord("society", APPLICANT),
    NewRecord(
        "application",
        {
            "program": "small-2022",
            "project": "p",
            "title": "示例项目",
            "leader": "丁某",
            "leader_title": "教授",
            "leader_birth_on": date(1970, 5, 1),
            "team_size": 8,
            "from_on": date(2022, 3, 1),
            "to_on": date(2022, 12, 31),
        },
    ),
    NewRecord("activity", {"title": "讲座", "start_on": date(2022, 4, 1), "status": "已举办"}),
    NewRecord("staff", {"name": "甲", "full_time": True}),
    NewRecord("member", {"name": "某公司", "kind": "单位"}),
    NewRecord("rating", {"grade": "4A", "dated_on": date(2020, 1, 1)}),
    NewRecord("inspection", {"year": 2021, "result": "合格"}),
    NewRecord("spending", {"project": "示例项目", "item": "会议费", "planned": 100000}),
    NewRecord(
        "evidence",
        {"number": "A-1", "title": "证明", "kind": "其他", "proves": "活动：讲座；秘书处人员：甲"},
    ),
)


def written(path: Path) -> None:
    """Fill every place for prose."""
    document = Document(str(path))
    for item in controls(document.element.body, "prose:"):
        words = Paragraph(item.content[0], document._body)
        words.clear()
        words.add_run("已经写好")
    document.save(str(path))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[..., Printed]]:
    """Print a paper of a small program, for which everything is on record."""
    path = tmp_path / "small-2022.yaml"
    path.write_text(PROGRAM, encoding="utf-8")
    program = open_program(str(path), None)
    with Store.open("sqlite://") as opened:
        opened.save(COMPLETE, batch=BatchInfo("测试", ()))

        def call(paper: str, **options: object) -> Printed:
            result = check_society(opened, program, CheckOptions(DAY))
            target = ReportOptions(tmp_path / f"{paper}.docx", DAY, **options)
            return render_report(paper, CheckedProgram(opened, program, result), target)

        call.store = opened
        yield call


@pytest.mark.slow
def test_a_final_application_stores_its_goals_as_commitments(
    small: Callable[..., Printed], tmp_path: Path
):
    draft = small("application")
    written(tmp_path / "application.docx")

    done = small("application", final=True)

    assert [str(gap) for gap in done.gaps] == []
    assert (draft.promised, done.promised) == (0, 1)
    (stored,) = small.store.records("commitment")
    assert {name: stored[name] for name in ("requirement", "title", "promised", "unit")} == {
        "requirement": "events",
        "title": "举办活动",
        "promised": 4,
        "unit": "场",
    }
    small("acceptance")
    for paper in ("application", "acceptance"):
        assert listing(tmp_path / f"{paper}.docx", "指标")[1][2] == "承诺4场"


@pytest.mark.slow
def test_a_final_application_that_is_printed_again_promises_nothing_new(
    small: Callable[..., Printed], tmp_path: Path
):
    small("application")
    written(tmp_path / "application.docx")
    small("application", final=True)

    assert small("application", final=True).promised == 0
    assert len(small.store.records("commitment")) == 1


@pytest.mark.slow
def test_what_the_notice_asks_of_a_paper_is_told_in_it_and_beside_it(
    small: Callable[..., Printed], tmp_path: Path
):
    done = small("application")

    asked = "通知“三”要求：项目名称不超过20个汉字；纸质版一式2份；纸质版与电子版必须完全一致。"
    assert done.rules == asked
    assert f"7. {asked}" in texts(tmp_path / "application.docx")
    assert small("acceptance").rules == ""


def typed_over(path: Path, **texts_: str) -> None:
    """Type over figures as a person does in Word."""
    document = Document(str(path))
    for tag, text in texts_.items():
        shown = next(controls(document.element.body, f"fig:{tag}"))
        first, *others = shown.content.iter(f"{SPACE}t")
        first.text = text
        for other in others:
            other.text = ""
    document.save(str(path))


@pytest.mark.slow
def test_what_was_typed_over_can_be_taken_back_into_the_records(
    small: Callable[..., Printed], tmp_path: Path
):
    path = tmp_path / "acceptance.docx"
    small("acceptance")
    typed_over(path, phone="0516-80001111", **{"activity:1:people": "线下230人，线上1500人"})

    edits = edits_in(path)
    changed = take_back(small.store, edits)

    assert [(edit.title, edit.file) for edit in edits] == [
        ("联系电话", "0516-80001111"),
        ("参加人数", "线下230人，线上1500人"),
    ]
    assert changed == 2
    activity = small.store.record("activity:1")
    society = small.store.record("society:1")
    assert (activity["attend_onsite"], activity["attend_online"]) == (230, 1500)
    assert (activity["title"], society["phone"]) == ("讲座", "0516-80001111")
    assert small("acceptance").carried.typed_over == ()


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["很多人", "230", "来宾230人"])
def test_what_cannot_be_told_apart_is_refused_and_nothing_is_changed(
    typed: str, small: Callable[..., Printed], tmp_path: Path
):
    path = tmp_path / "acceptance.docx"
    small("acceptance")
    typed_over(path, phone="0516-80001111", **{"activity:1:people": typed})

    with pytest.raises(UsageError, match="看不懂") as caught:
        take_back(small.store, edits_in(path))

    assert [issue.found for issue in caught.value.issues] == [f"“{typed}”不知道是哪一项"]
    assert small.store.record("society:1")["phone"] == "0516-80000000"


@pytest.mark.slow
def test_a_worked_out_figure_cannot_be_taken_back(small: Callable[..., Printed], tmp_path: Path):
    path = tmp_path / "acceptance.docx"
    small("acceptance")
    typed_over(path, **{"total:activities": "9场"})

    assert edits_in(path) == ()
    assert [item.title for item in small("acceptance").carried.typed_over] == ["共举办活动"]
