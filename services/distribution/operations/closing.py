"""Closing a year's books: their columns stand from then on (ND30 Đ.16.2.b)."""

from dataclasses import dataclass
from datetime import date

from services.distribution.domain.desk import demand_clerk
from services.distribution.domain.numbering import Number, demand_confirmed
from services.distribution.domain.register import Recorded
from services.distribution.domain.reservation import Ending
from services.distribution.operations import reserving
from services.distribution.operations.noting import enter_line
from services.distribution.store import desk as store
from services.distribution.store import register, reservations
from shared.domain.dates import vietnam_date
from shared.domain.people import Person
from shared.domain.refusals import WrongMoment
from shared.runtime import ledger
from shared.runtime.database import Work

NAMED = 5
"""How many dispatches a refusal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The books of a year, closed: the last number of each series, by its code."""

    year: int
    last: dict[str, int]


async def close_year(work: Work, me: Person, year: int) -> Closed:
    """Close every series' book of a year that is over, voiding what is still reserved in it.

    Raises `WrongMoment`: `year_not_over` (by Vietnam's clock), `year_closed`, `book_empty`,
    `series_not_confirmed` after a restore, and `numbered_not_sealed` while something of the year
    has a number and no seal.
    """
    demand_clerk(me)
    await register.hold_books(work, me.agency)
    _demand_over(year, vietnam_date(work.clock.now()))
    if year in await register.closed_years(work, me.agency):
        raise WrongMoment("year_closed", f"Sổ năm {year} đã khóa rồi.")
    for series in sorted(await register.last_numbers(work, me.agency, year)):
        demand_confirmed(series, await register.lock_series(work, me.agency, series, year=year))
    last = await register.last_numbers(work, me.agency, year)
    if not last:
        raise WrongMoment("book_empty", f"Năm {year} không có văn bản nào trong sổ để khóa.")
    await _demand_sealed(work, me, year)
    for kept in await reservations.open_of(work, me.agency, year=year):
        because = f"khóa sổ năm {year}"
        await reserving.void(work, kept, Ending.CANCELLED, by=me, because=because)
    for series, number in last.items():
        await _close(work, me, series, year, number)
    await ledger.record(
        work,
        agency=me.agency,
        case=f"{me.agency}-{year}",
        account=me.id,
        act="books_closed",
        organisation=me.version,
        details={"last": last},
    )
    return Closed(year=year, last=last)


def _demand_over(year: int, today: date) -> None:
    if year >= today.year:
        raise WrongMoment(
            "year_not_over",
            f"Năm {year} chưa hết theo giờ Việt Nam; từ ngày 01/01/{year + 1} mới khóa được sổ.",
        )


async def _demand_sealed(work: Work, me: Person, year: int) -> None:
    waiting = [
        desk.number.printed
        for desk in await store.unsealed(work, me.agency)
        if desk.number and desk.number.year == year
    ]
    if waiting:
        named = ", ".join(waiting[:NAMED]) + (", ..." if len(waiting) > NAMED else "")
        raise WrongMoment(
            "numbered_not_sealed",
            f"Chưa khóa được sổ năm {year}: {len(waiting)} văn bản đã có số mà chưa đóng dấu "
            f"({named}). Hãy cho đóng dấu hoặc hủy số rồi khóa lại.",
        )


async def _close(work: Work, me: Person, series: str, year: int, last: int) -> None:
    book = Number(series=series, year=year, number=last, symbol="", dated=date(year, 12, 31))
    await enter_line(
        work,
        me.agency,
        Recorded.CLOSED,
        book,
        organisation=me.version,
        account=me.id,
        details={"entries": last},
    )
