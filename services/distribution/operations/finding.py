"""Finds entries of the register, page by page, in the order of years, series and numbers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.distribution.domain.access import concealed
from services.distribution.domain.finding import (
    Cases,
    Place,
    Wanted,
    cursor_of,
    is_wanted,
    place_of,
)
from services.distribution.domain.register import Entry, entries
from services.distribution.operations.access import hidden
from services.distribution.store import finding as store
from shared.domain.people import Person
from shared.runtime.database import Work

NUMBERS: Final = 500
"""How many numbers are looked through together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    entries: Sequence[Entry]
    after: str | None
    """Where the next page begins; None at the end."""


async def find(work: Work, me: Person, wanted: Wanted, *, after: str | None, limit: int) -> Page:
    """Entries behind `after`; whoever may see the register may search it.

    Of a dispatch that the person may not read, only what its line shows is looked at.
    """
    unread = await hidden(work, me)
    cases = Cases(
        of_unit=await store.of_unit(work, me.agency, wanted.unit) if wanted.unit else None,
        by_word={
            word: await store.with_word(work, me.agency, word, wanted.year) - unread
            for word in wanted.words
        },
    )
    found: list[Entry] = []
    async for whole in _behind(work, me.agency, wanted, place_of(after)):
        entry = concealed(whole) if whole.case in unread else whole
        if is_wanted(entry, wanted, cases):
            found.append(entry)
        if len(found) > limit:
            return Page(entries=found[:limit], after=cursor_of(found[limit - 1]))
    return Page(entries=found, after=None)


async def _behind(work: Work, agency: str, wanted: Wanted, place: Place) -> AsyncIterator[Entry]:
    """The entries of every book that may have wanted ones."""
    for year, series in await store.books(work, agency):
        if (year, series) < (place.year, place.series) or not wanted.may_have(year, series):
            continue
        number = place.number if (year, series) == (place.year, place.series) else 0
        last = await store.last_number(work, agency, series, year)
        while number < last:
            part = range(number + 1, number + NUMBERS + 1)
            for entry in entries(await store.of_numbers(work, agency, series, year, part)):
                yield entry
            number += NUMBERS
