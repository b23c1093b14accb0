"""Whose record a row is: the society's own, another organisation's, or one of two people."""

from __future__ import annotations

import pytest

from societyctl.domain.records import NewRecord
from societyctl.errors import ExitCode
from societyctl.sheets import read_files
from societyctl.store import Store
from societyctl.workflows.settling import settle
from tests.cli.command_line import state_of

OWN = "某市示例学会"
PROFILE = {"学会档案": [["学会名称", "所在城市"], [OWN, "某市"]]}
OTHERS = [
    [["单位名称", "地址", "联系人", "联系电话"], ["甲农机厂", "解放路1号", "张某", "0516-1"]],
    [["单位名称", "统一社会信用代码", "法定代表人"], ["甲农机厂", None, "李某"]],
    [["单位名称", "通讯地址", "邮编", "电子邮箱"], ["甲厂", "路1号", "221000", "a@b.cn"],
     ["乙厂", "路2号", "221001", "c@d.cn"]],
    [["学会名称", "地址"], ["某省甲学会", "路1号"], ["某省乙学会", "路2号"]],
]  # fmt: skip


@pytest.fixture
def own(run, empty_workspace, make_workbook):
    """A workspace that knows the society's own name."""
    assert run("import", str(make_workbook(PROFILE, "档案.xlsx")), "--yes").code == ExitCode.OK
    return empty_workspace


@pytest.mark.parametrize("option", ["--yes", "--partial"])
@pytest.mark.parametrize("sheet", ["会员单位名单", "Sheet1", "理事单位一览表"])
@pytest.mark.parametrize("rows", OTHERS)
def test_a_list_of_other_organisations_is_asked_about(run, own, make_workbook, rows, sheet, option):
    before = state_of(own)

    done = run("import", str(make_workbook({sheet: rows}, "名单.xlsx")), option)

    assert done.code == ExitCode.INPUT
    assert "应为：会员、服务对象、学会档案、忽略" in done.err
    assert f'--map "名单.xlsx!{sheet}!记录类别=会员"' in done.err
    assert state_of(own) == before


@pytest.mark.parametrize(
    ("kind", "name", "unread"),
    [("会员", "member", ("联系人",)), ("服务对象", "client", ("联系人", "联系电话"))],
)
def test_the_answer_takes_the_list_in(run, own, make_workbook, kind, name, unread):
    book = str(make_workbook({"会员单位名单": OTHERS[0]}, "名单.xlsx"))

    maps = [f"名单.xlsx!会员单位名单!记录类别={kind}", *(f"{header}=忽略" for header in unread)]

    done = run("import", book, "--yes", *(part for one in maps for part in ("--map", one)))

    assert done.code == ExitCode.OK
    assert state_of(own)[0] == {"society": 1, name: 1}
    assert "甲农机厂" in run("show", f"{name}:1").out


def test_no_option_renames_the_society(run, own, make_workbook):
    book = str(make_workbook({"Sheet1": OTHERS[0]}, "名单.xlsx"))

    done = run("import", book, "--kind", "学会档案", "--yes", "--partial")

    assert done.code == ExitCode.FOUND
    assert "societyctl edit society:1 学会名称=甲农机厂" in done.out
    assert run("show", "society:1").out.startswith(f"学会名称：{OWN}\n")


def test_the_line_that_the_message_offers_renames_it(run, own):
    assert run("edit", "society:1", "学会名称=某市新名学会").code == ExitCode.OK

    assert run("show", "society:1").out.startswith("学会名称：某市新名学会\n")


def test_add_does_not_rename_the_society(run, own):
    done = run("add", "学会档案", "学会名称=甲农机厂")

    assert done.code == ExitCode.INPUT
    assert "societyctl edit society:1 学会名称=甲农机厂" in done.err
    assert run("show", "society:1").out.startswith(f"学会名称：{OWN}\n")


@pytest.mark.parametrize(
    ("typed", "name"), [("甲农机厂", "甲农机厂"), ("", OWN), ("是", OWN), ("甲农机", OWN)]
)
def test_only_the_new_name_typed_out_renames_it(make_workbook, store, typed, name):
    store.save([NewRecord("society", {"name": OWN})], batch=_batch())
    reading = read_files([make_workbook({"a": OTHERS[0]})], kind="学会档案")

    settled = settle(store, reading, lambda question: typed)

    changed = [
        change.new
        for one in settled.comparison.saved.records
        for change in one.changes
        if change.field == "name"
    ]
    assert changed == ([name] if name != OWN else [])


def _batch():
    from societyctl.store import BatchInfo

    return BatchInfo("导入")


@pytest.mark.parametrize(
    ("sheet", "headers", "asked"),
    [
        ("Sheet1", ["姓名", "手机号"], True),
        ("Sheet1", ["姓名", "单位"], True),
        ("Sheet1", ["姓名", "学号", "学院", "手机号"], True),
        ("会员", ["姓名", "单位"], False),
        ("Sheet1", ["姓名", "会员编号"], False),
    ],
)
def test_a_name_and_one_thing_more_make_no_member(make_workbook, sheet, headers, asked):
    row = ["甲某", *["1"] * (len(headers) - 1)]
    reading = read_files([make_workbook({sheet: [headers, row]})])

    assert [one.choices for one in reading.questions if one.header == "记录类别"] == (
        [("会员", "专家", "忽略")] if asked else []
    )
    assert reading.blocked == asked


def test_the_name_of_the_sheet_speaks_for_experts(make_workbook):
    headers = ["姓名", "出生日期", "工作单位", "政治面貌", "电话"]
    row = ["甲某", "1965-3-1", "某院", "中共党员", "0516-1111"]
    named = read_files([make_workbook({"专家信息简况表": [headers, row]})])
    both = read_files([make_workbook({"专家表": [["会员编号", *headers], ["1", *row]]}, "b.xlsx")])

    assert [one.kind for one in named.tables] == ["expert"]
    assert [one.choices for one in both.questions if one.blocking] == [("会员", "专家", "忽略")]


def member(**values):
    return {"姓名": "张伟", "工作单位": "甲单位", **values}


def imported(run, make_workbook, values, *options):
    book = make_workbook({"会员": [list(values), list(values.values())]}, "会员.xlsx")
    return run("import", str(book), *options)


@pytest.mark.parametrize("option", ["--yes", "--partial"])
@pytest.mark.parametrize(
    "others",
    [
        {"联系电话": "2", "入会日期": "2021-05-02"},
        {"出生日期": "1990-01-01"},
        {"姓名": "张 伟", "联系电话": "2", "入会日期": "2021-05-02"},
    ],
)
def test_two_people_of_one_name_are_not_made_one(
    run, empty_workspace, make_workbook, others, option
):
    first = member(联系电话="1", 入会日期="2020-01-02", 出生日期="1980-01-01")
    imported(run, make_workbook, first, "--yes")
    before = state_of(empty_workspace)

    done = imported(run, make_workbook, member(**others), option)

    assert done.code in (ExitCode.INPUT, ExitCode.FOUND)
    said = "".join((done.out + done.err).split())
    assert "可能就是已登记的member:1，但" in said
    assert "不是就在两边写明会员编号" in said
    assert state_of(empty_workspace) == before


@pytest.mark.parametrize(
    "same",
    [
        {"联系电话": "2"},
        {"姓名": "张 伟", "联系电话": "1", "入会日期": "2020-01-02"},
        {"姓名": "张伟", "工作单位": "甲 单位"},
    ],
)
def test_one_person_stays_one(run, empty_workspace, make_workbook, same):
    imported(run, make_workbook, member(联系电话="1", 入会日期="2020-01-02"), "--yes")

    assert imported(run, make_workbook, member(**same), "--yes").code == ExitCode.OK
    assert state_of(empty_workspace)[0] == {"member": 1}


@pytest.mark.parametrize(
    ("stored", "number", "count"),
    [("0008", "8", 1), ("8", "0008", 1), ("H-008", "ｈ-8", 1), ("80", "8", 2), ("0", "00", 1)],
)
def test_zeros_in_front_of_a_number_say_nothing(
    run, empty_workspace, make_workbook, stored, number, count
):
    imported(run, make_workbook, member(会员编号=stored), "--yes")

    done = imported(run, make_workbook, member(会员编号=number, 联系电话="7"), "--yes")

    assert done.code == ExitCode.OK
    assert state_of(empty_workspace)[0] == {"member": count}
    assert f"会员编号：{stored}\n" in run("show", "member:1").out
    assert ("联系电话" in run("show", "member:1").out) == (count == 1)


def test_zeros_do_not_join_people_of_two_names(run, empty_workspace, make_workbook):
    imported(run, make_workbook, member(会员编号="0008"), "--yes")

    imported(run, make_workbook, member(会员编号="8", 姓名="李某"), "--yes")

    assert state_of(empty_workspace)[0] == {"member": 2}


@pytest.fixture
def store():
    with Store.open("sqlite://") as opened:
        yield opened
