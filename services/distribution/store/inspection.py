"""Reads whatever speaks of a case, for whoever compares it with the chain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.register import RegisterEvent
from services.distribution.domain.witnesses import DELIVERIES, KEYS, CaseFacts
from services.distribution.store.register import event_of
from shared.runtime.database import Work

_EVENTS = tables.register_events
_WITNESSES = [
    tables.metadata.tables[f"{tables.metadata.schema}.{name}"] for name in (*KEYS, DELIVERIES)
]
_ORDERED = {"issues": "at", "seals": "round"}
"""Columns by which the later of several rows is told."""

Rows = Sequence[Mapping[str, Any]]


async def snapshot(work: Work) -> None:
    """From here on all of this transaction's reads see one instant; comes before every other."""
    await work.db.execute(sa.text("set transaction isolation level repeatable read, read only"))


async def cases(
    work: Work, agency: str, *, after: str, limit: int, year: int | None
) -> Sequence[str]:
    """Cases that any table speaks of, in order; of a year: those that ever had a number of it."""
    of_register = sa.select(_EVENTS.c.case).where(_EVENTS.c.agency == agency, _EVENTS.c.case != "")
    others = [sa.select(one.c.case).where(one.c.agency == agency) for one in _WITNESSES]
    if year is not None:
        of_register, others = of_register.where(_EVENTS.c.year == year), []
    case = sa.union(of_register, *others).subquery().c.case
    query = sa.select(case).where(case > after).distinct().order_by(case).limit(limit)
    return (await work.db.scalars(query)).all()


async def facts(work: Work, agency: str, of: Sequence[str]) -> Sequence[CaseFacts]:
    """Everything of these cases."""
    chained: dict[str, list[RegisterEvent]] = defaultdict(list)
    query = _EVENTS.select().where(_EVENTS.c.agency == agency, _EVENTS.c.case.in_(of))
    for row in await work.db.execute(query.order_by(_EVENTS.c.seq)):
        chained[row.case].append(event_of(row))
    ledger = await ledger_of(work, agency, of)
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(dict)
    for table in _WITNESSES:
        mine = table.select().where(table.c.agency == agency, table.c.case.in_(of))
        if column := _ORDERED.get(table.name):
            mine = mine.order_by(table.c[column])
        for found in await _rows(work, mine):
            rows[found["case"]].setdefault(table.name, []).append(found)
    return [
        CaseFacts(case=one, chained=chained[one], ledger=ledger.get(one, ()), rows=rows[one])
        for one in of
    ]


async def ledger_of(work: Work, agency: str, of: Sequence[str]) -> Mapping[str, Rows]:
    """The cases' own events, in order."""
    events = work.table("events")
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    query = events.select().where(events.c.agency == agency, events.c.case.in_(of))
    for row in await _rows(work, query.order_by(events.c.seq)):
        found[row["case"]].append(row)
    return found


async def books(work: Work, agency: str) -> tuple[Rows, Rows, Rows, Rows]:
    """Series, reservations, how these ended, and what was confirmed after restores."""
    kept = tables.series, tables.reservations, tables.reservation_ends, tables.series_confirmations
    series, reservations, ends, confirmations = [
        await _rows(work, table.select().where(table.c.agency == agency)) for table in kept
    ]
    return series, reservations, ends, confirmations


async def versions(work: Work, agency: str) -> Rows:
    """The organisation's versions with their content."""
    kept = work.table("organisation_versions")
    return await _rows(work, kept.select().where(kept.c.agency == agency))


async def _rows(work: Work, query: sa.Select[Any]) -> Rows:
    return [dict(row) for row in (await work.db.execute(query)).mappings()]


async def agencies(work: Work) -> Sequence[str]:
    """The agencies that have an organisation in force."""
    active = work.table("organisations")
    return (await work.db.scalars(sa.select(active.c.agency).order_by(active.c.agency))).all()
