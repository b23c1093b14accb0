"""The application for a project (项目申报书)."""

from __future__ import annotations

from societyctl.reporting.forms.acceptance import EVIDENCE
from societyctl.reporting.forms.blocks import (
    Column,
    annex,
    contents,
    cover,
    field_table,
    heading,
    last_section,
    listing,
    notes,
    prose,
    seal_box,
)
from societyctl.reporting.word_xml import paragraph, run

TITLE = "项目申报书"

RULES = (
    "本申报书是评审工作的主要依据之一，申报单位对所填内容的真实性负责；缺项或格式不符的，可能不予受理。",
    "一个项目填写一份，项目名称不超过20个汉字，单位名称填写全称。",
    "“主要内容”写做什么、怎么做；“绩效目标”写做多少，须有具体数字，验收时逐项对照。",
    "各栏不得空缺，确无内容的填“无”。标有灰底的文字由申报单位填写，填写后灰底提示应全部消失。",
    "用A4纸双面打印，左侧装订，与附件合订成册并加盖单位公章；纸质版与电子版内容应一致。",
)

PLEDGE = (
    "本单位承诺：所填内容和所附材料真实有效；获得立项后按申报的内容和目标组织实施，专款专用，"
    "接受检查和验收。"
)

TARGETS = (
    Column("序号", 8, "{{ target.number }}", "center"),
    Column("指标", 40, "{{ target.title }}"),
    Column("目标值", 18, "{{ target.needed }}", "center"),
    Column("目前完成", 16, "{{ target.actual }}", "center", "{{ target.id }}"),
    Column("说明", 26, "{{ target.note }}"),
)
BUDGET = (
    Column("支出科目", 26, "{{ line.item }}"),
    Column("预算金额", 20, "{{ line.budget }}", "right"),
    Column(
        "测算依据",
        46,
        "".join(
            [
                paragraph(run('{%p if line.item != "合计" %}'), "SmallText"),
                prose("budget:{{ line.id }}", "测算依据", "单价×数量", "SmallText"),
                paragraph(run("{%p else %}"), "SmallText"),
                paragraph(run("—"), "SmallText"),
                paragraph(run("{%p endif %}"), "SmallText"),
                paragraph("", "", '<w:spacing w:line="20" w:lineRule="exact"/>'),
            ]
        ),
    ),
)
CONDITIONS = (
    Column("序号", 7, "{{ condition.number }}", "center"),
    Column("申报条件", 30, "{{ condition.title }}"),
    Column("出处", 17, "{{ condition.citation }}"),
    Column("实际情况", 30, "{{ condition.actual }}"),
    Column("对照", 11, "{{ condition.verdict }}", "center"),
    Column("证明材料编号", 17, "{{ condition.evidence }}"),
)


def source() -> str:
    """Return the body of the template."""
    return _front() + _basics() + _plan() + _footing() + last_section()


def _front() -> str:
    return (
        cover(
            TITLE,
            [
                ("项目编号", "{{ cover.number }}"),
                ("项目类别", "{{ cover.category }}"),
                ("项目名称", "{{ cover.title }}"),
                ("申报单位", "{{ cover.society }}（章）"),
                ("项目负责人", "{{ basics.leader }}"),
                ("联系人", "{{ basics.contact }}"),
                ("联系电话", "{{ basics.phone }}"),
                ("填报日期", "{{ cover.date }}"),
            ],
            "{{ cover.maker }}",
            "（{{ cover.year }}年度）",
        )
        + notes("填报说明", RULES)
        + contents()
    )


def _basics() -> str:
    return heading("一、申报单位基本情况") + field_table(
        [
            [("单位全称", "{{ basics.society }}")],
            [("信用代码", "{{ basics.credit_code }}"), ("成立时间", "{{ basics.founded }}")],
            [("法定代表人", "{{ basics.representative }}"), ("秘书长", "{{ basics.secretary }}")],
            [("专职人员", "{{ standing.staff }}"), ("会员数", "{{ standing.members }}")],
            [("评估等级", "{{ standing.rating }}"), ("年检结论", "{{ standing.inspection }}")],
            [("联系人", "{{ basics.contact }}"), ("联系电话", "{{ basics.phone }}")],
            [("电子邮箱", "{{ basics.email }}"), ("邮政编码", "{{ basics.postcode }}")],
            [("通讯地址", "{{ basics.address }}")],
            [("开户名", "{{ basics.society }}"), ("开户银行", "{{ basics.bank }}")],
            [("银行账号", "{{ basics.account }}")],
        ]
    )


def _plan() -> str:
    return "".join(
        [
            heading("二、项目负责人与团队"),
            field_table(
                [[("项目负责人", "{{ basics.leader }}"), ("起止时间", "{{ cover.period }}")]]
            ),
            prose("team", "团队", "主要成员的姓名、职务职称、单位和分工"),
            heading("三、立项依据和目的"),
            prose("grounds", "立项依据和目的", "依据的文件名称和文号，项目的必要性和目的"),
            heading("四、主要内容与实施方案"),
            prose("content", "主要内容", "做什么、怎么做"),
            heading("五、绩效目标"),
            listing("targets", "target", TARGETS),
            prose("expected", "预期成果", "预期成果的形式和效益"),
            heading("六、进度安排"),
            prose("schedule", "进度安排", "各阶段的时间、内容和责任人"),
            heading("七、经费预算"),
            listing("finance", "line", BUDGET),
            prose("sources", "经费来源", "经费来源和测算说明"),
        ]
    )


def _footing() -> str:
    return "".join(
        [
            heading("八、工作基础：与申报条件逐条对照"),
            listing("conditions", "condition", CONDITIONS),
            prose("footing", "工作基础", "与本项目有关的工作基础和条件"),
            heading("九、承诺书"),
            seal_box("pledge", PLEDGE, "", "法定代表人"),
            heading("十、申报单位意见"),
            seal_box(
                "unit",
                "申报单位意见：",
                prose("unit_opinion", "单位意见", "对申报内容的意见", "TableText"),
                "单位负责人",
            ),
            heading("十一、科协评审意见"),
            seal_box("association", "", "", "负责人"),
            annex("附件  证明材料目录"),
            listing("evidence", "item", EVIDENCE),
        ]
    )
