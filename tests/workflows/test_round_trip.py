"""Out of one workspace and into another: the same store, and taking it back leaves nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from societyctl.domain.catalog import RECORD_KINDS
from societyctl.domain.records import NewRecord
from societyctl.resources import resource_folder
from societyctl.sheets import read_files
from societyctl.sheets.writing import write_records
from societyctl.store import Store
from societyctl.store.workspace import create_workspace
from societyctl.workflows.editing import attach_files
from societyctl.workflows.intake import IntakeOptions, read_workbooks, save_intake
from societyctl.workflows.workbooks import export_workbook
from tests.effort import examples
from tests.sheets.drawn_records import records
from tests.store.store_samples import contents, fresh_store

OF_THE_ROW = {"id", "source"}
"""What depends on the order and the files of an import."""


def essence(store: Store) -> dict[str, Any]:
    """Return all that a store says, whatever the order in which it was told."""
    rows = contents(store)
    named = {
        (row["record"], row["id"]): row["key"]
        for family, group in rows.items()
        for row in group
        if family != "evidence_link"
    }
    links = {
        (named["evidence", link["evidence_id"]], named[link["record"], link["record_id"]])
        for link in rows.pop("evidence_link")
    }
    return {"links": links} | {
        family: {
            (row["record"], row["key"]): {k: v for k, v in row.items() if k not in OF_THE_ROW}
            for row in group
        }
        for family, group in rows.items()
    }


def bring_in(store: Store, *paths: Path) -> list[tuple[int, int, int, int]]:
    """Import workbooks; returns how many rows of each sheet were added, changed and so on."""
    summary = save_intake(store, read_workbooks(store, paths, IntakeOptions(partial=True)))
    for one in summary.sheets:
        assert one.read == one.added + one.changed + one.unchanged + one.rejected
    return [(one.added, one.changed, one.unchanged, one.rejected) for one in summary.sheets]


@pytest.mark.slow
def test_the_sample_society_moves_to_another_workspace_whole(tmp_path: Path):
    (tmp_path / "现场照片.jpg").write_bytes(b"a picture")
    workspace = create_workspace(tmp_path / "ws")
    with fresh_store() as store, fresh_store() as other:
        bring_in(store, *sorted(resource_folder("sample_data").glob("*.xlsx")))
        attach_files(workspace, store, "activity:3", [tmp_path / "现场照片.jpg"], "活动佐证")
        counts, _ = export_workbook(store, [], tmp_path / "导出.xlsx")

        sheets = bring_in(other, tmp_path / "导出.xlsx")

        assert sum(added for added, *_ in sheets) == sum(counts.values())
        assert essence(other) == essence(store)
        assert len(essence(store)["links"]) > 40
        # Nothing is new, changed or rejected: the export says what the store holds.
        assert {(a, b, d) for a, b, _, d in bring_in(store, tmp_path / "导出.xlsx")} == {(0, 0, 0)}


def said(path: Path) -> list[str]:
    """Return what a workbook says, whatever the order of its rows."""
    return sorted(
        f"{record.kind} {sorted(record.values.items())} {record.entered}"
        for record in read_files([path]).records
    )


KINDS = tuple(RECORD_KINDS.values())


@st.composite
def workbooks(draw: st.DrawFn) -> dict[str, list[NewRecord]]:
    """Draw some kinds of record with a few records each."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique_by=id))
    return {
        kind.name: draw(
            st.lists(records(kind), min_size=1, max_size=3, unique_by=lambda record: record.key)
        )
        for kind in kinds
    }


@pytest.mark.slow
@examples(60)
@given(workbooks())
def test_rows_to_workbook_to_store_to_export_is_the_identity(drawn: dict[str, list[NewRecord]]):
    with tempfile.TemporaryDirectory() as name, fresh_store() as store, fresh_store() as other:
        first, second = Path(name) / "甲.xlsx", Path(name) / "乙.xlsx"
        write_records(drawn, first)
        bring_in(store, first)
        export_workbook(store, [], second)
        bring_in(other, second)

        assert essence(other) == essence(store)
        assert said(second) == said(first)


@pytest.mark.slow
@examples(60)
@given(workbooks(), workbooks())
def test_undo_after_any_import_restores_every_row(
    before: dict[str, list[NewRecord]], drawn: dict[str, list[NewRecord]]
):
    with tempfile.TemporaryDirectory() as name, fresh_store() as store:
        first, second = Path(name) / "甲.xlsx", Path(name) / "乙.xlsx"
        write_records(before, first)
        write_records(drawn, second)
        bring_in(store, first)
        known, batches = contents(store), len(store.history())

        bring_in(store, second)
        after = contents(store)

        if len(store.history()) > batches:
            redo = store.undo()
            assert contents(store) == known
            store.undo(redo.batch)
            assert contents(store) == after
