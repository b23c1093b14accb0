"""Nothing grows faster than its data: statements and steps of the database are counted.

A statement is sent once for many records, so that their number is the same for few and for many.
A step is one instruction of SQLite: a table that is read row by row shows in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import event

from societyctl.domain.records import NewRecord
from societyctl.store import BatchInfo, Store
from tests.store.store_samples import EDIT, IMPORT, fill, links, new

FEW, MANY = 30, 300
"""Both go into one statement, with all their names."""
LITTLE, MUCH = 100, 3_000
DAY = date(2022, 6, 1)


def member(at: int, **values: str) -> NewRecord:
    return new("member", **{"name": f"会员{at}", "employer": f"单位{at}", **values})


def activity(number: int, title: str = "活动") -> NewRecord:
    return new("activity", number=f"A{number}", title=f"{title}{number}", start_on=DAY)


def proof(number: int, proves: str, title: str = "照片") -> NewRecord:
    return new("evidence", number=f"E{number}", title=title, proves=proves)


def statements(store: Store, job: Callable[[], object]) -> int:
    """Return how many statements a job sends; one may carry many rows."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    job()
    event.remove(store._engine, "before_cursor_execute", note)
    return len(sent)


def steps(store: Store, job: Callable[[], object]) -> int:
    """Return how many instructions SQLite runs for a job, in hundreds."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    store._database.driver.set_progress_handler(count, 100)
    job()
    store._database.driver.set_progress_handler(None, 0)
    return counted


def save(store: Store, records: Iterator[NewRecord]) -> Callable[[], object]:
    listed = list(records)
    return lambda: store.save(listed, batch=IMPORT)


def retitled(store: Store, size: int) -> Callable[[], object]:
    """Activities get new titles; what names and proves them follows."""
    fill(store, *map(activity, range(size)))
    fill(store, *(new("output", title=f"报告{n}", activity=f"活动{n}") for n in range(size)))
    fill(store, *(proof(n, f"活动：活动{n}") for n in range(size)))
    return save(store, (activity(number, "新活动") for number in range(size)))


def renumbered(store: Store, size: int) -> Callable[[], object]:
    """Members known by name and employer get numbers."""
    fill(store, *map(member, range(size)))
    return save(store, (member(number, number=f"M{number}") for number in range(size)))


def followed(store: Store, size: int) -> Callable[[], object]:
    """Members get new names, and the keys of their dues follow."""
    fill(store, *(member(n, number=f"M{n}") for n in range(size)))
    fill(store, *(new("dues", year=2022, member=f"会员{n}", paid=1) for n in range(size)))
    return save(store, (member(n, number=f"M{n}", name=f"新会员{n}") for n in range(size)))


def proved(store: Store, size: int) -> Callable[[], object]:
    """Evidence comes, half of it for records named by number."""
    fill(store, *map(activity, range(size)))
    texts = (f"活动{n}" if n % 2 else f"activity:{n + 1}" for n in range(size))
    return save(store, (proof(number, text) for number, text in enumerate(texts)))


def awaited(store: Store, size: int) -> Callable[[], object]:
    """Records come for which evidence has waited."""
    fill(store, *(proof(n, f"活动：活动{n}") for n in range(size)))
    return save(store, map(activity, range(size)))


def vouched(store: Store, size: int) -> Callable[[], object]:
    """Payments of one item, some of them alike, get vouchers."""
    paid = [{"project": "甲", "item": "劳务费", "paid": 100 + n // 2} for n in range(size)]
    fill(store, *(new("spending", **one, nth=n % 2 + 1) for n, one in enumerate(paid)))
    return save(store, (new("spending", **one, voucher=f"记{n}") for n, one in enumerate(paid)))


@pytest.mark.parametrize("prepare", [retitled, renumbered, followed, proved, awaited, vouched])
def test_many_records_take_no_more_statements_than_few(
    prepare: Callable[[Store, int], Callable[[], object]],
):
    sent = []
    for size in (FEW, MANY):
        with Store.open("sqlite://") as store:
            sent.append(statements(store, prepare(store, size)))

    assert sent[1] == sent[0]


@pytest.mark.slow
def test_renamed_records_are_followed_by_all_that_names_and_proves_them(store: Store):
    retitled(store, MANY)()

    assert {str(row["activity"]) for row in store.records("output")} == {
        f"新活动{number}" for number in range(MANY)
    }
    assert store.record("evidence:7")["proves"] == "活动：新活动6"
    assert links(store) == {(n, f"activity:{n}") for n in range(1, MANY + 1)}


def test_every_one_of_like_payments_gets_one_voucher(store: Store):
    vouched(store, MANY)()

    told = store.records("spending")
    assert {one["voucher"] for one in told} == {f"记{number}" for number in range(MANY)}
    assert {one["nth"] for one in told} == {None}


def an_edit(store: Store) -> object:
    return store.update("member:50", new("member", employer="新单位"), EDIT)


def a_renaming(store: Store) -> object:
    return store.update("activity:50", new("activity", title="新名"), EDIT)


def an_addition(store: Store) -> object:
    return store.save([member(-1), proof(-1, "activity:50", "签到表")], batch=IMPORT)


def a_completion(store: Store) -> object:
    return store.save([member(40, number="M-40")], batch=IMPORT)


def a_deletion(store: Store) -> object:
    return store.delete(["member:60", "activity:60"], BatchInfo("删除"))


def an_undoing(store: Store) -> object:
    return store.undo()


def an_edit_after_it(store: Store) -> object:
    return store.update("activity:50", new("activity", title="又名"), EDIT)


@pytest.mark.slow
def test_one_change_costs_the_same_in_a_small_and_in_a_large_store():
    jobs = (
        an_edit,
        a_renaming,
        an_addition,
        a_completion,
        a_deletion,
        an_undoing,
        an_edit_after_it,
    )
    costs = []
    for size in (LITTLE, MUCH):
        with Store.open("sqlite://") as store:
            fill(store, *map(member, range(size)))
            fill(store, *map(activity, range(size)))
            fill(store, *(proof(n, f"活动{n}、没有的{n}") for n in range(size)))
            costs.append({job.__name__: steps(store, lambda: job(store)) for job in jobs})  # noqa: B023

    small, large = costs
    assert {name for name in large if large[name] > 1.3 * small[name] + 3} == set()


@pytest.mark.slow
def test_an_old_change_is_undone_without_reading_all_later_ones(store: Store):
    fill(store, *map(member, range(LITTLE)))
    costs = []
    for size in (LITTLE, MUCH):
        batch = store.update("member:50", new("member", employer=f"新单位{size}"), EDIT).batch
        fill(store, *(member(n, employer=f"另{size}") for n in range(1000, 1000 + size)))
        costs.append(statements(store, lambda: store.undo(batch)))  # noqa: B023

    assert costs[0] == costs[1]


@pytest.mark.slow
def test_evidence_that_names_nothing_costs_other_changes_nothing():
    costs = []
    for size in (0, MUCH):
        with Store.open("sqlite://") as store:
            fill(store, *map(member, range(LITTLE)))
            fill(store, *(proof(n, f"活动：没有的{n}") for n in range(size)))
            costs.append(steps(store, lambda: an_edit(store)))

    assert costs[1] <= costs[0] + 1


@pytest.mark.slow
def test_numbered_evidence_of_one_title_is_not_compared_with_all_of_that_title(store: Store):
    papers = [proof(number, "") for number in range(MUCH)]
    first = steps(store, lambda: store.save(papers[:1500], batch=IMPORT))
    second = steps(store, lambda: store.save(papers[1500:], batch=IMPORT))

    assert second <= 2 * first
