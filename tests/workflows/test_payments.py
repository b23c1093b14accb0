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

HEADERS = ["项目", "支出科目", "支出日期", "实际支出（元）", "凭证号"]
SUMS = st.lists(st.sampled_from([500, 800, 1200]), max_size=5)


def written(path: Path, sums, vouchers=()) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "经费支出"
    sheet.append(HEADERS)
    numbers = [*vouchers, *[None] * len(sums)]
    for amount, voucher in zip(sums, numbers, strict=False):
        sheet.append(["甲项目", "劳务费", "2022-06-05", amount, voucher])
    book.save(path)
    return path


def take_in(store: Store, path: Path):
    return save_intake(store, read_workbooks(store, [path], IntakeOptions(afresh=True)))


def paid(store: Store) -> Counter:
    return Counter(one["paid"] // 100 for one in store.records("spending"))


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
