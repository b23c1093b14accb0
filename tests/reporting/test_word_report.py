"""The whole way: records in a real store, a real program, a paper on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from societyctl.domain.records import NewRecord
from societyctl.errors import StoreError, UsageError
from societyctl.reporting.word_trace import trace_file
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society
from societyctl.workflows.programs import open_program
from societyctl.workflows.report import Judged, ReportOptions, render_report, verify_report
from tests.reporting.word_samples import listing, part, texts

DAY = date(2022, 11, 10)


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


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


def judged(store: Store) -> Judged:
    program = open_program("xuzhou-2022", None)
    return Judged(store, program, check_society(store, program, CheckOptions(DAY)))


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


def test_the_summary_needs_no_project(store: Store, tmp_path: Path):
    done = render(store, "summary", tmp_path / "总结.docx")

    assert done.path == tmp_path / "总结.docx"


def test_an_unknown_paper_or_project_is_refused(store: Store, tmp_path: Path):
    with pytest.raises(UsageError, match="没有“x”这种材料"):
        render(store, "x", tmp_path / "a.docx")
    with pytest.raises(UsageError, match="没有项目“y”"):
        render(store, "acceptance", tmp_path / "a.docx", project="y")


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


def test_a_file_open_in_an_office_program_is_left_alone(store: Store, tmp_path: Path):
    target = tmp_path / "总结.docx"
    render(store, "summary", target)
    before = target.read_bytes()
    (tmp_path / ".~lock.总结.docx#").touch()

    with pytest.raises(StoreError, match="正在被打开"):
        render(store, "summary", target)

    assert target.read_bytes() == before
