"""One road for a number: only the store adds up records; everything else asks it.

Whoever holds records could count them a second time, and then two numbers disagree one day. So
in every module that can hold records, each word that counts or adds is looked at: it stands in
the table below with what it counts instead, or it does not stand there at all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "societyctl"

ROOMS_OF_RECORDS = ("store", "sheets")
"""Where records are kept, and where rows become records: their number is what is asked about."""

RECORDS = {"Record", "Listed", "RecordNote", "TracedRecord", "Answer"}
READS_RECORDS = {"listed", "records", "counted", "explain"}
COUNTS = {"sum", "len", "Counter", "fsum", "reduce", "mean"}

COUNTED = {
    "cli/reports.py trace": "numbers that a paper prints",
    "reporting/pages/requirements.py _record_lines": "lines of a list under their heading",
    "reporting/pages/requirements.py detail": "characters of a label",
    "reporting/pages/requirements.py status_word": "characters of a word",
    "reporting/papers/accounts.py _added": "lines of the table above the total, each a tally",
    "reporting/papers/facts.py name_problems": "characters of a name",
    "reporting/papers/standards.py rating_sentences": "verdicts",
    "reporting/papers/targets.py evidence_text": "gaps; no final paper has one",
    "reporting/papers/targets.py target_sentences": "targets, each a verdict",
    "reporting/papers/totals.py proofs_of": "numbers of evidence, of which the first are shown",
    "reporting/word/gaps.py _unproven": "gaps; no final paper has one",
    "reporting/word/gaps.py count_gaps": "gaps; no final paper has one",
    "reporting/word/gaps.py times": "gaps; no final paper has one",
    "rules/judging/limits.py _at_most": "applications held against one another by project",
    "rules/judging/limits.py _not_again": "applications held against one another by project",
    "rules/judging/limits.py _one_per": "applications held against one another by project",
    "rules/judging/programs.py _shown": "questions that are yet to be asked",
    "rules/judging/programs.py project_verdict": "verdicts",
    "rules/planning/actions.py _groups": "things to do",
    "rules/planning/actions.py _to_fill": "things to do",
    "rules/planning/actions.py _to_prove": "things to do",
    "rules/planning/actions.py _words": "things to do",
    "rules/language/record_tests.py _of_many": "outcomes of a test made of each record",
    "workflows/completing.py completed": "rows on their way in",
    "workflows/editing.py attach_files": "files to be attached",
    "workflows/findings.py _read_filled_sheet": "rows of a sheet that was filled in",
    "workflows/findings.py save_findings": "what was saved",
    "workflows/findings.py write_open_judgements": "judgements that are open",
    "workflows/flips.py causes": "changed records that are not named one by one",
    "workflows/intake.py _rows_of": "rows on their way in",
    "workflows/intake.py _sheet_summary": "rows on their way in",
    "workflows/intake.py _summary": "rows on their way in",
    "workflows/intake.py rejected": "rows on their way in",
    "workflows/report.py _keep": "what was saved",
    "workflows/settling.py again": "rows on their way in",
    "workflows/workbooks.py export_workbook": "rows on their way out",
}
"""What is counted outside the store, by the function that does."""


def holds_records(tree: ast.Module) -> bool:
    """Tell whether a module names records, or reads them from what has them."""
    return any(
        (isinstance(node, ast.Name) and node.id in RECORDS)
        or (isinstance(node, ast.Attribute) and node.attr in READS_RECORDS)
        for node in ast.walk(tree)
    )


def counts(node: ast.AST) -> bool:
    """Tell whether a node counts or adds; a length that is only compared is no number told."""
    if isinstance(node, ast.AugAssign):
        step = node.value
        return isinstance(step, ast.Constant) and isinstance(step.value, int | float)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in {*COUNTS, "count", "total"}
    return isinstance(node.func, ast.Name) and node.func.id in COUNTS


def counting(tree: ast.Module) -> Iterator[str]:
    """Yield the functions in which something is counted."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            compared = {
                inner
                for node in ast.walk(function)
                if isinstance(node, ast.Compare)
                for inner in ast.walk(node)
            }
            if any(counts(node) and node not in compared for node in ast.walk(function)):
                yield function.name


def test_no_module_but_the_store_adds_up_records():
    counted = {
        f"{path.relative_to(PACKAGE).as_posix()} {name}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ROOMS_OF_RECORDS
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        if holds_records(tree)
        for name in counting(tree)
    }

    assert counted == COUNTED.keys()


def test_a_second_count_of_records_is_seen():
    loops = (
        "len(store.records('member'))",
        "sum(1 for one in answer.listed if one.is_sure)",
        "Counter(record['kind'] for record in answer.counted)",
        "functools.reduce(add, (r['paid'] for r in answer.records))",
    )
    modules = [ast.parse(f"def number():\n    return {loop}") for loop in loops]
    modules.append(
        ast.parse("def number(answer):\n    n = 0\n    for r in answer.records:\n        n += 1")
    )

    assert [holds_records(tree) and [*counting(tree)] for tree in modules] == [["number"]] * 5
