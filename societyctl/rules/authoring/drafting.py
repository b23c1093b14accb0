"""The first draft of a program file, from a few answers."""

from __future__ import annotations

import json

from societyctl.domain.outlines import Draft


def drafted(draft: Draft) -> str:
    """Return the text of the file; what is not known is left as a question."""
    return "\n".join(
        [
            *_head(draft),
            "",
            *_BODY.format(year=draft.year).splitlines(),
            "",
            *_projects(draft),
            "",
            *_deadlines(draft),
            "",
        ]
    )


_NO_NUMBER = "# document: 文号，没有就不写"
_NO_DATE = "# issued_on: 印发日期，没有就不写"


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _head(draft: Draft) -> list[str]:
    number = f"document: {_quoted(draft.document)}" if draft.document else _NO_NUMBER
    issued = f"issued_on: {draft.issued_on}" if draft.issued_on else _NO_DATE
    return [
        "# 写法见 docs/programs.md；边写边用 societyctl program lint 检查。",
        f"id: {draft.id}",
        f"title: {_quoted(draft.title)}",
        f"issuer: {_quoted(draft.issuer)}",
        number,
        issued,
        f"year: {draft.year}",
        "kind: application",
    ]


_BODY = """\
windows:
  this_year: {{year: {year}, title: 本年度}}

# 几个项目共用的要求；照下面的样子写，去掉行首的 # 即可。
requirements:
  base: []
  # base:
  #   - id: affiliated
  #     clauses: [条款号]
  #     title: 市科协所属
  #     place: 二（一）
  #     test: {{value: society.is_affiliated, equals: true}}
  #   - id: academic-events
  #     clauses: [条款号]
  #     title: 本年度学术活动不少于2场
  #     place: 二（二）
  #     unit: 场
  #     test: {{count: activity, of: {{kind: 学术}}, during: this_year, at_least: 2}}"""


def _projects(draft: Draft) -> list[str]:
    lines = ["# 能申报什么；代号请改成能看懂的英文。", "projects:"]
    for number, title in enumerate(draft.projects or (draft.title,), 1):
        lines += [
            f"  - id: project-{number}",
            f"    title: {_quoted(title)}",
            "    deadline: apply",
            "    uses: [base]",
        ]
    return lines


def _deadlines(draft: Draft) -> list[str]:
    day = str(draft.deadline) if draft.deadline else "null  # 请填申报截止日"
    return ["deadlines:", "  - id: apply", "    title: 申报截止", f"    date: {day}"]
