"""The papers of a project's life: application, mid-term review, acceptance report."""

from __future__ import annotations

from societyctl.reporting.papers.accounts import ACCOUNTS, BUDGET
from societyctl.reporting.papers.dossier import Dossier
from societyctl.reporting.papers.facts import FACTS, name_problems
from societyctl.reporting.papers.listings import (
    ACTIVITIES,
    AGREEMENTS,
    ANNEX,
    CASE_COLUMNS,
    JOINED,
    MEDIA,
    OUTPUTS,
    chosen,
    none_of,
    questions_of,
    rows_of,
)
from societyctl.reporting.papers.standards import CONDITIONS, STANDARDS, STEPS, rating_sentences
from societyctl.reporting.papers.targets import (
    TARGETS,
    target_bars,
    target_questions,
    target_sentences,
)
from societyctl.reporting.papers.totals import MONTHS, activity_totals
from societyctl.reporting.word.blocks import Chart, Prose, Seal, Sentences, heading
from societyctl.reporting.word.form import Form, Section, part
from societyctl.reporting.word.lists import Repeated
from societyctl.reporting.word.standard_blocks import CONTENTS, Album, Notes, annex, cover, form

TRUE = "承担单位对所填内容的真实性负责；项目名称与立项文件一致，单位名称填写全称。"
NO_BLANKS = (
    "各栏不得空缺，确无内容的填“无”。标有灰底的文字由承担单位填写，填写后灰底提示应全部消失。"
)
FROM_RECORDS = (
    "表中数字由登记的记录汇总而来，与所列证明材料一一对应；如有出入，先更正记录再重新生成。"
)
PRINTING = "用A4纸双面打印，左侧装订，经负责人签字并加盖单位公章后报送。"
PLEDGE = (
    "本单位承诺：所填内容和所附材料真实有效；获得立项后按申报的内容和目标组织实施，专款专用，"
    "接受检查和验收。"
)

OVERALL = Sentences("overall", "总体情况", target_sentences, target_questions)
RATES = "图  目标完成率（每格5%，满格为100%及以上）"
PROGRESS = (TARGETS, Chart("targets", RATES, target_bars, target_questions))
EVENTS = (activity_totals("activity_totals", "活动合计"), ACTIVITIES, MONTHS, JOINED)


def _notes(*lines: str) -> Notes[Dossier]:
    return Notes(lines, lambda dossier: dossier.rules.sentence())


def _album(number: str) -> Album[Dossier]:
    return Album(lambda dossier: dossier.photos, number)


def _opinion(title: str, of: str) -> Section[Dossier]:
    """Return the section in which the society itself has its say."""
    place = Prose("unit_opinion", "单位意见", f"对{of}的意见", "TableText")
    return part(title, Seal("unit", f"{title}：", "单位负责人", (place,)))


def _association(title: str) -> Section[Dossier]:
    return part(title, Seal("association", "", "负责人"))


CASES = Repeated(
    "cases",
    "case",
    "典型案例",
    CASE_COLUMNS,
    rows_of(chosen("case")),
    none_of("case"),
    questions_of("case", chosen("case")),
    inner=(
        heading("{{ case.number }}. {{ case.title }}（{{ case.kind }}，{{ case.date }}）", 3),
        Prose("case:{{ case.id }}", "典型案例", "案例“{{ case.title }}”的背景、做法和成效"),
    ),
)

APPLICATION = Form(
    "application",
    facts=FACTS,
    front=(
        cover(
            "项目申报书",
            ("项目编号", ""),
            ("项目类别", "category"),
            ("项目名称", "project"),
            ("申报单位", "society（章）"),
            ("项目负责人", "leader"),
            ("联系人", "contact"),
            ("联系电话", "phone"),
            ("填报日期", "date"),
            top="（{{ year }}年度）",
        ),
        _notes(
            "本申报书是评审工作的主要依据之一，申报单位对所填内容的真实性负责。",
            "缺项或格式不符的，可能不予受理。",
            "一个项目填写一份，单位名称填写全称。",
            "“主要内容”写做什么、怎么做；“绩效目标”写做多少，须有具体数字，验收时逐项对照。",
            NO_BLANKS,
            PRINTING,
        ),
        CONTENTS,
    ),
    sections=(
        part(
            "申报单位基本情况",
            form(
                (("单位全称", "society"),),
                (("信用代码", "credit_code"), ("成立时间", "founded")),
                (("法定代表人", "representative"), ("秘书长", "secretary")),
                (("专职人员", "staff_count"), ("会员数", "member_count")),
                (("评估等级", "rating"), ("年检结论", "inspection")),
                (("联系人", "contact"), ("联系电话", "phone")),
                (("电子邮箱", "email"), ("邮政编码", "postcode")),
                (("通讯地址", "address"),),
                (("开户名", "society"), ("开户银行", "bank")),
                (("银行账号", "account"),),
            ),
        ),
        part(
            "项目负责人与团队",
            form(
                (("项目负责人", "leader"), ("职称/职务", "leader_title")),
                (("出生日期", "leader_birth"), ("课题组人数", "team_size")),
                (("起止时间", "period"),),
            ),
            Prose("team", "团队", "主要成员的姓名、职务职称、单位和分工"),
        ),
        part(
            "立项依据和目的",
            Prose("grounds", "立项依据和目的", "依据的文件名称和文号，项目的必要性和目的"),
        ),
        part("主要内容与实施方案", Prose("content", "主要内容", "做什么、怎么做")),
        part(
            "绩效目标",
            TARGETS.shown(number=7, title=38, needed=20, actual=14, evidence=22),
            Prose("expected", "预期成果", "预期成果的形式和效益"),
        ),
        part("进度安排", Prose("schedule", "进度安排", "各阶段的时间、内容和责任人")),
        part("经费预算", BUDGET, Prose("sources", "经费来源", "经费来源和测算说明")),
        part(
            "工作基础：与申报条件逐条对照",
            CONDITIONS,
            Prose("footing", "工作基础", "与本项目有关的工作基础和条件"),
        ),
        part("承诺书", Seal("pledge", PLEDGE, "法定代表人")),
        _opinion("申报单位意见", "申报内容"),
        _association("科协评审意见"),
    ),
    back=(annex("证明材料目录"), ANNEX),
    of_project=True,
    judged=True,
    problems=name_problems,
)

MIDTERM = Form(
    "midterm",
    facts=FACTS,
    front=(
        cover(
            "项目中期评估报告",
            ("项目编号", ""),
            ("项目名称", "project"),
            ("项目类别", "category"),
            ("承担单位", "society（章）"),
            ("项目负责人", "leader"),
            ("联系电话", "phone"),
            ("起止时间", "period"),
            ("填报日期", "date"),
        ),
        _notes(
            TRUE,
            FROM_RECORDS,
            "总体进展由承担单位在四种情况中选一种填写；选择“推迟”或“停滞”的，须写明原因。",
            NO_BLANKS,
        ),
    ),
    sections=(
        part(
            "总体进展",
            Prose("progress", "总体进展", "超前、按计划、推迟或停滞，选一种"),
            Prose("delay", "原因", "推迟或停滞的原因；没有的填“无”"),
            OVERALL,
            Prose("overall", "进展情况", "对照申报计划的进展情况，1000字左右"),
        ),
        part(
            "基本信息",
            form(
                (("所属计划", "program"),),
                (("承担单位", "society"),),
                (("立项文号", "approval"), ("立项日期", "approved_on")),
                (("项目负责人", "leader"), ("联系人", "contact")),
                (("资助经费", "granted"), ("电子邮箱", "email")),
            ),
        ),
        part("目标进度对照表", *PROGRESS),
        part("已开展的主要活动", *EVENTS),
        part(
            "人员与经费投入",
            Prose("people", "人员投入", "投入的人员（高级、中级、初级和其他）和工作量"),
            ACCOUNTS,
        ),
        part("存在问题", Prose("problems", "存在问题", "存在的问题和原因")),
        part("下一步安排", STEPS, Prose("next", "下一步安排", "后期工作安排和保障措施")),
        _opinion("承担单位意见", "进展情况"),
        _association("科协检查意见"),
    ),
    back=(annex("证明材料目录", "{% if photos %}1{% endif %}"), ANNEX, _album("2")),
    of_project=True,
    judged=True,
    problems=name_problems,
)

ACCEPTANCE = Form(
    "acceptance",
    facts=FACTS,
    front=(
        cover(
            "项目验收报告书",
            ("项目编号", ""),
            ("项目名称", "project"),
            ("项目类别", "category"),
            ("立项文号", "approval"),
            ("承担单位", "society（章）"),
            ("起止时间", "period"),
            ("填报日期", "date"),
        ),
        _notes(f"本报告书是验收的主要依据之一。{TRUE}", FROM_RECORDS, NO_BLANKS, PRINTING),
        CONTENTS,
    ),
    sections=(
        part(
            "基本信息",
            form(
                (("项目名称", "project"),),
                (("项目类别", "category"), ("立项日期", "approved_on")),
                (("所属计划", "program"),),
                (("承担单位", "society"),),
                (("信用代码", "credit_code"), ("法定代表人", "representative")),
                (("秘书长", "secretary"), ("项目负责人", "leader")),
                (("联系人", "contact"), ("联系电话", "phone")),
                (("电子邮箱", "email"), ("邮政编码", "postcode")),
                (("通讯地址", "address"),),
                (("开户银行", "bank"), ("银行账号", "account")),
                (("资助经费", "granted"), ("起止时间", "period")),
            ),
        ),
        part(
            "总体完成情况",
            OVERALL,
            Prose("overall", "总体完成情况", "目标任务、组织实施和主要成果，1000字以内"),
        ),
        part("目标完成对照表", *PROGRESS),
        part("主要活动一览表", *EVENTS),
        part(
            "协议、成果与效益",
            heading("（一）协议", 2),
            AGREEMENTS,
            heading("（二）成果", 2),
            OUTPUTS,
            heading("（三）典型案例", 2),
            CASES,
            heading("（四）效益", 2),
            Prose("effects", "效益", "科技、经济和社会效益，服务对象的评价"),
        ),
        part("宣传报道", MEDIA),
        part("经费决算表", ACCOUNTS),
        part(
            "存在问题与下一步",
            Prose("problems", "存在问题与下一步", "实施中存在的问题、原因和下一步打算"),
        ),
        part(
            "对照验收标准自评", Sentences("rating_totals", "自评合计", rating_sentences), STANDARDS
        ),
        _opinion("单位意见", "完成情况和材料真实性"),
        part(
            "专家组验收意见", Seal("experts", "验收结论：□通过    □复议    □不通过", "专家组组长")
        ),
        _association("科协意见"),
    ),
    back=(annex("佐证材料目录", "{% if photos %}1{% endif %}"), ANNEX, _album("2")),
    of_project=True,
    judged=True,
    problems=name_problems,
)
