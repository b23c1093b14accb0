"""The acceptance report of a project (项目验收报告书)."""

from __future__ import annotations

from societyctl.reporting.forms.blocks import (
    Column,
    album,
    annex,
    body,
    contents,
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
from societyctl.reporting.word_xml import paragraph, run

TITLE = "项目验收报告书"

RULES = (
    "本报告书是验收的主要依据之一，承担单位对所填内容的真实性负责。",
    "表中数字由登记的记录汇总而来，与附件所列证明材料一一对应；如有出入，请先更正记录再重新生成。",
    "项目名称与立项文件一致，单位名称填写全称，日期写明年月日。",
    "各栏不得空缺，确无内容的填“无”。标有灰底的文字由承担单位填写，填写后灰底提示应全部消失。",
    "用A4纸双面打印，左侧装订，经负责人签字并加盖单位公章后报送；纸质版与电子版内容应一致。",
)

TARGETS = (
    Column("序号", 7, "{{ target.number }}", "center"),
    Column("指标", 23, "{{ target.title }}"),
    Column("承诺值/目标值", 12, "{{ target.needed }}", "center"),
    Column("实际完成值", 13, "{{ target.actual }}", "center", "{{ target.id }}"),
    Column("完成率", 11, "{{ target.rate }}", "center"),
    Column("证明材料编号", 17, "{{ target.evidence }}"),
    Column("差异说明", 25, "{{ target.note }}"),
)
ACTIVITIES = (
    Column("序号", 7, "{{ activity.number }}", "center"),
    Column("活动名称", 32, "{{ activity.title }}"),
    Column("时间", 18, "{{ activity.date }}", "center"),
    Column("地点", 16, "{{ activity.place }}"),
    Column("本会角色", 10, "{{ activity.role }}", "center"),
    Column("参加人数", 13, "{{ activity.people }}", "center"),
    Column("证明材料", 14, "{{ activity.evidence }}"),
)
AGREEMENTS = (
    Column("序号", 7, "{{ agreement.number }}", "center"),
    Column("协议名称", 30, "{{ agreement.title }}"),
    Column("对方单位", 22, "{{ agreement.partner }}"),
    Column("签订日期", 19, "{{ agreement.signed }}", "center"),
    Column("有效期", 21, "{{ agreement.term }}", "center"),
    Column("证明材料", 14, "{{ agreement.evidence }}"),
)
OUTPUTS = (
    Column("序号", 7, "{{ output.number }}", "center"),
    Column("成果名称", 38, "{{ output.title }}"),
    Column("类别", 15, "{{ output.kind }}", "center"),
    Column("完成日期", 18, "{{ output.date }}", "center"),
    Column("报送或采纳情况", 20, "{{ output.use }}"),
    Column("证明材料", 14, "{{ output.evidence }}"),
)
MEDIA = (
    Column("序号", 7, "{{ report.number }}", "center"),
    Column("媒体", 18, "{{ report.media }}"),
    Column("日期", 18, "{{ report.date }}", "center"),
    Column("标题", 34, "{{ report.title }}"),
    Column("链接", 28, "{{ report.url }}"),
)
FINANCE = (
    Column("科目", 26, "{{ line.item }}"),
    Column("预算", 18, "{{ line.budget }}", "right"),
    Column("实支", 18, "{{ line.spent }}", "right"),
    Column("结余", 18, "{{ line.left }}", "right"),
    Column("说明", 24, "{{ line.note }}"),
)
RATING = (
    Column("序号", 7, "{{ rating.number }}", "center"),
    Column("验收标准", 35, "{{ rating.title }}"),
    Column("出处", 19, "{{ rating.citation }}"),
    Column("自评", 13, "{{ rating.verdict }}", "center"),
    Column("依据", 33, "{{ rating.basis }}"),
)
EVIDENCE = (
    Column("编号", 14, "{{ item.number }}", "center"),
    Column("材料名称", 52, "{{ item.title }}"),
    Column("类别", 18, "{{ item.kind }}", "center"),
    Column("页码", 10, "{{ item.page }}", "center"),
)


def cover_page() -> str:
    """Return the cover and the page of rules."""
    return (
        cover(
            TITLE,
            [
                ("项目编号", "{{ cover.number }}"),
                ("项目名称", "{{ cover.title }}"),
                ("项目类别", "{{ cover.category }}"),
                ("立项文号", "{{ cover.approval }}"),
                ("承担单位", "{{ cover.society }}（章）"),
                ("起止时间", "{{ cover.period }}"),
                ("填报日期", "{{ cover.date }}"),
            ],
            "{{ cover.maker }}",
        )
        + notes("填报说明", RULES)
        + contents()
    )


def basics() -> str:
    """Return the table of who and what."""
    return heading("一、基本信息") + field_table(
        [
            [("项目名称", "{{ cover.title }}")],
            [("项目类别", "{{ cover.category }}"), ("立项日期", "{{ basics.approved_on }}")],
            [("所属计划", "{{ basics.program }}")],
            [("承担单位", "{{ basics.society }}")],
            [
                ("信用代码", "{{ basics.credit_code }}"),
                ("法定代表人", "{{ basics.representative }}"),
            ],
            [("秘书长", "{{ basics.secretary }}"), ("项目负责人", "{{ basics.leader }}")],
            [("联系人", "{{ basics.contact }}"), ("联系电话", "{{ basics.phone }}")],
            [("电子邮箱", "{{ basics.email }}"), ("邮政编码", "{{ basics.postcode }}")],
            [("通讯地址", "{{ basics.address }}")],
            [("开户银行", "{{ basics.bank }}"), ("银行账号", "{{ basics.account }}")],
            [("资助经费", "{{ basics.granted }}"), ("起止时间", "{{ cover.period }}")],
        ]
    )


def results() -> str:
    """Return what was done and reached."""
    return "".join(
        [
            heading("二、总体完成情况"),
            sentences("overall"),
            prose("overall", "总体完成情况", "目标任务、组织实施和主要成果，1000字以内"),
            heading("三、目标完成对照表"),
            listing("targets", "target", TARGETS),
            drawn("chart:targets", "完成率图"),
            heading("四、主要活动一览表"),
            sentences("activity_totals"),
            listing("activities", "activity", ACTIVITIES),
            heading("五、协议、成果与效益"),
            heading("（一）协议", 2),
            listing("agreements", "agreement", AGREEMENTS),
            heading("（二）成果", 2),
            listing("outputs", "output", OUTPUTS),
            heading("（三）典型案例", 2),
            cases(),
            heading("（四）效益", 2),
            prose("effects", "效益", "科技、经济和社会效益，服务对象的评价"),
            heading("六、宣传报道"),
            listing("media", "report", MEDIA),
            heading("七、经费决算表"),
            listing("finance", "line", FINANCE),
        ]
    )


def cases() -> str:
    """Return the cases, each with a place to tell it."""
    return "".join(
        [
            body("{%p if not cases %}"),
            body("{{ cases_empty }}"),
            body("{%p endif %}"),
            body("{%p for case in cases %}"),
            paragraph(
                run("{{ case.number }}. {{ case.title }}（{{ case.kind }}，{{ case.date }}）"),
                "Heading3",
            ),
            prose("case:{{ case.id }}", "典型案例", "案例“{{ case.title }}”的背景、做法和成效"),
            body("{%p endfor %}"),
        ]
    )


def opinions() -> str:
    """Return problems, self-rating and the frames for opinions."""
    return "".join(
        [
            heading("八、存在问题与下一步"),
            prose("problems", "存在问题与下一步", "实施中存在的问题、原因和下一步打算"),
            heading("九、对照验收标准自评"),
            sentences("rating_totals"),
            listing("ratings", "rating", RATING),
            heading("十、单位意见"),
            seal_box(
                "unit",
                "承担单位意见：",
                prose("unit_opinion", "单位意见", "对完成情况和材料真实性的意见", "TableText"),
                "单位负责人",
            ),
            heading("十一、专家组验收意见"),
            seal_box("experts", "验收结论：□通过    □复议    □不通过", "", "专家组组长"),
            heading("十二、科协意见"),
            seal_box("association", "", "", "负责人"),
        ]
    )


def attachments() -> str:
    """Return the list of evidence, which starts on a page of its own."""
    return annex("附件  佐证材料目录") + listing("evidence", "item", EVIDENCE) + album()


def source() -> str:
    """Return the body of the template."""
    return cover_page() + basics() + results() + opinions() + attachments() + last_section()
