"""Reserved numbers, and how each ended: both written once, under their series' lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.distribution import tables
from services.distribution.domain.desk import Actor
from services.distribution.domain.numbering import Number
from services.distribution.domain.reservation import Ended, Ending, Reservation
from shared.runtime.database import Work

_ROWS, _ENDS = tables.reservations, tables.reservation_ends
_BOTH: Final[sa.Select[Any]] = sa.select(
    *_ROWS.c,
    _ENDS.c.ending,
    _ENDS.c.at.label("ended_at"),
    _ENDS.c.account.label("ended_by"),
    _ENDS.c.used_for,
).outerjoin(_ENDS, _ENDS.c.id == _ROWS.c.id)


async def keep(work: Work, kept: Reservation) -> None:
    number = kept.number
    row = {
        "id": kept.id,
        "agency": kept.agency,
        "case": kept.id,
        "account": kept.account,
        "at": kept.at,
        "organisation": kept.organisation,
        "series": number.series,
        "year": number.year,
        "number": number.number,
        "symbol": number.symbol,
        "dated": number.dated,
        "purpose": kept.purpose,
        "expires_at": kept.expires_at,
    }
    await work.db.execute(_ROWS.insert().values(row))


async def end(
    work: Work,
    kept: Reservation,
    ending: Ending,
    *,
    by: Actor,
    at: datetime,
    used_for: str | None = None,
) -> None:
    row = {
        "id": kept.id,
        "agency": kept.agency,
        "ending": ending,
        "account": by.id,
        "at": at,
        "organisation": by.version,
        "used_for": used_for,
    }
    await work.db.execute(_ENDS.insert().values(row))


async def find(work: Work, agency: str, id_: str) -> Reservation | None:
    """As it stands; what ends it holds the series' lock."""
    mine = _BOTH.where(_ROWS.c.agency == agency, _ROWS.c.id == id_)
    row = (await work.db.execute(mine)).one_or_none()
    return _reservation(row) if row else None


async def open_of(
    work: Work, agency: str, *, series: str | None = None, year: int | None = None
) -> Sequence[Reservation]:
    """Those that nobody used, cancelled or saw expire, the next to expire first."""
    mine = _BOTH.where(_ROWS.c.agency == agency, _ENDS.c.id.is_(None))
    if series is not None:
        mine = mine.where(_ROWS.c.series == series)
    if year is not None:
        mine = mine.where(_ROWS.c.year == year)
    rows = await work.db.execute(mine.order_by(_ROWS.c.expires_at, _ROWS.c.id))
    return [_reservation(row) for row in rows]


async def kept_until(db: AsyncConnection, id_: str) -> tuple[str, datetime]:
    """What the flow of a reservation must know: its agency, and when it expires."""
    row = (await db.execute(_ROWS.select().where(_ROWS.c.id == id_))).one()
    return row.agency, row.expires_at


def _reservation(row: sa.Row[Any]) -> Reservation:
    ended = row.ending and Ended(
        ending=Ending(row.ending), at=row.ended_at, account=row.ended_by, case=row.used_for
    )
    return Reservation(
        id=row.id,
        agency=row.agency,
        number=Number(
            series=row.series,
            year=row.year,
            number=row.number,
            symbol=row.symbol,
            dated=row.dated,
        ),
        purpose=row.purpose,
        account=row.account,
        at=row.at,
        expires_at=row.expires_at,
        organisation=row.organisation,
        ended=ended,
    )
