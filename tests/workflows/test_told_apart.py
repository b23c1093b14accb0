"""Pairs of which somebody said at an import that they are two, or one, or wanted to wait."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from societyctl.domain.intake import SheetQuestion
from societyctl.store import Store
from societyctl.store.workspace import Workspace, create_workspace
from societyctl.workflows.doubles import suspected
from societyctl.workflows.intake import (
    Intake,
    IntakeDesk,
    IntakeOptions,
    read_workbooks,
    save_intake,
)
from societyctl.workflows.settling import ALL_BOTH, BOTH, LATER, ONE

TITLES = ("年会（主会场）", "年会（分会场）", "年会第一分会场")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "ws")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "活动"
    for row in [("活动名称", "开始日期"), *((title, "2022-05-06") for title in TITLES)]:
        sheet.append(row)
    made.save(tmp_path / "年会.xlsx")
    return tmp_path / "年会.xlsx"


def taken(
    store: Store, place: Workspace, book: Path, said: str, *, dry_run: bool = False
) -> tuple[Intake, list[SheetQuestion]]:
    """Take a workbook in, giving one answer to all; returns what was asked, too."""
    asked: list[SheetQuestion] = []

    def answer(question: SheetQuestion) -> str:
        asked.append(question)
        return said

    options = IntakeOptions(dry_run=dry_run, partial=True, afresh=True)
    intake = read_workbooks(store, [book], options, IntakeDesk(place, answer))
    if not dry_run:
        save_intake(store, intake)
    return intake, asked


@pytest.mark.parametrize(
    ("said", "questions", "kept", "rejected"),
    [(BOTH, 2, 3, 0), (ALL_BOTH, 1, 3, 0), (ONE, 2, 1, 0), (LATER, 2, 1, 2)],
)
def test_what_is_said_of_pairs_decides_which_rows_come_in(
    place: Workspace, book: Path, said: str, questions: int, kept: int, rejected: int
):
    with Store.open(place.database_url) as store:
        intake, asked = taken(store, place, book, said)

        assert (len(asked), store.counts()["activity"]) == (questions, kept)
        assert intake.rejected == rejected
        assert {one.choices[0] for one in asked} == {LATER}
        assert suspected(store, place) == ()
        again = taken(store, place, book, said)[1]
        assert len(again) == (0 if said in (BOTH, ALL_BOTH) else 2)


def test_a_trial_remembers_no_pair(place: Workspace, book: Path):
    with Store.open(place.database_url) as store:
        taken(store, place, book, BOTH, dry_run=True)

        assert len(taken(store, place, book, BOTH)[1]) == 2
