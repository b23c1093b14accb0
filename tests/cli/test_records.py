"""``list``, ``show``, ``add``, ``edit``, ``delete`` and ``attach`` on a real workspace."""

from __future__ import annotations

import shlex

import pytest

from societyctl.errors import ExitCode
from societyctl.store import Store
from societyctl.workflows.editing import add_record
from tests.cli.command_line import state_of


def test_list_without_a_kind_counts_every_kind(run, workspace):
    done = run("list")

    lines = done.out.splitlines()
    assert (done.code, done.err) == (ExitCode.OK, "")
    assert lines[:3] == [
        "society           学会档案  1条",
        "member            会员  180条",
        "staff             秘书处人员  6条",
    ]
    assert len(lines) == 46


def test_list_shows_reference_date_and_title(run, workspace):
    by_title, by_name = run("list", "协议"), run("list", "agreement")

    assert by_title == by_name
    assert by_title.err == "共8条“协议”\n"
    assert by_title.out.splitlines()[:2] == [
        "agreement:6                 灌溉用水决策咨询意向书",
        "agreement:1     2021-03-10  灌区信息化技术支持协议",
    ]


def test_show_masks_personal_data_unless_asked(run, workspace):
    masked = run("show", "society:1").out.splitlines()
    whole = run("show", "society:1", "--reveal").out.splitlines()

    differing = [pair for pair in zip(masked, whole, strict=True) if pair[0] != pair[1]]
    assert differing == [
        ("联系电话：051******0001", "联系电话：0516-80000001"),
        ("电子邮箱：mis*************.com", "电子邮箱：mishuchu@example.com"),
        ("银行账号：000************0001", "银行账号：0000 0000 0000 0001"),
    ]


def test_show_ends_with_source_and_evidence(run, workspace):
    lines = run("show", "agreement:3").out.splitlines()

    assert lines[0].startswith("协议编号：")
    assert lines[-2:] == ["来源：agreements.xlsx 合作协议 4", "佐证：Z-24 水肥一体化服务协议原件"]


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("activity:999", "没有 activity:999 这条“活动”\n下一步：用 societyctl list activity 查看"),
        (
            "活动",
            (
                "“活动”不是记录编号\n下一步：写成 类别:序号，如 activity:12；"
                "用 societyctl list activity 查看"
            ),
        ),
    ],
)
def test_a_record_that_is_not_there(run, workspace, ref, said):
    done = run("show", ref)

    assert (done.code, done.out, done.err) == (ExitCode.USAGE, "", f"错误：{said}\n")


def test_add_twice_changes_nothing_and_a_difference_is_not_written_over(run, empty_workspace):
    added = run("add", "活动", "活动名称=科普进校园", "开始日期=2022年5月6日", "线下人数=200")
    again = run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06", "线下人数=200")
    changed = run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06", "线下人数=210")

    assert [done.code for done in (added, again)] == [ExitCode.OK] * 2
    assert [done.out for done in (added, again)] == [
        "已登记：activity:1\n",
        "已有同样的记录，没有变化：activity:1\n",
    ]
    assert (changed.code, changed.out) == (ExitCode.USAGE, "")
    assert changed.err == (
        "错误：已经登记过这一条（activity:1），没有改动它\n"
        "  · activity:1：线下人数：200 → 210\n"
        '下一步：要改就 societyctl edit activity:1 "线下人数=210"；'
        "是另一场就写明“活动编号”、“开始日期”、“活动地点”\n"
    )
    assert run("edit", "activity:1", "线下人数=210").code == ExitCode.OK


def test_a_phone_is_not_printed_where_adding_is_refused(run, empty_workspace):
    run("add", "会员", "姓名=甲", "工作单位=一厂", "联系电话=0516-80001234")
    done = run("add", "会员", "姓名=甲", "工作单位=一厂", "联系电话=0516-80005678")

    assert done.code == ExitCode.USAGE
    assert "5678" not in done.err.replace("051******5678", "")
    assert '"联系电话=…"' in done.err


def test_a_month_stays_a_month_wherever_it_is_shown_and_moved(run, empty_workspace):
    run("add", "活动", "活动名称=科普讲座", "开始日期=2022年6月", "结束日期=2022-06-20")
    run("add", "活动", "活动名称=展览", "开始日期=2022-06-15", "结束日期=2022年6月")
    run("add", "活动", "活动名称=研讨会", "开始日期=2022年")

    assert run("list", "活动").out.splitlines() == [
        "activity:3     2022        研讨会",
        "activity:1     2022-06     科普讲座",
        "activity:2     2022-06-15  展览",
    ]
    assert run("show", "activity:1").out.splitlines()[:3] == [
        "活动名称：科普讲座", "开始日期：2022-06（原文：2022年6月）", "结束日期：2022-06-20",
    ]  # fmt: skip
    assert run("export", "活动", "-o", "活动.xlsx").code == ExitCode.OK
    before = state_of(empty_workspace)
    assert run("import", "活动.xlsx", "--yes").code == ExitCode.OK
    assert state_of(empty_workspace) == before

    changed = run("edit", "activity:1", "开始日期=2022-06-18")
    assert changed.out.splitlines() == ["开始日期：2022-06 → 2022-06-18"]


def test_a_day_on_which_things_hang_is_not_taken_as_a_month(run, empty_workspace):
    done = run("add", "申报项目", "项目名称=甲", "申报日期=2022年6月")

    assert done.code == ExitCode.USAGE
    assert "“2022年6月”没有写到日；应为：完整的日期，例如 2022-06-23" in done.err


def test_add_names_every_mistake_at_once_and_saves_nothing(run, empty_workspace):
    done = run("add", "会费", "怪=1", "年度=前年", "没有等号")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    lines = done.err.splitlines()
    assert lines[0] == "错误：有几项填写得不对"
    assert [line.split("；")[0] for line in lines[1:-1]] == [
        "  · 怪=1：“会费”没有这一项",
        "  · 年度=前年：“前年”不是数字",
        "  · 没有等号：缺少等号",
    ]
    assert lines[-1] == "下一步：写成 表头=内容，如 活动名称=科普进校园"
    assert state_of(empty_workspace) == ({}, ())


def test_edit_shows_old_and_new(run, workspace):
    changed = run("edit", "activity:1", "活动名称=新名称", "线下人数=")
    again = run("edit", "activity:1", "活动名称=新名称")

    assert changed.out.splitlines() == [
        "活动名称：全国科普日田头开放日 → 新名称",
        "线下人数：150 → （空）",
    ]
    assert again.out == "没有变化\n"
    assert run("show", "activity:1").out.splitlines()[1] == "活动名称：新名称"


def test_delete_needs_a_yes_and_can_be_undone(run, workspace):
    before = state_of(workspace)

    refused = run("delete", "activity:1", "activity:2")

    assert (refused.code, refused.out) == (ExitCode.USAGE, "")
    assert refused.err == "错误：删除前要确认\n下一步：加上 --yes 直接删除\n"
    assert state_of(workspace) == before
    shown = run("show", "activity:1").out
    done = run("delete", "activity:1", "activity:2", "--yes")
    assert done.out == "已删除2条（批次 2，可用 societyctl undo 2 恢复）\n"
    assert run("show", "activity:1").code == ExitCode.USAGE
    assert run("undo").out == "已撤销批次 2（本次为批次 3，可用 undo 3 恢复）\n"
    assert run("show", "activity:1").out == shown
    assert state_of(workspace)[0] == before[0]


def test_delete_with_one_wrong_reference_deletes_nothing(run, workspace):
    before = state_of(workspace)

    done = run("delete", "activity:1", "activity:999", "--yes")

    assert done.code == ExitCode.USAGE
    assert state_of(workspace) == before


def test_attach_copies_the_file_and_links_it(run, empty_workspace):
    run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06")
    run("add", "活动", "活动名称=学术年会", "开始日期=2022-06-06")
    (empty_workspace / "现场.jpg").write_bytes(b"one picture")
    (empty_workspace / "签到.jpg").write_bytes(b"another")

    first = run("attach", "activity:1", "现场.jpg", "签到.jpg", "--kind", "活动佐证")
    second = run("attach", "activity:2", "现场.jpg")

    kept = [line.split(" → ")[1] for line in first.out.splitlines()]
    assert [line.split(" → ")[0] for line in first.out.splitlines()] == ["附001 现场", "附002 签到"]
    assert [(empty_workspace / path).read_bytes() for path in kept] == [b"one picture", b"another"]
    assert second.out == f"附001 现场 → {kept[0]}\n"
    proofs = [
        [line for line in run("show", ref).out.splitlines() if line.startswith("佐证")]
        for ref in ("activity:1", "activity:2")
    ]
    assert proofs == [["佐证：附001 现场", "佐证：附002 签到"], ["佐证：附001 现场"]]


def test_one_file_named_twice_is_one_piece_of_evidence(run, empty_workspace):
    run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06")
    (empty_workspace / "现场.jpg").write_bytes(b"one picture")

    done = run("attach", "activity:1", "现场.jpg", "现场.jpg")

    assert [line.split(" → ")[0] for line in done.out.splitlines()] == ["附001 现场"]
    assert state_of(empty_workspace)[0] == {"activity": 1, "evidence": 1}


def test_a_number_of_evidence_is_never_given_twice(run, empty_workspace):
    run("add", "活动", "活动名称=科普进校园", "开始日期=2022-05-06")
    run("add", "佐证材料", "材料编号=附002", "材料名称=早已登记的")
    for name in ("甲.jpg", "乙.jpg"):
        (empty_workspace / name).write_text(name, encoding="utf-8")

    done = run("attach", "activity:1", "甲.jpg", "乙.jpg")

    assert [line.split(" → ")[0] for line in done.out.splitlines()] == ["附001 甲", "附003 乙"]
    assert state_of(empty_workspace)[0] == {"activity": 1, "evidence": 3}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("activity:1", "没有.jpg"),
            "错误：有文件找不到，什么都没有附上\n  · 没有.jpg：没有这个文件\n下一步：请核对路径\n",
        ),
        (("activity:999", "没有.jpg"), "错误：没有 activity:999 这条“活动”\n"),
        (("activity:1", "x", "--kind", "合作协义"), "错误：没有叫“合作协义”的佐证类别\n"),
    ],
)
def test_evidence_that_cannot_be_attached_changes_nothing(run, workspace, arguments, said):
    before = state_of(workspace)

    done = run("attach", *arguments)

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith(said)
    assert state_of(workspace) == before
    assert list((workspace / "evidence").iterdir()) == []


PAYMENT = ("经费支出", "项目=甲", "支出科目=劳务费", "支出日期=2022-06-05", "实际支出=500元")
DUES = ("会费", "年度=2022", "会员=王甲", "缴费日期=2022-06-05", "实缴会费=500元")


def pasted(run, text: str):
    """Run the command that a line of a message ends with."""
    return run(*shlex.split(text.partition("societyctl ")[2]))


@pytest.mark.parametrize("payment", [PAYMENT, DUES], ids=["spending", "dues"])
def test_an_equal_payment_is_added_by_the_command_that_is_offered(run, empty_workspace, payment):
    run("add", *payment)
    again = run("add", *payment)

    (line,) = again.err.splitlines()
    kind = {"经费支出": "spending", "会费": "dues"}[payment[0]]
    assert (again.code, again.out) == (0, f"已有同样的记录，没有变化：{kind}:1\n")
    assert line.startswith(f"  是另外一笔    societyctl add {payment[0]} ")
    assert [pasted(run, line).out for _ in range(2)] == [
        f"已登记：{kind}:2\n",
        f"已登记：{kind}:3\n",
    ]
    assert run("show", f"{kind}:3").out.splitlines()[-2] == "第几笔：3"


def test_a_payment_like_one_before_is_changed_or_added_by_what_is_offered(run, empty_workspace):
    run("add", *PAYMENT)
    done = run("add", *PAYMENT, "凭证号=记2")

    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.splitlines()[:2] == [
        "错误：已经登记过这一条（spending:1），没有改动它",
        "  · spending:1：凭证号：（空） → 记2",
    ]
    change, another = (
        done.err.splitlines()[2].removeprefix("下一步：要改就 ").split("；是另一笔就 ")
    )
    assert pasted(run, another).out == "已登记：spending:2\n"
    assert pasted(run, change).code == ExitCode.USAGE  # now another bears that voucher
    run("undo")
    assert pasted(run, change).out == "凭证号：（空） → 记2\n"


@pytest.mark.parametrize(
    ("choice", "outcome", "notes"),
    [
        ("leave", ("left", "spending:1"), ["一"]),
        ("change", ("changed", "spending:1"), ["二"]),
        ("another", ("added", "spending:2"), ["一", "二"]),
    ],
)
def test_a_person_decides_what_adding_does(empty_workspace, choice, outcome, notes):
    asked = []

    def decide(stored):
        asked.append((stored.ref, stored.changes))
        return choice

    with Store.open(f"sqlite:///{empty_workspace / 'society.db'}") as store:
        add_record(store, "经费支出", [*PAYMENT[1:], "说明=一"])
        saved = add_record(store, "经费支出", [*PAYMENT[1:], "说明=二"], decide)
        assert asked == [("spending:1", ("说明：一 → 二",))]
        assert (saved.outcome, saved.ref) == outcome
        assert [one["note"] for one in store.records("spending")] == notes


def test_a_payment_beside_a_planned_item_can_be_edited(run, empty_workspace):
    for day in ("2022-06-05", "2022-09-01"):
        run("add", *PAYMENT[:-2], f"支出日期={day}", "实际支出=500元")
    run("add", *PAYMENT[:3], "预算金额=2000元")

    assert run("edit", "spending:1", "实际支出=600元").out == "实际支出：500.00元 → 600.00元\n"
    assert len(run("list", "经费支出").out.splitlines()) == 3


def test_counted_payments_come_back_from_what_was_exported(run, empty_workspace):
    for sum_paid in (500, 500, 800):
        run("add", *PAYMENT[:-1], f"实际支出={sum_paid}元", "--another")
    before = state_of(empty_workspace)
    assert run("export", "经费支出", "-o", "支出.xlsx").code == ExitCode.OK

    assert run("import", "支出.xlsx", "--yes").code == ExitCode.OK
    assert state_of(empty_workspace) == before
