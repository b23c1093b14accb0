"""The application to be assessed in the next higher class (升类申请表)."""

from __future__ import annotations

from societyctl.reporting.forms.blocks import LABEL_SHADE, annex, last_section, prose, seal_box
from societyctl.reporting.word_xml import Cell, columns, paragraph, row, run, table

TITLE = "升类申请表"

PLEDGE = (
    "经认真研究，我会申请在{{ year }}年度省级学会高质量发展考核中升类，按上一类别的指标要求参加年底"
    "集中考核；如考核未通过，愿接受降至原类别下一等级的考核结果。"
)


def source() -> str:
    """Return the body of the template."""
    return "".join(
        [
            paragraph(run("{{ year }}年度省级学会高质量发展考核\n升类申请表"), "Title"),
            _form(),
            seal_box(
                "pledge",
                "承诺书",
                paragraph(
                    run(PLEDGE), "TableText", '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
                )
                + paragraph(run("申请日期：{{ date }}"), "TableText"),
                "学会负责人",
                1100,
            ),
            seal_box("association", "省科协研究意见：", "", "负责人", 1300),
            annex("附件  年度工作方案及推进计划"),
            paragraph(run("方案名称：{{ plan }}"), "Body"),
            prose("plan", "年度工作方案及推进计划", "附学会年度工作方案及推进计划全文"),
            last_section(),
        ]
    )


WIDTHS = columns(22, 28, 22, 28)
MEETING = (
    "会议名称：{{ meeting.title }}",
    "会议时间：{{ meeting.date }}",
    "会议地点：{{ meeting.place }}",
    "参会人员：{{ meeting.attendees }}",
    "会议纪要：{{ meeting.minutes }}",
)


def _form() -> str:
    target = "{{ target_class }}（现为{{ current_class }}）"
    meeting = "".join(paragraph(run(line), "TableText") for line in MEETING)
    background = _either("background", "升类考核的背景和目的")
    effects = _either("effects", "要解决的问题和预期成效")
    rows = [
        _wide("学会名称", "{{ society }}"),
        _pair("联系人", "{{ contact }}", "电话", "{{ phone }}"),
        _pair("上年考核等次", "{{ last_grade }}", "申请参加类别", target),
        _wide("会议名称、时间、地点及人员\n（理事会或常务理事会，形成纪要）", meeting),
        _wide("升类考核的背景、目的", background, 1100),
        _wide("需要解决的问题及预期成效", effects, 1100),
    ]
    return table(rows, WIDTHS)


def _wide(label: str, content: str, height: int = 560) -> str:
    return row([_label(label), Cell(content, span=3)], WIDTHS, height=height)


def _pair(label: str, content: str, other: str, more: str) -> str:
    return row([_label(label), content, _label(other), more], WIDTHS, height=560)


def _label(text: str) -> Cell:
    return Cell(text, "TableHead", shade=LABEL_SHADE)


def _either(name: str, what: str) -> str:
    """Print what is on record; without it, leave a place to write."""
    return "".join(
        [
            paragraph(run(f"{{%p if {name} %}}"), "TableText"),
            paragraph(run(f"{{{{ {name} }}}}"), "TableText"),
            paragraph(run("{%p else %}"), "TableText"),
            prose(name, what, what, "TableText"),
            paragraph(run("{%p endif %}"), "TableText"),
            paragraph("", "TableText"),
        ]
    )
