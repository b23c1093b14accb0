"""The account of a project: what was planned and paid, by item, from its records of spending."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from societyctl.domain.selection import Record
from societyctl.reporting.papers.dossier import Dossier, figure_of
from societyctl.reporting.papers.listings import LACK, none_of
from societyctl.reporting.values import TracedFigure
from societyctl.reporting.word.blocks import HAIRLINE, Either, Prose, line
from societyctl.reporting.word.lists import Listing, TableColumn
from societyctl.reporting.word.text import DASH, NONE_WORD, show, yuan

TOTAL = "合计"


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


def accounts(dossier: Dossier) -> Sequence[Account]:
    """Return the items in the order of their first record, and the total."""
    groups: dict[str, list[Record]] = {}
    for record in _own(dossier):
        groups.setdefault(show(record.get("item"), LACK), []).append(record)
    items = [
        Account(item, _planned(found), _paid(found), tuple(found)) for item, found in groups.items()
    ]
    if not items:
        return ()
    everything = tuple(record for item in items for record in item.records)
    planned, paid = (_sum([getattr(item, name) for item in items]) for name in ("planned", "paid"))
    return (*items, Account(TOTAL, planned, paid, everything))


def _own(dossier: Dossier) -> Sequence[Record]:
    """Return what was spent on the project; without one, what is for no project in the period."""
    title = dossier.application.get("title")
    found = dossier.records.get("spending", ())
    named = [record for record in found if title and record.get("project") == title]
    return named or [record for record in dossier.of("spending") if not record.get("project")]


def _planned(records: Sequence[Record]) -> int | None:
    """Return the plan of an item: it may stand beside one payment, or be repeated at each."""
    known = [amount for record in records if isinstance(amount := record.get("planned"), int)]
    return None if not known else known[0] if len(set(known)) == 1 else sum(known)


def _paid(records: Sequence[Record]) -> int | None:
    return _sum([record.get("paid") for record in records])


def _sum(amounts: Sequence[object]) -> int | None:
    known = [amount for amount in amounts if isinstance(amount, int)]
    return sum(known) if known and len(known) == len(amounts) else None


def _amount(name: str, title: str, dossier: Dossier, account: Account) -> TracedFigure:
    value = getattr(account, name)
    text = yuan(value) if isinstance(value, int) else LACK
    proofs = account.records if name == "paid" else ()
    id_ = f"account:{account.id}:{name}"
    return figure_of(dossier, id_, f"{account.item}{title}", text, proofs)


def _note(_: Dossier, account: Account) -> str:
    found = account.records if account.item != TOTAL else ()
    sources = [show(record.get("fund_source")) for record in found]
    notes = [show(record.get("note")) for record in found]
    over = ["超出预算"] if account.left is not None and account.left < 0 else []
    told = dict.fromkeys([*over, *filter(None, sources), *filter(None, notes)])
    return "；".join(told) or NONE_WORD


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
    accounts,
    none_of("spending"),
).shown(item=22, planned=17, paid=17, left=17, note=27)

BUDGET = ACCOUNTS.shown(item=28, planned=22, basis=50)
