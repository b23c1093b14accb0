"""One hundred measures over a large store, against the same questions through plain sqlite3.

100,000 members, 20,000 activities and 5,000 agreements; both sides count the same records.
Prints the ratio of interleaved medians and exits with 1 when the store is slower.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from societyctl.domain.periods import Period
from societyctl.domain.selection import Criterion, Operator, Selection, Take
from societyctl.store import Store

RUNS = 5
MEMBERS, ACTIVITIES, AGREEMENTS = 100_000, 20_000, 5_000
KINDS = ("学术", "科普", "培训", "科技服务", "党建")
ROLES = ("主办", "承办", "协办", "参加")
LEVELS = ("市", "省", "全国", "区域", "县")
TITLES = ("正高", "副高", "中级", "初级", "无")


def _fill(path: Path) -> None:
    chance = random.Random(1)  # noqa: S311  # the same data every time
    first = date(2018, 1, 1)

    def day() -> str:
        return (first + timedelta(days=chance.randrange(1800))).isoformat()

    connection = sqlite3.connect(path)
    connection.executemany(
        "INSERT INTO person (record, key, source, name, kind, title_level, joined_on) "
        "VALUES ('member', ?, '', ?, '个人', ?, ?)",
        ((f"m{n}", f"会员{n}", chance.choice(TITLES), day()) for n in range(MEMBERS)),
    )
    connection.executemany(
        "INSERT INTO activity (record, key, source, title, kind, role, level, start_on, sessions,"
        " status) VALUES ('activity', ?, '', ?, ?, ?, ?, ?, ?, '已举办')",
        (
            (
                f"a{n}",
                f"活动{n}",
                chance.choice(KINDS),
                chance.choice(ROLES),
                chance.choice(LEVELS),
                day(),
                chance.randrange(1, 4),
            )
            for n in range(ACTIVITIES)
        ),
    )
    connection.executemany(
        "INSERT INTO agreement (record, key, source, title, client, client_key, signed_on) "
        "VALUES ('agreement', ?, '', ?, ?, ?, ?)",
        (
            (f"g{n}", f"协议{n}", f"企业{n % 900}", f"企业{n % 900}", day())
            for n in range(AGREEMENTS)
        ),
    )
    connection.commit()
    connection.close()


def _is(field: str, *values: str) -> Criterion:
    return Criterion(field, Operator.IN, values)


def _questions() -> list[tuple[Selection, str, tuple[object, ...]]]:
    """Return each selection with the SQL that asks the same by hand."""
    found: list[tuple[Selection, str, tuple[object, ...]]] = []
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in range(2018, 2023)]
    for start, end in years:
        period = Period(start, end)
        days = (start.isoformat(), end.isoformat())
        for kind in KINDS:
            for role in ROLES[:2]:
                where = (_is("kind", kind), _is("role", role))
                found.append(
                    (
                        Selection("activity", where=where, period=period),
                        (
                            "SELECT count(*) FROM activity WHERE record='activity' AND kind=? "
                            "AND role=? AND start_on BETWEEN ? AND ?"
                        ),
                        (kind, role, *days),
                    )
                )
            found.append(
                (
                    Selection(
                        "activity",
                        where=(_is("kind", kind),),
                        period=period,
                        take=Take.SUM,
                        field="sessions",
                    ),
                    (
                        "SELECT sum(sessions) FROM activity WHERE record='activity' AND kind=? "
                        "AND start_on BETWEEN ? AND ?"
                    ),
                    (kind, *days),
                )
            )
        found.extend(
            (
                Selection("member", where=(_is("title_level", title),), period=period),
                (
                    "SELECT count(*) FROM person WHERE record='member' AND title_level=? "
                    "AND joined_on BETWEEN ? AND ?"
                ),
                (title, *days),
            )
            for title in TITLES[:4]
        )
        found.append(
            (
                Selection("agreement", period=period, take=Take.DISTINCT, field="client"),
                (
                    "SELECT count(DISTINCT client_key) FROM agreement WHERE record='agreement' "
                    "AND signed_on BETWEEN ? AND ?"
                ),
                days,
            )
        )
    return found


def main() -> int:
    """Run both ways in turns and print the ratio."""
    questions = _questions()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "society.db"
        Store.open(f"sqlite:///{path}").close()
        _fill(path)
        fused, plain = [], []
        with Store.open(f"sqlite:///{path}") as store:
            for _ in range(RUNS):
                connection = sqlite3.connect(path)
                begin = time.perf_counter()
                by_hand = [
                    connection.execute(sql, given).fetchone()[0] or 0 for _, sql, given in questions
                ]
                plain.append(time.perf_counter() - begin)
                connection.close()
                begin = time.perf_counter()
                answers = store.answer(selection for selection, _, _ in questions)
                fused.append(time.perf_counter() - begin)
                if [answers[selection].measured for selection, _, _ in questions] != by_hand:
                    sys.stderr.write("the two sides disagree\n")
                    return 1
    ratio = statistics.median(fused) / statistics.median(plain)
    sys.stdout.write(
        f"{len(questions)} measures: {ratio:.2f} x the same questions one by one "
        "through sqlite3, budget 1.0\n"
    )
    return int(ratio > 1)


if __name__ == "__main__":
    raise SystemExit(main())
