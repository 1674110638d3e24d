"""The series' lock rows, and the register's chain: its head is locked last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.distribution import tables
from services.distribution.domain.numbering import Number, Restore, Series
from services.distribution.domain.register import (
    EMPTY,
    GIVES_NUMBER,
    Head,
    Recorded,
    RegisterEvent,
    sealed_hash,
)
from shared.runtime.database import Work

_SERIES, _EVENTS, _HEADS = tables.series, tables.register_events, tables.register_heads
_RESTORES = tables.restores
_BATCH = 500
"""Rows in one statement."""

_OF_SERIES = sa.and_(
    _SERIES.c.agency == sa.bindparam("of_agency"), _SERIES.c.series == sa.bindparam("of_series")
)
_NEWEST = _RESTORES.select().order_by(_RESTORES.c.at.desc()).limit(1).subquery()
_STANDING: sa.Select[Any] = sa.select(
    *_SERIES.c, _NEWEST.c.at.label("restored_at"), _NEWEST.c.backup_at
).outerjoin(_NEWEST, sa.true())
_LOCK_SERIES = _STANDING.where(_OF_SERIES).with_for_update(of=_SERIES)
_KEEP_SERIES = _SERIES.update().where(_OF_SERIES)
_OF_HEAD = _HEADS.c.agency == sa.bindparam("of_agency")
_LOCK_HEAD = _HEADS.select().where(_OF_HEAD).with_for_update()
_MOVE_HEAD = (
    _HEADS.update().where(_OF_HEAD).values(seq=sa.bindparam("to_seq"), hash=sa.bindparam("to_hash"))
)
_EVENT: dict[str, Any] = {one.name: sa.bindparam(f"event_{one.name}") for one in _EVENTS.c}
_ENTER = _MOVE_HEAD.add_cte(_EVENTS.insert().values(_EVENT).cte("entered"))
_SAME_PRINTED = (
    sa.select(_EVENTS.c.series)
    .where(
        _EVENTS.c.agency == sa.bindparam("agency"),
        _EVENTS.c.year == sa.bindparam("year"),
        _EVENTS.c.number == sa.bindparam("number"),
        _EVENTS.c.symbol == sa.bindparam("symbol"),
        _EVENTS.c.series != sa.bindparam("series"),
        _EVENTS.c.kind.in_(GIVES_NUMBER),
    )
    .limit(1)
)
"""What every number needs while others wait is made once: making a statement takes twice as long
as running it. An event and the head that names it go in one."""


async def lock_series(work: Work, agency: str, name: str, *, year: int) -> Series:
    """The series, its row held until the end of the transaction; made on first use."""
    first = {"agency": agency, "series": name, "year": year, "last_number": 0}
    mine = {"of_agency": agency, "of_series": name}
    row = await _locked_or_made(work, _LOCK_SERIES, mine, _SERIES, first)
    return _series(row)


async def unconfirmed(
    work: Work, agency: str, codes: Collection[str]
) -> Mapping[str, Series | None]:
    """Those of these series that a restore has closed; None for one that has no row yet."""
    restore = (await work.db.execute(sa.select(_NEWEST))).one_or_none()
    if restore is None:
        return {}
    rows = await work.db.execute(_STANDING.where(_SERIES.c.agency == agency))
    found: dict[str, Series | None] = {row.series: _series(row) for row in rows}
    known = dict.fromkeys(sorted(codes)) | found
    return {code: one for code, one in known.items() if one is None or one.unconfirmed}


async def newest_restore(work: Work) -> tuple[Restore, Mapping[str, Any]] | None:
    """The last restore, and the chains' heads by agency as the backup had them."""
    row = (await work.db.execute(sa.select(_NEWEST))).one_or_none()
    return (Restore(at=row.at, backup_at=row.backup_at), row.heads) if row else None


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
    await work.db.execute(_KEEP_SERIES, {"of_agency": agency, "of_series": name} | values)


async def confirm_series(
    work: Work, agency: str, name: str, series: Series, restore: Restore
) -> None:
    """Keep how far it has come, and that a clerk answered for this restore."""
    await keep_series(work, agency, name, series)
    answered = _SERIES.update().where(_SERIES.c.agency == agency, _SERIES.c.series == name)
    await work.db.execute(answered.values(restore_confirmed=restore.at))


async def append(work: Work, event: RegisterEvent) -> RegisterEvent:
    """Add an event to its agency's chain, which gives it its place; the head is locked here."""
    head = await _lock_head(work, event.agency)
    placed = replace(event, seq=head.seq + 1, previous=head.hash)
    placed = replace(placed, hash=sealed_hash(placed))
    row = {f"event_{name}": value for name, value in _row(placed).items()}
    await work.db.execute(_ENTER, row | _moved(event.agency, placed.seq, placed.hash))
    return placed


async def append_all(work: Work, events: Sequence[RegisterEvent]) -> None:
    """As `append`, of many events of one agency at once."""
    if not events:
        return
    agency = events[0].agency
    head = await _lock_head(work, agency)
    rows, seq, last = [], head.seq, head.hash
    for event in events:
        seq += 1
        placed = replace(event, seq=seq, previous=last)
        placed = replace(placed, hash=sealed_hash(placed))
        rows.append(_row(placed))
        last = placed.hash
    for start in range(0, len(rows), _BATCH):
        await work.db.execute(_EVENTS.insert(), rows[start : start + _BATCH])
    await work.db.execute(_MOVE_HEAD, _moved(agency, seq, last))


async def same_printed(work: Work, agency: str, number: Number) -> str | None:
    """Another series whose book of that year has the same number and symbol.

    With the chain's head locked no other can come.
    """
    given = {"agency": agency, "series": number.series, "year": number.year}
    given |= {"number": number.number, "symbol": number.symbol}
    found: str | None = await work.db.scalar(_SAME_PRINTED, given)
    return found


async def printed_in(
    work: Work, agency: str, years: Collection[int], *, but: str
) -> dict[tuple[int, int, str], str]:
    """Year, number and symbol of every entry of these years with its series, but of one series."""
    all_ = sa.select(_EVENTS.c.year, _EVENTS.c.number, _EVENTS.c.symbol, _EVENTS.c.series).where(
        _EVENTS.c.agency == agency,
        _EVENTS.c.year.in_(years),
        _EVENTS.c.series != but,
        _EVENTS.c.kind.in_(GIVES_NUMBER),
    )
    return {(row.year, row.number, row.symbol): row.series for row in await work.db.execute(all_)}


async def last_numbers(work: Work, agency: str, year: int) -> dict[str, int]:
    """The last number of each series that has a book of that year, by the series' code."""
    last = sa.func.max(_EVENTS.c.number).label("last")
    books = sa.select(_EVENTS.c.series, last).where(
        _EVENTS.c.agency == agency,
        _EVENTS.c.year == year,
        _EVENTS.c.kind.in_(GIVES_NUMBER),
    )
    rows = await work.db.execute(books.group_by(_EVENTS.c.series).order_by(_EVENTS.c.series))
    return {row.series: row.last for row in rows}


async def closed_years(work: Work, agency: str) -> frozenset[int]:
    """The years whose books are closed."""
    closed = sa.select(_EVENTS.c.year).where(
        _EVENTS.c.agency == agency, _EVENTS.c.kind == Recorded.CLOSED
    )
    return frozenset((await work.db.scalars(closed.distinct())).all())


async def hold_books(work: Work, agency: str) -> None:
    """Closing a year and importing into one exclude each other; taken before every series."""
    scope = sa.func.hashtextextended(f"{work.metadata.schema}/books/{agency}", 0)
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(scope)))


async def of_year(work: Work, agency: str, series: str, year: int) -> Sequence[RegisterEvent]:
    """The events of one book, in order."""
    book = _EVENTS.select().where(
        _EVENTS.c.agency == agency, _EVENTS.c.series == series, _EVENTS.c.year == year
    )
    rows = await work.db.execute(book.order_by(_EVENTS.c.seq))
    return [event_of(row) for row in rows]


async def of_case(work: Work, agency: str, case: str) -> Sequence[RegisterEvent]:
    """What was recorded of a dispatch, in order."""
    mine = _EVENTS.select().where(_EVENTS.c.agency == agency, _EVENTS.c.case == case)
    rows = await work.db.execute(mine.order_by(_EVENTS.c.seq))
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


def _series(row: sa.Row[Any]) -> Series:
    open_ = row.restored_at is None or row.restored_at == row.restore_confirmed
    return Series(
        year=row.year,
        last_number=row.last_number,
        last_date=row.last_date,
        unconfirmed=None if open_ else Restore(at=row.restored_at, backup_at=row.backup_at),
    )


async def _lock_head(work: Work, agency: str) -> Head:
    first = {"agency": agency, "seq": EMPTY.seq, "hash": EMPTY.hash}
    row = await _locked_or_made(work, _LOCK_HEAD, {"of_agency": agency}, _HEADS, first)
    return Head(seq=row.seq, hash=row.hash)


def _moved(agency: str, seq: int, hash_: str | None) -> dict[str, Any]:
    return {"of_agency": agency, "to_seq": seq, "to_hash": hash_}


async def _locked_or_made(
    work: Work,
    locking: sa.Select[Any],
    mine: dict[str, Any],
    table: sa.Table,
    first: dict[str, Any],
) -> sa.Row[Any]:
    """The row, held; made where there is none, which happens once."""
    found: sa.Row[Any] | None = (await work.db.execute(locking, mine)).one_or_none()
    if found is not None:
        return found
    await work.db.execute(insert(table).values(first).on_conflict_do_nothing())
    made: sa.Row[Any] = (await work.db.execute(locking, mine)).one()
    return made


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
