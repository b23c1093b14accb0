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


def _form() -> str:
    widths = columns(22, 28, 22, 28)
    meeting = "".join(
        paragraph(run(line), "TableText")
        for line in (
            "会议名称：{{ meeting.title }}",
            "会议时间：{{ meeting.date }}",
            "会议地点：{{ meeting.place }}",
            "参会人员：{{ meeting.attendees }}",
            "会议纪要：{{ meeting.minutes }}",
        )
    )
    return table(
        [
            row([_label("学会名称"), Cell("{{ society }}", span=3)], widths, height=560),
            row(
                [_label("联系人"), "{{ contact }}", _label("电话"), "{{ phone }}"],
                widths,
                height=560,
            ),
            row(
                [
                    _label("上年考核等次"),
                    "{{ last_grade }}",
                    _label("申请参加类别"),
                    "{{ target_class }}（现为{{ current_class }}）",
                ],
                widths,
                height=560,
            ),
            row(
                [
                    _label("会议名称、时间、地点及人员\n（理事会或常务理事会，形成纪要）"),
                    Cell(meeting, span=3),
                ],
                widths,
            ),
            row(
                [
                    _label("升类考核的背景、目的"),
                    Cell(_either("background", "升类考核的背景和目的"), span=3),
                ],
                widths,
                height=1100,
            ),
            row(
                [
                    _label("需要解决的问题及预期成效"),
                    Cell(_either("effects", "要解决的问题和预期成效"), span=3),
                ],
                widths,
                height=1100,
            ),
        ],
        widths,
    )


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
