"""The pages of the terminal, whole, as they come out of a pipe."""

from __future__ import annotations

import io
import itertools
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from rich.cells import cell_len

from societyctl.domain.coverage import Clause, Coverage, Covered
from societyctl.domain.history import HistoryEntry
from societyctl.domain.intake import ImportSummary, SheetSummary
from societyctl.domain.selection import RecordNote
from societyctl.domain.verdicts import (
    CheckResult,
    Counts,
    DecidedBy,
    LimitVerdict,
    Progress,
    ProjectResult,
    ProjectVerdict,
    Reading,
    Status,
    Strength,
    Target,
    Verdict,
)
from societyctl.errors import Issue
from societyctl.reporting.pages.check import check_page
from societyctl.reporting.pages.coverage import coverage_page
from societyctl.reporting.pages.history import history_page
from societyctl.reporting.pages.intake import import_page
from societyctl.reporting.pages.layout import (
    ChineseText,
    break_offsets,
    clean,
    console,
    show_number,
)
from societyctl.reporting.pages.progress import progress_page


def page(renderable) -> str:
    stream = io.StringIO()
    console(stream).print(renderable)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().splitlines())


def verdict(id_, title, status, **more) -> Verdict:
    defaults = {
        "clauses": ("xz22.0.1",),
        "citation": "三（二）2（3）",
        "decided_by": DecidedBy.MEASURE,
        "strength": Strength.GATE,
        "because": "",
    }
    return Verdict(id=id_, title=title, status=status, **{**defaults, **more})


ONE_OF_EACH = (
    verdict(
        "academic-events",
        "本年度主办或承办学术交流活动不少于2场，同一次会议的平行分会合计为一场",
        Status.UNMET,
        because="主办或承办并已举办的有1场，另有1场排在申报日之后，不计入",
        next="差1场：最迟2022年11月10日前再主办或承办一场学术活动，并备好通知、议程和签到表",
        measured=1,
        needed=2,
        missing=1,
        unit="场",
        counts=Counts(held=3, evidenced=2, countable=1),
        evidence_wanted="会议通知、议程、签到表",
        due=date(2022, 11, 10),
        records=(
            RecordNote(
                "activity:12",
                "淮海经济区土壤健康学术年会",
                counted=True,
                evidence=("A-01", "A-02"),
                on=date(2022, 5, 8),
            ),
            RecordNote(
                "activity:15",
                "智慧灌溉研讨会",
                counted=False,
                reason="本会角色为“协办”，要求主办、承办或牵头",
                on=date(2022, 6, 18),
            ),
            RecordNote(
                "activity:19",
                "青年学术沙龙（第三期）",
                counted=False,
                missing=("role", "series_of_old"),
            ),
        ),
    ),
    verdict(
        "outreach-budget",
        "科普专项经费列入年度预算",
        Status.UNKNOWN,
        decided_by=DecidedBy.RECORD,
        because="2022年度财务没有填“科普专项经费预算”",
        next="societyctl edit finance_year:2 --set kepu_budget=…",
    ),
    verdict(
        "two-years-reports",
        "近两年有调研报告",
        Status.DISPUTED,
        measured=0,
        needed=1,
        missing=1,
        unit="项",
        because="两种读法结论不同",
        readings=(
            Reading("截止日前滚动24个月", Status.UNMET, "2020年11月10日在窗外", default=True),
            Reading("2020至2022自然年", Status.MET, "计入1项"),
        ),
    ),
    verdict(
        "expert-team",
        "专家队伍具有重要学术影响",
        Status.JUDGEMENT,
        decided_by=DecidedBy.FINDING,
        because="需要有人署名判断；正高级专家12名",
        next="societyctl judge",
    ),
    verdict(
        "self-check",
        "实施中开展自查",
        Status.PENDING,
        strength=Strength.TARGET,
        stage="acceptance",
        measured=0,
        needed=1,
        missing=1,
        unit="份",
        because="期限未到",
    ),
    verdict(
        "paper-copy",
        "纸质件宜在最后一个工作日前送达",
        Status.ADVISORY,
        strength=Strength.SOFT,
        because="截止日是周日",
    ),
    verdict("branch-duty", "党支部认真履职", Status.WAIVED, because="科协书面同意，2022年5月6日"),
    verdict("transfer", "成果转让合同真实合法", Status.NOT_APPLICABLE, because="没有成果转让"),
    verdict(
        "area",
        "面积",
        Status.MET,
        measured=Decimal("80.50"),
        needed=80,
        unit="㎡",
        next="其中20㎡还没有佐证，请补：租赁合同",
    ),
    verdict("affiliated", "科协所属市级学会", Status.MET, measured=True, citation=""),
    verdict("grade", "评估等级不低于4A", Status.MET, measured="4A", needed="4A"),
)

RESULT = CheckResult(
    program_id="xuzhou-2022",
    program_title="2022年度徐州市科协提升学会服务科技创新能力计划",
    document="徐科协办发〔2022〕20号",
    society="徐州市土壤与节水农业学会",
    as_of=date(2022, 10, 20),
    projects=(
        ProjectResult(
            "academic-service",
            "学术和科技服务特色学会",
            ProjectVerdict.INELIGIBLE,
            ONE_OF_EACH,
            deadline=date(2022, 11, 10),
        ),
        ProjectResult(
            "tech-service",
            "科技服务项目",
            ProjectVerdict.ELIGIBLE,
            ONE_OF_EACH[-3:],
            application="盐碱地改良技术服务",
            deadline=date(2022, 6, 5),
        ),
        ProjectResult(
            "think-tank", "科技创新智库建设特色学会", ProjectVerdict.UNDETERMINED, (ONE_OF_EACH[1],)
        ),
    ),
    limits=(
        LimitVerdict("a", (), "互不兼报", "二（三）1", Status.MET, "只报了一类"),
        LimitVerdict(
            "b",
            (),
            "同一服务点只能申报1个",
            "二（三）2",
            Status.UNMET,
            "“睢宁示范园”有2项申报",
            "撤回其中1项或改报另一服务点",
        ),
    ),
    warnings=("原文说年初申报，又给出6月5日和11月10日两个截止日：按写明的日期判断。",),
)


def test_check_page(golden):
    golden("check.txt", page(check_page(RESULT)))


def test_check_page_with_records(golden):
    one = replace(RESULT, projects=RESULT.projects[:1], limits=(), warnings=())

    golden("check_how.txt", page(check_page(one, detailed=True)))


def test_check_of_an_empty_workspace_names_the_missing_society():
    empty = replace(RESULT, society="", document="", projects=(), limits=(), warnings=())

    assert page(check_page(empty)) == (
        "（学会档案尚未登记）\n"
        "计划：2022年度徐州市科协提升学会服务科技创新能力计划（xuzhou-2022）\n"
        "判定日期：2022年10月20日\n"
    )


def test_a_next_step_common_to_all_is_said_once():
    judged = [
        verdict(
            id_, id_, Status.JUDGEMENT, stage="acceptance", citation="", next="societyctl judge"
        )
        for id_ in ("甲", "乙")
    ]
    project = replace(RESULT.projects[0], requirements=tuple(judged), because="尚无结论")
    one = replace(RESULT, projects=(project,), limits=(), warnings=())

    assert page(check_page(one)).splitlines()[-4:] == [
        "",
        "  人工研判  甲〔验收〕",
        "  人工研判  乙〔验收〕",
        "            以上各项下一步：societyctl judge",
    ]


def test_the_projects_own_reason_is_preferred():
    project = replace(RESULT.projects[0], requirements=(), because="还差1场学术活动")
    one = replace(RESULT, projects=(project,), limits=(), warnings=(), document="")

    assert page(check_page(one)) == (
        "徐州市土壤与节水农业学会\n"
        "计划：2022年度徐州市科协提升学会服务科技创新能力计划（xuzhou-2022）\n"
        "判定日期：2022年10月20日\n"
        "\n"
        "■ 学术和科技服务特色学会〔academic-service〕：不可申报\n"
        "  还差1场学术活动\n"
        "  申报截止：2022年11月10日\n"
        "  共0项要求\n"
    )


@pytest.mark.parametrize("detailed", [False, True])
def test_no_line_is_wider_than_80_columns(detailed):
    lines = page(check_page(RESULT, detailed=detailed)).splitlines()

    assert [line for line in lines if cell_len(line) > 80] == []


PROGRESS = Progress(
    "xuzhou-2022",
    "2022年度徐州市科协提升学会服务科技创新能力计划",
    date(2022, 10, 20),
    (
        Target(
            "academic-service",
            "academic-events",
            "本年度主办或承办学术交流活动不少于2场",
            "三（二）2（3）",
            "场",
            2,
            3,
            2,
            1,
            1,
            Status.PENDING,
            date(2022, 11, 10),
            "再办1场",
        ),
        Target("academic-service", "grade", "评估等级", "", "", "4A", 1, 1, 1, None, Status.MET),
        Target(
            "outreach",
            "sessions",
            "牵头科普活动不少于3场次",
            "三（二）3（3）",
            "场次",
            3,
            4,
            4,
            4,
            0,
            Status.MET,
            date(2022, 11, 10),
        ),
    ),
)


def test_progress_page(golden):
    titles = {"academic-service": "学术和科技服务特色学会"}

    golden("progress.txt", page(progress_page(PROGRESS, titles)))


def test_progress_page_without_targets():
    assert page(progress_page(replace(PROGRESS, targets=()))) == (
        "2022年度徐州市科协提升学会服务科技创新能力计划（xuzhou-2022）\n"
        "截至2022年10月20日\n"
        "\n"
        "没有登记申报的项目，或申报的项目没有可以计数的目标。全部项目：加 --all\n"
    )


def test_coverage_page(golden):
    clauses = (
        Covered(Clause("xz22.2.1", "二", "年检合格"), "measured", ("base/inspection",)),
        Covered(Clause("xz22.1.2", "一、目标任务", "壮大弱小"), "outside", reason="只是背景"),
        Covered(Clause("xz22.4.2.d", "四（二）", "公示不少于5个工作日"), "missing"),
    )

    coverage = Coverage("p", clauses, ("xz22.9",))

    golden("coverage.txt", page(coverage_page(coverage, "计划")))
    golden("coverage_every.txt", page(coverage_page(coverage, every=True)))


def test_coverage_page_of_a_complete_program():
    clauses = (Covered(Clause("a", "一", "年检"), "measured"),)

    assert page(coverage_page(Coverage("p", clauses))) == "p：1/1条已落实\n计量1\n"


SHEETS = (
    SheetSummary("members.xlsx", "会员名册", "会员", 180, 170, 5, 3, 2),
    SheetSummary("events.xlsx", "封面", ""),
)


def test_import_page(golden):
    issues = (
        Issue("members.xlsx 会员名册!C17", "“去年春天”不是日期", "如 2022-03-01"),
        Issue("members.xlsx 会员名册!D90", "会员类别“荣誉”不在词表中", "个人、单位"),
    )

    golden("import.txt", page(import_page(ImportSummary(SHEETS, issues, batch=7))))


@pytest.mark.parametrize(
    ("summary", "last"),
    [
        (ImportSummary(SHEETS, dry_run=True), "以上尚未保存。"),
        (ImportSummary(SHEETS), "退回的2行没有导入；没有需要保存的改动。"),
    ],
)
def test_import_page_says_that_nothing_was_saved(summary, last):
    assert page(import_page(summary)).splitlines()[-1] == last


def test_history_page(golden):
    entries = [
        HistoryEntry(2, datetime(2022, 10, 20, 9, 5), "导入", "events.xlsx", 24, 0, 0),  # noqa: DTZ001
        HistoryEntry(
            1,
            datetime(2022, 10, 19, 16, 40),  # noqa: DTZ001
            "导入",
            "members.xlsx",
            180,
            2,
            0,
            undone=True,
        ),
    ]

    golden("history.txt", page(history_page(entries)))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set here")
def test_history_shows_local_time(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    entry = HistoryEntry(1, datetime(2022, 10, 19, 16, 40, tzinfo=UTC), "导入")

    text = page(history_page([entry]))

    monkeypatch.undo()
    time.tzset()
    assert "2022-10-20 00:40" in text


def test_history_page_of_a_new_workspace():
    assert page(history_page([])) == "还没有任何改动。\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return Terminal()


def test_a_terminal_gets_colour(terminal):
    console(terminal, width=80).print(check_page(RESULT))

    assert "\x1b[1;31m不符合" in terminal.getvalue()


def test_no_color_is_honoured(terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    console(terminal, width=80).print(check_page(RESULT))

    assert "\x1b[1;31m" not in terminal.getvalue()
    assert "不符合" in terminal.getvalue()


def test_a_pipe_is_plain_and_80_wide_whatever_the_environment(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")

    text = page(check_page(RESULT))

    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_words_of_the_user_are_neither_markup_nor_control():
    nasty = replace(RESULT, society="[red]学会[/red]\x1b[2J\n:warning:", projects=(), limits=())

    assert page(check_page(nasty)).splitlines()[0] == "[red]学会[/red] [2J :warning:"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("活动不足，还差1场。", 8, ["活动不", "足，还差", "1场。"]),
        ("参见（附件一）第二条", 6, ["参见", "（附件", "一）第", "二条"]),
        ("运行 societyctl judge 补充", 16, ["运行 societyctl ", "judge 补充"]),
        ("societyctl-is-too-long", 8, ["societyc", "tl-is-to", "o-long"]),
        ("有12场", 4, ["有", "12场"]),
        ("。。。", 2, ["。", "。", "。"]),
        ("", 8, [""]),
    ],
)
def test_lines_break_as_chinese_does(text, width, lines):
    offsets = [0, *break_offsets(text, width, width), len(text)]

    assert [text[a:b] for a, b in itertools.pairwise(offsets)] == lines


def test_a_paragraph_narrower_than_its_indent_still_ends():
    stream = io.StringIO()

    console(stream, width=4).print(ChineseText(check_text := console(stream).render_str("甲乙"), 4))

    assert "".join(stream.getvalue().split()) == str(check_text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "-"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (Decimal(100), "100"),
        (Decimal("2.50"), "2.5"),
        ("4A", "4A"),
    ],
)
def test_figures_read_as_people_write_them(value, shown):
    assert show_number(value) == shown


def test_lone_surrogates_and_controls_become_blanks():
    assert clean("甲\ud800乙\t丙\u200b丁") == "甲 乙 丙 丁"


def test_the_console_writes_to_the_stream_it_is_given():
    assert console(sys.stdout).file is sys.stdout
