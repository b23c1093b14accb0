"""Papers in running prose: the yearly summary (年度工作总结) and cases (典型案例)."""

from __future__ import annotations

from societyctl.reporting.forms.blocks import (
    body,
    field_table,
    heading,
    last_section,
    prose,
    sentences,
)
from societyctl.reporting.word_xml import paragraph, run

SUMMARY_TITLE = "年度工作总结"
CASE_TITLE = "典型案例"


def _signature(first: str, second: str) -> str:
    right = '<w:ind w:rightChars="200" w:right="640" w:firstLine="0"/>'
    return "".join(
        [
            paragraph("", "Body"),
            paragraph(run(first), "Signature", f"<w:keepNext/>{right}"),
            paragraph(run(second), "Signature", right),
        ]
    )


def summary() -> str:
    """Return the body of the yearly summary."""
    return "".join(
        [
            paragraph(run("{{ society }}\n{{ year }}年度工作总结"), "Title"),
            sentences("opening"),
            prose("opening", "总述", "全年工作的总体评价"),
            body("{%p for chapter in chapters %}"),
            heading("{{ chapter.number }}、{{ chapter.title }}"),
            sentences("chapter.sentences"),
            prose(
                "summary:{{ chapter.id }}",
                "{{ chapter.title }}",
                "{{ chapter.title }}方面的做法和成效",
            ),
            body("{%p endfor %}"),
            heading("七、存在问题"),
            prose("problems", "存在问题", "存在的问题和原因"),
            heading("八、下年度计划"),
            prose("plan", "下年度计划", "下年度的重点工作"),
            _signature("{{ society }}", "{{ date }}"),
            last_section(),
        ]
    )


def cases() -> str:
    """Return the body of the cases, each on a page of its own."""
    return "".join(
        [
            body("{%p if not cases %}"),
            paragraph(run(CASE_TITLE), "Title"),
            body("{{ cases_empty }}"),
            body("{%p endif %}"),
            body("{%p for case in cases %}"),
            paragraph(run("{{ case.title }}"), "Title", "<w:pageBreakBefore/>"),
            field_table(
                [
                    [("案例类别", "{{ case.kind }}"), ("完成时间", "{{ case.date }}")],
                    [("所属平台", "{{ case.platform }}"), ("主归属条款", "{{ case.clause }}")],
                    [("申报单位", "{{ society }}")],
                    [("证明材料", "{{ case.evidence }}")],
                ]
            ),
            *(
                heading(title) + prose(f"case:{{{{ case.id }}}}:{key}", title[2:], what)
                for key, title, what in (
                    ("background", "一、背景与问题", "案例的背景，要解决的问题"),
                    ("practice", "二、主要做法", "组织方式、步骤和创新之处"),
                    ("effect", "三、成效", "取得的成效和服务对象的评价"),
                    ("lesson", "四、启示", "可以推广的经验"),
                )
            ),
            body("{%p endfor %}"),
            _signature("{{ society }}", "{{ date }}"),
            last_section(),
        ]
    )
