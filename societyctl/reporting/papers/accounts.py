"""The account of a project: what was planned and paid, by item, from its records of spending."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from societyctl.domain.selection import Criterion, Operator, Record, Selection, Take
from societyctl.reporting.papers.dossier import Answer, Dossier, figure_of, in_date_order
from societyctl.reporting.papers.listings import LACK, none_of
from societyctl.reporting.papers.selections import declared_none, spent
from societyctl.reporting.values import TracedFigure
from societyctl.reporting.word.blocks import HAIRLINE, Either, Prose, line
from societyctl.reporting.word.lists import Listing, TableColumn
from societyctl.reporting.word.text import DASH, NONE_WORD, show, yuan

TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Item:
    """The questions about one item of expenditure."""

    name: str
    spent: Selection

    @property
    def planned(self) -> tuple[Selection, Selection, Selection]:
        """How many different plans there are, one of them, and their sum."""
        filled = Criterion("planned", Operator.PRESENT)
        budgeted = replace(self.spent, where=(*self.spent.where, filled))
        takes = (Take.DISTINCT, Take.VALUE, Take.SUM)
        plans, one, total = (replace(budgeted, take=take, field="planned") for take in takes)
        return plans, one, total

    @property
    def paid(self) -> Selection:
        """What was paid."""
        return replace(self.spent, take=Take.SUM, field="paid")


@dataclass(frozen=True, slots=True)
class Account:
    """One item of expenditure; a sum of which a part is unknown is unknown."""

    item: str
    planned: int | None
    paid: int | None
    records: tuple[Record, ...]

    @property
    def left(self) -> int | None:
        """What remains of the plan."""
        return None if self.planned is None or self.paid is None else self.planned - self.paid

    @property
    def id(self) -> str:
        """Short and steady: names the places of this item in the file."""
        return f"{zlib.crc32(self.item.encode('utf-8', 'replace')):08x}"


def _items(dossier: Dossier) -> list[Item]:
    """Return the items in the order of their first record, once the spending is known."""
    spending = spent(dossier)
    answer = dossier.answers.get(spending)
    if answer is None:
        return []
    is_dated = "spending" not in dossier.named
    recorded = in_date_order(answer.counted) if is_dated else answer.counted
    names = dict.fromkeys(record.get("item") for record in recorded)
    return [
        Item(show(name, LACK), replace(spending, where=(*spending.where, _called(name))))
        for name in names
    ]


def _called(name: object) -> Criterion:
    if name is None:
        return Criterion("item", Operator.ABSENT)
    return Criterion("item", Operator.IN, (str(name),))


def _questions(dossier: Dossier) -> Iterator[Selection]:
    yield spent(dossier)
    for item in _items(dossier):
        yield from (*item.planned, item.paid)
    yield declared_none(dossier, "spending")


def _accounts(dossier: Dossier) -> Sequence[Account]:
    """Return the items, and the total."""
    items = [
        Account(
            item.name,
            _planned([dossier.answers[one] for one in item.planned]),
            _paid(dossier.answers[item.paid]),
            dossier.answers[item.paid].counted,
        )
        for item in _items(dossier)
    ]
    if not items:
        return ()
    planned = _added([item.planned for item in items])
    paid = _added([item.paid for item in items])
    return (*items, Account(TOTAL, planned, paid, dossier.answers[spent(dossier)].counted))


def _planned(answers: Sequence[Answer]) -> int | None:
    """Return the plan of an item: it may stand beside one payment, or be repeated at each."""
    plans, one, total = answers
    if not plans.sure:
        return None
    return one.sure if plans.sure == 1 else total.sure


def _paid(paid: Answer) -> int | None:
    return None if paid.tally.blank else paid.sure


def _added(lines: Sequence[int | None]) -> int | None:
    """Return the sum of the lines of the table; unknown where one of them is."""
    amounts = [line for line in lines if line is not None]
    return None if None in lines else sum(amounts)


def _amount(name: str, title: str, dossier: Dossier, account: Account) -> TracedFigure:
    value = getattr(account, name)
    text = yuan(value) if isinstance(value, int) else LACK
    proofs = account.records if name == "paid" else ()
    id_ = f"account:{account.id}:{name}"
    return figure_of(dossier, id_, f"{account.item}{title}", text, proofs)


def _note(_: Dossier, account: Account) -> str:
    spending = account.records if account.item != TOTAL else ()
    sources = [show(record.get("fund_source")) for record in spending]
    notes = [show(record.get("note")) for record in spending]
    over = ["超出预算"] if account.left is not None and account.left < 0 else []
    remarks = dict.fromkeys([*over, *filter(None, sources), *filter(None, notes)])
    return "；".join(remarks) or NONE_WORD


_BASIS = Either(
    f'line.item != "{TOTAL}"',
    Prose("budget:{{ line.id }}", "测算依据", "单价×数量", "SmallText"),
    line(DASH, style="SmallText"),
    "SmallText",
)

ACCOUNTS = Listing(
    "finance",
    "line",
    "经费",
    (
        TableColumn("id", text=lambda _, account: account.id),
        TableColumn("item", "科目", lambda _, account: account.item),
        TableColumn("planned", "预算", align="right", figure=partial(_amount, "planned", "预算")),
        TableColumn("paid", "实支", align="right", figure=partial(_amount, "paid", "实支")),
        TableColumn("left", "结余", lambda _, account: yuan(account.left, LACK), "right"),
        TableColumn("note", "说明", _note),
        TableColumn("basis", "测算依据", content=(_BASIS, HAIRLINE)),
    ),
    _accounts,
    none_of("spending"),
    _questions,
).shown(item=22, planned=17, paid=17, left=17, note=27)

BUDGET = ACCOUNTS.shown(item=28, planned=22, basis=50)
