"""The mid-term review of a project (项目中期评估报告)."""

from __future__ import annotations

from societyctl.reporting.forms.acceptance import ACTIVITIES, EVIDENCE, FINANCE, TARGETS
from societyctl.reporting.forms.blocks import (
    Column,
    album,
    annex,
    body,
    cover,
    drawn,
    field_table,
    heading,
    last_section,
    listing,
    notes,
    prose,
    seal_box,
    sentences,
)

TITLE = "项目中期评估报告"

RULES = (
    "本报告对照申报时的目标填写，数字由登记的记录汇总而来；如有出入，请先更正记录再重新生成。",
    "总体进展由承担单位在四种情况中选一种；选择“推迟”或“停滞”的，须写明原因。",
    "各栏不得空缺，确无内容的填“无”。标有灰底的文字由承担单位填写，填写后灰底提示应全部消失。",
)

STEPS = (
    Column("序号", 7, "{{ step.number }}", "center"),
    Column("事项", 34, "{{ step.title }}"),
    Column("现状", 13, "{{ step.state }}", "center"),
    Column("下一步", 38, "{{ step.step }}"),
    Column("最迟日期", 18, "{{ step.due }}", "center"),
)


def source() -> str:
    """Return the body of the template."""
    return _front() + _progress() + _rest() + last_section()


def _front() -> str:
    return cover(
        TITLE,
        [
            ("项目编号", "{{ cover.number }}"),
            ("项目名称", "{{ cover.title }}"),
            ("项目类别", "{{ cover.category }}"),
            ("承担单位", "{{ cover.society }}（章）"),
            ("项目负责人", "{{ basics.leader }}"),
            ("联系电话", "{{ basics.phone }}"),
            ("起止时间", "{{ cover.period }}"),
            ("填报日期", "{{ cover.date }}"),
        ],
        "{{ cover.maker }}",
    ) + notes("填报说明", RULES)


def _progress() -> str:
    return "".join(
        [
            heading("一、总体进展"),
            body("□进度超前    □按计划进行    □推迟    □停滞"),
            prose("delay", "原因", "推迟或停滞的原因；没有的填“无”"),
            sentences("overall"),
            prose("overall", "进展情况", "对照申报计划的进展情况，1000字左右"),
            heading("二、基本信息"),
            field_table(
                [
                    [("所属计划", "{{ basics.program }}")],
                    [("承担单位", "{{ basics.society }}")],
                    [
                        ("立项文号", "{{ cover.approval }}"),
                        ("立项日期", "{{ basics.approved_on }}"),
                    ],
                    [("项目负责人", "{{ basics.leader }}"), ("联系人", "{{ basics.contact }}")],
                    [("资助经费", "{{ basics.granted }}"), ("电子邮箱", "{{ basics.email }}")],
                ]
            ),
            heading("三、目标进度对照表"),
            listing("targets", "target", TARGETS),
            drawn("chart:targets", "完成率图"),
            heading("四、已开展的主要活动"),
            sentences("activity_totals"),
            listing("activities", "activity", ACTIVITIES),
        ]
    )


def _rest() -> str:
    return "".join(
        [
            heading("五、人员与经费投入"),
            prose("people", "人员投入", "投入的人员（高级、中级、初级和其他）和工作量"),
            listing("finance", "line", FINANCE),
            heading("六、存在问题"),
            prose("problems", "存在问题", "存在的问题和原因"),
            heading("七、下一步安排"),
            listing("steps", "step", STEPS),
            prose("next", "下一步安排", "后期工作安排和保障措施"),
            heading("八、承担单位意见"),
            seal_box(
                "unit",
                "承担单位意见：",
                prose("unit_opinion", "单位意见", "对进展情况的意见", "TableText"),
                "单位负责人",
            ),
            heading("九、科协检查意见"),
            seal_box("association", "", "", "负责人"),
            annex("附件  证明材料目录"),
            listing("evidence", "item", EVIDENCE),
            album(),
        ]
    )
