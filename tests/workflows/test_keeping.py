"""Checks that are kept: whole files, a bounded number of them, and what batches changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from societyctl.domain.differences import KeptCheck, KeptVerdict
from societyctl.domain.records import NewRecord
from societyctl.store import BatchInfo, Store
from societyctl.store.history.kept_checks import MOST, keep, kept_checks
from societyctl.store.workspace import Workspace, create_workspace

BEIJING = timezone(timedelta(hours=8))
KEPT = KeptCheck(
    at=datetime(2022, 10, 20, 9, 0, tzinfo=BEIJING),
    as_of=date(2022, 10, 20),
    version="0",
    program="xuzhou-2022",
    batch=3,
    digest="d",
    verdicts=(
        KeptVerdict("requirement", "p", "", "r", "标题", "一", "met", "1场，要求不少于1场", "x"),
    ),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "ws")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open("sqlite://") as opened:
        yield opened


def test_a_kept_check_reads_as_it_was(workspace):
    keep(workspace, KEPT)

    assert kept_checks(workspace, "xuzhou-2022") == (KEPT,)
    assert kept_checks(workspace, "2022") == ()


def test_only_so_many_checks_are_kept_and_the_oldest_go(workspace):
    for minute in range(MOST + 3):
        keep(workspace, replace(KEPT, at=KEPT.at + timedelta(minutes=minute)))

    kept = kept_checks(workspace, "xuzhou-2022")
    assert (len(kept), kept[0].at) == (MOST, KEPT.at + timedelta(minutes=3))


def event(title: str, **more: object) -> NewRecord:
    return NewRecord("activity", {"title": title, "start_on": date(2022, 6, 5), **more})


def test_changes_since_a_batch_tell_each_record_as_it_was_left(store):
    first = store.save([event("甲"), event("乙")], batch=BatchInfo("导入"))
    store.save([event("甲", kind="科普"), event("丙")], batch=BatchInfo("导入"))
    store.save([event("甲", kind="学术")], batch=BatchInfo("登记"))
    refs = {str(r["title"]): f"activity:{r['id']}" for r in store.records("activity")}
    store.delete([refs["乙"]], BatchInfo("删除"))

    changes = store.changes_since(first.batch or 0)

    assert {(c.ref, c.title, c.what, c.command, c.batch) for c in changes} == {
        (refs["甲"], "甲", "changed", "登记", 3),
        (refs["丙"], "丙", "added", "导入", 2),
        (refs["乙"], "乙", "deleted", "删除", 4),
    }
    assert store.newest_batch() == 4
    assert store.changes_since(4) == ()


def test_new_evidence_counts_as_a_change_of_what_it_proves(store):
    first = store.save([event("甲")], batch=BatchInfo("导入"))
    ref = first.records[0].ref or ""
    proof = {"number": "附001", "title": "照片", "path": "a", "sha256": "0", "proves": ref}
    store.save([NewRecord("evidence", proof)], batch=BatchInfo("附件"))

    changes = store.changes_since(first.batch or 0)

    assert (ref, "甲", "evidence") in {(c.ref, c.title, c.what) for c in changes}
