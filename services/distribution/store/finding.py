"""Reads parts of the register's books, and which dispatches have a word in their text."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.register import Recorded, RegisterEvent
from services.distribution.store.register import event_of
from shared.runtime.database import Work

_EVENTS, _ROWS = tables.register_events, tables.dispatches


async def books(work: Work, agency: str) -> Sequence[tuple[int, str]]:
    """Year and series of every book, in order."""
    query = sa.select(_EVENTS.c.year, _EVENTS.c.series).where(_EVENTS.c.agency == agency)
    found = await work.db.execute(query.distinct())
    return sorted((row.year, row.series) for row in found)  # as Python compares, not a collation


async def last_number(work: Work, agency: str, series: str, year: int) -> int:
    last = sa.select(sa.func.max(_EVENTS.c.number)).where(*_book(agency, series, year))
    return await work.db.scalar(last) or 0


async def of_numbers(
    work: Work, agency: str, series: str, year: int, numbers: range
) -> Sequence[RegisterEvent]:
    """The events of these numbers and the book's closing, in the order of numbers' giving."""
    within = _EVENTS.c.number.between(numbers.start, numbers.stop - 1)
    which = within | (_EVENTS.c.kind == Recorded.CLOSED)
    query = _EVENTS.select().where(*_book(agency, series, year), which)
    return [event_of(row) for row in await work.db.execute(query.order_by(_EVENTS.c.seq))]


def _book(agency: str, series: str, year: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _EVENTS.c.agency == agency, _EVENTS.c.series == series, _EVENTS.c.year == year


async def of_unit(work: Work, agency: str, unit: str) -> frozenset[str]:
    mine = sa.select(_ROWS.c.case).where(_ROWS.c.agency == agency, _ROWS.c.unit == unit)
    return frozenset((await work.db.scalars(mine)).all())


async def with_word(work: Work, agency: str, word: str, year: int | None) -> frozenset[str]:
    """The cases whose text has a folded word; of a year: those that have a number of it."""
    mine = sa.select(_ROWS.c.case).where(
        _ROWS.c.agency == agency, _ROWS.c.words.contains(word, autoescape=True)
    )
    if year is not None:
        mine = mine.where(_ROWS.c.year == year)
    return frozenset((await work.db.scalars(mine)).all())
