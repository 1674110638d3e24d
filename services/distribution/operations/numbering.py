"""Giving a number: series row, number, date, fact and register in one transaction."""

from datetime import datetime

from services.distribution.domain.desk import Actor, Desk
from services.distribution.domain.numbering import Number, next_number
from services.distribution.domain.register import Recorded, numbered_details
from services.distribution.operations import amending, reserving
from services.distribution.operations.noting import enter, note, refuse_same_number
from services.distribution.store import desk as store
from services.distribution.store import register
from shared.domain.dates import vietnam_date
from shared.runtime.database import Work


async def give_number(work: Work, desk: Desk, by: Actor, *, reserved: str | None = None) -> Desk:
    """Number, date and register entry of a locked dispatch that may be issued (Đ.15, Đ.16).

    The next number of its series, by the scheme in force; or the one kept by the reservation
    `reserved`. Raises `WrongMoment` where there is no lawful one, and what
    `domain.amending.demand_amendable` raises of a dispatch that corrects or replaces another.
    """
    laid = desk.laid
    await amending.demand_right(work, desk, by)
    series = by.organisation.series_for(unit=laid.unit, doc_type=laid.doc_type).series
    if reserved is None:
        number, at = await _next_number(work, desk, series)
    else:
        number, at = await reserving.use(work, desk, series, reserved, by)
    issued = await store.number(work, desk, number, me=by, at=at)
    signed = laid.signed
    await note(
        work,
        issued,
        "issued",
        account=by.id,
        organisation=by.version,
        object_hash=signed,
        details={"number": number.printed, "date": number.dated.isoformat()},
    )
    await enter(
        work,
        issued,
        Recorded.NUMBERED,
        number,
        file=signed,
        organisation=by.version,
        account=by.id,
        details=numbered_details(issued),
    )
    await refuse_same_number(work, laid.agency, number)
    return issued


async def _next_number(work: Work, desk: Desk, name: str) -> tuple[Number, datetime]:
    """The second lock; the clock is read after it, so dates follow the order of numbers."""
    agency, laid = desk.laid.agency, desk.laid
    year = vietnam_date(laid.signed_at).year
    series = await register.lock_series(work, agency, name, year=year)
    at = work.clock.now()
    number, after = next_number(
        name,
        series,
        symbol=laid.symbol,
        today=vietnam_date(at),
        signed_on=vietnam_date(laid.signed_at),
    )
    await register.keep_series(work, agency, name, after)
    return number, at
