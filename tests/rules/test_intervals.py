"""Missing is not zero: the low and the high end of every word, from ``intervals.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from societyctl.domain.verdicts import Verdict
from societyctl.rules.file.loading import load_program, read_source
from societyctl.store import BatchInfo, Store
from societyctl.workflows.checking import CheckOptions, check_society
from tests.written_records import records_of

TABLE: dict[str, Any] = read_source(Path(__file__).with_name("intervals.yaml")).data
AS_OF = date(2025, 1, 31)
"""After the year of the records: nothing can be added any more, so what is short is unmet."""
OPEN = "open"
FAR = 10**9

Named = dict[str, dict[str, Any]]


def ends() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield, for each row of the table of ends, the tests that pin both ends down, by name."""
    for row in TABLE["ends"]:
        low, high = row["low"], row.get("high", row["low"])
        sure = low == high
        top = FAR if high == OPEN else high
        yield (
            row["name"],
            {
                "tests": [
                    ({**row["test"], "at_least": low}, "met"),
                    ({**row["test"], "above": low}, "unmet" if sure else "unknown"),
                    ({**row["test"], "at_most": top}, "unknown" if high == OPEN else "met"),
                    ({**row["test"], "below": top}, "unmet" if sure else "unknown"),
                ],
                **row,
            },
        )


def compared() -> Iterator[tuple[str, dict[str, Any]]]:
    for row in TABLE["comparisons"]:
        for word in (word for word in row if word != "test"):
            for status, thresholds in row[word].items():
                for threshold in thresholds:
                    measured = " ".join(f"{key} {value}" for key, value in row["test"].items())
                    name = f"{measured} {word} {threshold} {status}"
                    yield name, {"tests": [({**row["test"], word: threshold}, status)]}


def verdicts() -> Iterator[tuple[str, dict[str, Any]]]:
    for row in TABLE["verdicts"]:
        yield row["name"], {"tests": [(row["test"], row["status"])], **row}


ROWS: Named = {
    f"{table} {name}": row
    for table, rows in {"ends": ends(), "comparisons": compared(), "verdicts": verdicts()}.items()
    for name, row in rows
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Every test of the table as a requirement of one program, judged once."""
    requirements = [
        {"id": f"r{row}-{at}", "title": name, "place": "一", "clauses": [], "test": test}
        for row, (name, one) in enumerate(ROWS.items())
        for at, (test, _) in enumerate(one["tests"])
    ]
    path = tmp_path_factory.mktemp("program") / "intervals.yaml"
    program = {
        "id": "intervals", "title": "缺的不当作零", "issuer": "市科协", "year": 2024,
        "kind": "assessment", "sets": TABLE["sets"],
        "projects": [{"id": "p", "title": "项目", "requirements": requirements}],
    }  # fmt: skip
    path.write_text(yaml.safe_dump(program, allow_unicode=True), encoding="utf-8")
    with Store.open("sqlite://") as store:
        store.save(records_of(TABLE["records"]), batch=BatchInfo("test"))
        result = check_society(store, load_program(path), CheckOptions(AS_OF))
    return {verdict.id: verdict for verdict in result.projects[0].requirements}


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_the_table_holds(name: str, judged: dict[str, Verdict]) -> None:
    number = list(ROWS).index(name)
    row = ROWS[name]
    found = [judged[f"r{number}-{at}"] for at in range(len(row["tests"]))]

    statuses = [one.status.value for one in found]

    assert statuses == [status for _, status in row["tests"]], row["tests"]
    low = row.get("measured", row.get("low"))
    if low is not None:
        assert Fraction(found[0].measured) == Fraction(str(low).rstrip("%"))
    if "needed" in row:
        assert found[0].needed == row["needed"]
    if "counts" in row:
        assert counts_of(found[0]) == row["counts"]


def counts_of(verdict: Verdict) -> Any:
    counts = verdict.counts
    return "none" if counts is None else [counts.held, counts.evidenced, counts.countable]
