"""Several payments of one sum on one day: each is money by itself, however often it is read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from societyctl.store import Store
from societyctl.workflows.intake import IntakeOptions, read_workbooks, save_intake
from tests.effort import examples

SPENT = ["项目", "支出科目", "支出日期", "实际支出（元）", "凭证号"]
DUES = ["年度", "会员", "缴费日期", "实缴会费（元）", "凭证号"]
SHEETS = {
    "spending": ("经费支出", SPENT, ["甲项目", "劳务费"]),
    "dues": ("会费", DUES, [2022, "王甲"]),
}
DAY, LATER = "2022-06-05", "2022-09-01"
SUMS = st.lists(st.sampled_from([500, 800, 1200]), max_size=5)
ROWS = st.lists(
    st.tuples(st.sampled_from([DAY, LATER, None]), st.sampled_from([500, 800])), max_size=5
)


def sheet_of(path: Path, rows, kind="spending") -> Path:
    """Write day, sum and voucher of payments that are alike otherwise."""
    title, headers, told = SHEETS[kind]
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(headers)
    for row in rows:
        sheet.append([*told, *row])
    book.save(path)
    return path


def written(path: Path, sums, vouchers=(), kind="spending") -> Path:
    numbers = [*vouchers, *[None] * len(sums)]
    return sheet_of(path, [(DAY, *row) for row in zip(sums, numbers, strict=False)], kind)


def take_in(store: Store, path: Path):
    return save_intake(store, read_workbooks(store, [path], IntakeOptions(afresh=True)))


def paid(store: Store, kind="spending") -> Counter:
    return Counter(one["paid"] // 100 for one in store.records(kind))


def kept(store: Store, kind="spending"):
    """Return day, sum, voucher and ordinal of what is stored."""
    fields = ("paid_on", "paid", "voucher", "nth")
    records = [{**one, "paid": one["paid"] // 100} for one in store.records(kind)]
    days = [str(one["paid_on"]) if one.get("paid_on") else None for one in records]
    told = [tuple(one.get(name) for name in fields[1:]) for one in records]
    return [(day, *rest) for day, rest in zip(days, told, strict=True)]


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(f"sqlite:///{tmp_path / 'society.db'}") as opened:
        yield opened


def test_equal_payments_of_one_file_are_counted_and_said(store, tmp_path):
    path = written(tmp_path / "支出.xlsx", [500, 500, 800, 500])
    intake = read_workbooks(store, [path], IntakeOptions())

    assert [line for line in intake.remarks if "另记" in line] == [
        "支出.xlsx 经费支出：第3行与前面一笔相同，按第2笔另记；是重复的就删去这一行",
        "支出.xlsx 经费支出：第5行与前面一笔相同，按第3笔另记；是重复的就删去这一行",
    ]
    save_intake(store, intake)
    assert paid(store) == {500: 3, 800: 1}


def test_the_same_payments_again_change_nothing(store, tmp_path):
    take_in(store, written(tmp_path / "一.xlsx", [500, 500, 800]))
    done = take_in(store, written(tmp_path / "二.xlsx", [800, 500, 500]))

    assert (done.sheets[0].unchanged, done.batch) == (3, None)


def test_vouchers_tell_payments_apart(store, tmp_path):
    take_in(store, written(tmp_path / "一.xlsx", [500, 500], ["记1", "记2"]))
    done = take_in(store, written(tmp_path / "二.xlsx", [500, 500], ["记2", "记3"]))

    assert (done.sheets[0].unchanged, done.sheets[0].added) == (1, 1)
    assert paid(store) == {500: 3}


@examples(30)
@given(SUMS, SUMS)
def test_a_second_file_that_repeats_the_first_adds_only_what_is_more(first, more):
    with TemporaryDirectory() as name, Store.open("sqlite://") as store:
        folder = Path(name)
        take_in(store, written(folder / "一.xlsx", first)) if first else None
        both = [*more, *first]
        take_in(store, written(folder / "二.xlsx", both)) if both else None
        assert paid(store) == Counter(both)


KINDS = pytest.mark.parametrize("kind", sorted(SHEETS))


@KINDS
def test_equal_payments_are_counted_in_a_column_of_their_own(store, tmp_path, kind):
    take_in(store, written(tmp_path / "一.xlsx", [500, 500, 800], kind=kind))

    assert kept(store, kind) == [
        (DAY, 500, None, None),
        (DAY, 500, None, 2),
        (DAY, 800, None, None),
    ]


@KINDS
@pytest.mark.parametrize("day", [DAY, None])
def test_a_payment_of_another_sum_does_not_write_over_one_before(store, tmp_path, kind, day):
    take_in(store, sheet_of(tmp_path / "一.xlsx", [(day, 500, None)], kind))
    take_in(store, sheet_of(tmp_path / "二.xlsx", [(day, 300, None)], kind))

    assert paid(store, kind) == {500: 1, 300: 1}


@KINDS
def test_half_of_a_list_changes_nothing(store, tmp_path, kind):
    rows = [(DAY, 500, None), (LATER, 300, None), (None, 500, None)]
    take_in(store, sheet_of(tmp_path / "一.xlsx", rows, kind))
    for name, half in (("二", rows[1:]), ("三", rows[:1]), ("四", rows[::-1])):
        assert take_in(store, sheet_of(tmp_path / f"{name}.xlsx", half, kind)).batch is None

    assert Counter(kept(store, kind)) == Counter((*row, None) for row in rows)


def test_four_equal_payments_where_three_are_stored_add_one(store, tmp_path):
    take_in(store, written(tmp_path / "一.xlsx", [500] * 3))
    done = take_in(store, written(tmp_path / "二.xlsx", [500] * 4))

    assert (done.sheets[0].unchanged, done.sheets[0].added) == (3, 1)


def test_a_file_that_repeats_another_of_the_same_command_doubles_nothing(store, tmp_path):
    paths = [
        written(tmp_path / f"{n}.xlsx", sums) for n, sums in enumerate([[500], [500, 500, 800]])
    ]
    save_intake(store, read_workbooks(store, paths, IntakeOptions()))

    assert paid(store) == {500: 2, 800: 1}


@KINDS
def test_a_voucher_told_later_is_filled_in(store, tmp_path, kind):
    take_in(store, written(tmp_path / "一.xlsx", [500, 500, 800], kind=kind))
    take_in(store, written(tmp_path / "二.xlsx", [500, 500, 800], ["记1", "记2", "记3"], kind))
    again = take_in(
        store, written(tmp_path / "三.xlsx", [800, 500, 500], ["记3", "记2", "记1"], kind)
    )
    bare = take_in(store, written(tmp_path / "四.xlsx", [500, 500, 800], kind=kind))

    assert [again.batch, bare.batch] == [None, None]
    assert kept(store, kind) == [
        (DAY, 500, "记1", None),
        (DAY, 500, "记2", None),
        (DAY, 800, "记3", None),
    ]


def test_a_voucher_whose_sum_was_mended_is_one_payment(store, tmp_path):
    take_in(store, written(tmp_path / "一.xlsx", [500], ["记1"]))
    take_in(store, written(tmp_path / "二.xlsx", [600], ["记1"]))

    assert kept(store) == [(DAY, 600, "记1", None)]


def test_lines_of_one_voucher_are_asked_about_until_they_are_numbered(store, tmp_path):
    intake = read_workbooks(
        store, [written(tmp_path / "一.xlsx", [500, 800], ["记1", "记1"])], IntakeOptions()
    )
    (issue,) = intake.reading.issues_told_once
    assert "实际支出不同" in issue.found
    assert "第几笔" in issue.expected


def test_what_was_planned_becomes_what_was_paid(store, tmp_path):
    headers = ["项目", "支出科目", "预算金额（元）", "实际支出（元）"]
    for name, sum_paid in (("一", None), ("二", 1800)):
        book = Workbook()
        book.active.title = "经费支出"
        book.active.append(headers)
        book.active.append(["甲项目", "劳务费", 2000, sum_paid])
        book.save(tmp_path / f"{name}.xlsx")
        take_in(store, tmp_path / f"{name}.xlsx")

    assert [(one["planned"], one["paid"]) for one in store.records("spending")] == [
        (200000, 180000)
    ]


def test_taking_back_an_import_leaves_the_payments_before_it(store, tmp_path):
    take_in(store, written(tmp_path / "一.xlsx", [500, 500]))
    take_in(store, written(tmp_path / "二.xlsx", [500, 500, 500], ["记1"]))
    store.undo()

    assert kept(store) == [(DAY, 500, None, None), (DAY, 500, None, 2)]


@examples(30)
@given(ROWS, ROWS)
def test_whatever_days_are_told_a_second_file_adds_only_what_is_more(first, more):
    with TemporaryDirectory() as name, Store.open("sqlite://") as store:
        folder, both = Path(name), [*more, *first]
        for at, rows in enumerate(rows for rows in (first, both, both[::-1]) if rows):
            take_in(store, sheet_of(folder / f"{at}.xlsx", [(*row, None) for row in rows]))
        assert Counter(one[:2] for one in kept(store)) == Counter(both)
