"""The series' lock rows, and the register's chain: its head is locked last."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.distribution import tables
from services.distribution.domain.numbering import Series
from services.distribution.domain.register import EMPTY, Head, RegisterEvent, sealed_hash
from shared.runtime.database import Work

_SERIES, _EVENTS, _HEADS = tables.series, tables.register_events, tables.register_heads


async def lock_series(work: Work, agency: str, name: str, *, year: int) -> Series:
    """The series, its row held until the end of the transaction; made on first use."""
    first = {"agency": agency, "series": name, "year": year, "last_number": 0}
    await work.db.execute(insert(_SERIES).values(first).on_conflict_do_nothing())
    mine = _SERIES.select().where(_SERIES.c.agency == agency, _SERIES.c.series == name)
    row = (await work.db.execute(mine.with_for_update())).one()
    return Series(year=row.year, last_number=row.last_number, last_date=row.last_date)


async def names(work: Work, agency: str) -> Sequence[str]:
    """The codes of the series that ever gave a number."""
    mine = sa.select(_SERIES.c.series).where(_SERIES.c.agency == agency)
    return (await work.db.scalars(mine.order_by(_SERIES.c.series))).all()


async def keep_series(work: Work, agency: str, name: str, series: Series) -> None:
    values = {
        "year": series.year,
        "last_number": series.last_number,
        "last_date": series.last_date,
    }
    mine = (_SERIES.c.agency == agency) & (_SERIES.c.series == name)
    await work.db.execute(_SERIES.update().where(mine).values(values))


async def append(work: Work, event: RegisterEvent) -> RegisterEvent:
    """Add an event to its agency's chain, which gives it its place; the head is locked here."""
    head = await _lock_head(work, event.agency)
    placed = replace(event, seq=head.seq + 1, previous=head.hash)
    placed = replace(placed, hash=sealed_hash(placed))
    await work.db.execute(_EVENTS.insert().values(_row(placed)))
    mine = _HEADS.update().where(_HEADS.c.agency == event.agency)
    await work.db.execute(mine.values(seq=placed.seq, hash=placed.hash))
    return placed


async def of_year(work: Work, agency: str, series: str, year: int) -> Sequence[RegisterEvent]:
    """The events of one book, in order."""
    book = _EVENTS.select().where(
        _EVENTS.c.agency == agency, _EVENTS.c.series == series, _EVENTS.c.year == year
    )
    rows = await work.db.execute(book.order_by(_EVENTS.c.seq))
    return [event_of(row) for row in rows]


async def ends(work: Work, agency: str) -> tuple[Head, int]:
    """The chain's head and its last event's number, in one statement: nothing comes in between."""
    mine, last = _HEADS.c.agency == agency, sa.func.max(_EVENTS.c.seq)
    query = sa.select(
        sa.select(_HEADS.c.seq).where(mine).scalar_subquery().label("head"),
        sa.select(_HEADS.c.hash).where(mine).scalar_subquery().label("hash"),
        sa.select(last).where(_EVENTS.c.agency == agency).scalar_subquery().label("last"),
    )
    row = (await work.db.execute(query)).one()
    head = EMPTY if row.head is None else Head(seq=row.head, hash=row.hash)
    return head, row.last or 0


async def part(
    work: Work, agency: str, *, after: int | None, last: int, limit: int = 1000
) -> Sequence[RegisterEvent]:
    """The chain's events behind the number `after`, in order, as far as `last`."""
    query = _EVENTS.select().where(_EVENTS.c.agency == agency, _EVENTS.c.seq <= last)
    if after is not None:
        query = query.where(_EVENTS.c.seq > after)
    rows = await work.db.execute(query.order_by(_EVENTS.c.seq).limit(limit))
    return [event_of(row) for row in rows]


async def _lock_head(work: Work, agency: str) -> Head:
    first = {"agency": agency, "seq": EMPTY.seq, "hash": EMPTY.hash}
    await work.db.execute(insert(_HEADS).values(first).on_conflict_do_nothing())
    mine = _HEADS.select().where(_HEADS.c.agency == agency).with_for_update()
    row = (await work.db.execute(mine)).one()
    return Head(seq=row.seq, hash=row.hash)


def _row(event: RegisterEvent) -> dict[str, Any]:
    return {
        "agency": event.agency,
        "seq": event.seq,
        "kind": event.kind,
        "case": event.case,
        "round": event.round,
        "series": event.series,
        "year": event.year,
        "number": event.number,
        "symbol": event.symbol,
        "dated": event.dated,
        "file": event.file,
        "at": event.at,
        "account": event.account,
        "organisation": event.organisation,
        "details": dict(event.details),
        "previous": event.previous,
        "hash": event.hash,
    }


def event_of(row: sa.Row[Any]) -> RegisterEvent:
    return RegisterEvent(
        agency=row.agency,
        seq=row.seq,
        kind=row.kind,
        case=row.case,
        round=row.round,
        series=row.series,
        year=row.year,
        number=row.number,
        symbol=row.symbol,
        dated=row.dated,
        file=row.file,
        at=row.at,
        account=row.account,
        organisation=row.organisation,
        details=row.details,
        previous=row.previous,
        hash=row.hash,
    )
