"""A list that is said to hold everybody: who is in the store and not in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from societyctl.domain.intake import MissingRecord
from societyctl.errors import UsageError, WorkbookError
from societyctl.store import Store
from societyctl.workflows.completing import ALL_KEPT, KEPT, WholeList
from societyctl.workflows.intake import IntakeDesk, IntakeOptions, read_workbooks, save_intake

TODAY = date(2026, 11, 30)
HEADERS = ["姓名", "工作单位", "联系电话"]
LAST_YEAR = [
    ["甲一", "一厂", "0516-10000001"],
    ["乙二", "二厂", "0516-10000002"],
    ["丙三", "三厂", "0516-10000003"],
    ["丁四", "四厂", "0516-10000004"],
]


class Secretary:
    """Gives the answers written down, each to the question that holds its words."""

    def __init__(self, *answers: tuple[str, str]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def __call__(self, question) -> str:
        self.asked.append((question.text, question.choices))
        words, answer = self._answers.pop(0)
        assert words in question.text
        return answer


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(f"sqlite:///{tmp_path / 'society.db'}") as opened:
        book = written(tmp_path / "去年.xlsx", LAST_YEAR)
        save_intake(opened, read_workbooks(opened, [book], IntakeOptions()))
        yield opened


def written(path: Path, rows) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "会员"
    for row in [HEADERS, *rows]:
        sheet.append(row)
    book.save(path)
    return path


def members(store: Store) -> list[tuple]:
    return [
        (one["id"], one["name"], one.get("employer"), one.get("left_on"))
        for one in sorted(store.records("member"), key=lambda one: one["id"])
    ]


def take_in(store, tmp_path, rows, answer=None):
    book = written(tmp_path / "今年.xlsx", rows)
    options = IntakeOptions(whole=WholeList("会员", TODAY))
    return read_workbooks(store, [book], options, IntakeDesk(answer=answer))


def test_without_anybody_to_ask_the_missing_stay_and_are_named(store, tmp_path):
    intake = take_in(store, tmp_path, [LAST_YEAR[0], LAST_YEAR[1], ["丙三", "五厂", None]])
    assert not intake.may_save
    (issue,) = intake.summary.issues
    assert issue.found == "“丙三”可能就是这份名单里没有的 member:3（同名，工作单位不同）"
    done = save_intake(store, replace(intake, options=replace(intake.options, partial=True)))

    place = "今年.xlsx 会员第4行"
    assert done.missing == (
        MissingRecord("member:3", "丙三", place, "同名，工作单位不同", "退会日期"),
        MissingRecord("member:4", "丁四", "", "", "退会日期"),
    )
    assert (done.left, intake.has_leftovers) == (0, True)
    assert [one[3] for one in members(store)] == [None] * 4


def test_who_left_gets_the_day_and_who_changed_stays_one(store, tmp_path):
    rows = [LAST_YEAR[0], LAST_YEAR[1], ["丙三", "五厂", None]]
    secretary = Secretary(
        (
            "“丙三”不在这份名单里；今年.xlsx 会员第4行同名，工作单位不同",
            "就是今年.xlsx 会员第4行那一条",
        ),
        ("“丁四”不在这份名单里", "已离开，填退会日期"),
        ("“丁四”的退会日期", "上周"),
        ("看不懂“上周”", "2026-06-30"),
    )

    done = save_intake(store, take_in(store, tmp_path, rows, secretary))

    assert members(store) == [
        (1, "甲一", "一厂", None),
        (2, "乙二", "二厂", None),
        (3, "丙三", "五厂", None),
        (4, "丁四", "四厂", date(2026, 6, 30)),
    ]
    assert (done.left, done.missing) == (1, ())
    store.undo(done.batch)
    assert [one[1:] for one in members(store)] == [(*row[:2], None) for row in LAST_YEAR]


def test_all_the_rest_may_have_left_on_one_day_or_stay(store, tmp_path):
    gone = Secretary(("甲一", KEPT), ("乙二", "余下的都在同一天离开"), ("退会日期", ""))
    save_intake(store, take_in(store, tmp_path, [LAST_YEAR[3]], gone))
    assert [one[3] for one in members(store)] == [None, TODAY, TODAY, None]

    kept = Secretary(("甲一", ALL_KEPT))
    done = save_intake(store, take_in(store, tmp_path, [["戊五", "五厂", None]], kept))
    assert [one.ref for one in done.missing] == ["member:1", "member:4"]


def test_a_new_name_with_the_same_phone_may_be_the_same(store, tmp_path):
    rows = [*LAST_YEAR[:3], ["丁思", "四厂", "0516-10000004"]]

    intake = take_in(store, tmp_path, rows)

    why = "联系电话相同，名字不同"
    assert intake.summary.missing == (
        MissingRecord("member:4", "丁四", "今年.xlsx 会员第5行", why, "退会日期"),
    )


def test_who_left_before_is_not_missing(store, tmp_path):
    gone = Secretary(("丁四", "已离开，填退会日期"), ("丁四", "2020-01-31"))
    save_intake(store, take_in(store, tmp_path, LAST_YEAR[:3], gone))

    assert take_in(store, tmp_path, LAST_YEAR[:3]).summary.missing == ()


def test_a_list_with_rows_sent_back_is_not_whole(store, tmp_path):
    with pytest.raises(WorkbookError, match="还不全"):
        take_in(store, tmp_path, [*LAST_YEAR[:2], [None, "三厂", "0516-10000003"]])


def test_a_kind_that_no_sheet_holds_cannot_be_whole(store, tmp_path):
    book = written(tmp_path / "今年.xlsx", LAST_YEAR)
    with pytest.raises(UsageError, match="没有活动"):
        read_workbooks(store, [book], IntakeOptions(whole=WholeList("活动", TODAY)))
