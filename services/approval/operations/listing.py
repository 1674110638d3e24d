"""Lists of tasks, page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.approval.domain import listing as rules
from services.approval.domain.facts import Decision, Turn
from services.approval.domain.listing import DonePlace, OpenPlace, Place, Wanted, Whose
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated
from services.approval.operations.rounds import for_me, pinned
from services.approval.store import desks
from shared.domain.people import Person
from shared.domain.seats import Seat
from shared.runtime.database import Work

AT_ONCE: Final = 400
"""As many tasks are looked at together at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A task in a list."""

    place: Place
    held: Round
    """As far as lists ask of it (`store.desks.rounds_at`)."""
    turn: Turn
    late: bool
    waits_for: str | None = None
    """By title; None: it was decided."""
    claimed_by: str | None = None
    """The name of who has it alone."""
    on_behalf_of: str | None = None
    """The name of the person in whose place I may decide it, or did."""
    decision: Decision | None = None
    """Mine, in a list of what I decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    tasks: tuple[Listed, ...]
    next: str | None
    """The cursor of the next page; None at the end."""


async def tasks(work: Work, me: Person, wanted: Wanted, *, after: str | None, limit: int) -> Page:
    """One page of a list; raises Invalid for a cursor of another list."""
    if wanted.whose is Whose.DONE:
        last = rules.done_place(after) if after else None
        found = await _done(work, me, wanted, last, limit + 1)
    else:
        begin = rules.open_place(after) if after else None
        found = await _open(work, me, wanted, begin, limit + 1)
    shown = tuple(found[:limit])
    more = len(found) > limit
    return Page(tasks=shown, next=rules.cursor_of(shown[-1].place) if more else None)


async def _open(
    work: Work, me: Person, wanted: Wanted, after: OpenPlace | None, enough: int
) -> list[Listed]:
    """Look on, each time at twice as many, until enough of what was seen belongs here."""
    now = await for_me(work, me)
    seats = rules.seats_to_ask(wanted.whose, me, now)
    found: list[Listed] = []
    size, last = enough, after
    while seats and len(found) < enough:
        lines = await desks.open_lines(work, me.agency, seats, wanted, after=last, limit=size)
        found += await _belonging(work, me, wanted, seats, lines, now=now)
        if len(lines) < size:
            break
        size, last = min(2 * size, AT_ONCE), lines[-1].place
    return found[:enough]


async def _belonging(
    work: Work,
    me: Person,
    wanted: Wanted,
    seats: frozenset[Seat],
    lines: list[desks.Line[OpenPlace]],
    *,
    now: InForce,
) -> list[Listed]:
    """Those of the tasks that were seen which belong into the list."""
    rounds = await desks.rounds_at(work, me.agency, lines)
    found = []
    for line in lines:
        held, turn = rounds[line.task]
        late = held.late(turn, now.at)
        seated = None if wanted.whose is Whose.UNIT else rules.my_seat(held, turn, me, now)
        wanted_now = late or not wanted.overdue
        if wanted_now and rules.belongs(wanted.whose, held, turn, seated, seats):
            found.append(await _waiting(work, line, held, turn, seated, late=late, now=now))
    return found


async def _waiting(
    work: Work,
    line: desks.Line[OpenPlace],
    held: Round,
    turn: Turn,
    seated: Seated | None,
    *,
    late: bool,
    now: InForce,
) -> Listed:
    organisations = (now.organisation, await pinned(work, held))
    return Listed(
        place=line.place,
        held=held,
        turn=turn,
        late=late,
        waits_for=rules.waits_for(held, turn, organisations),
        claimed_by=rules.claimed_by(held, turn, now),
        on_behalf_of=seated.behalf.name if seated and seated.behalf else None,
    )


async def _done(
    work: Work, me: Person, wanted: Wanted, after: DonePlace | None, enough: int
) -> list[Listed]:
    lines = await desks.done_lines(work, me.agency, me.id, wanted, after=after, limit=enough)
    rounds = await desks.rounds_at(work, me.agency, lines)
    found = []
    for line in lines:
        held, turn = rounds[line.task]
        decision = _decision(held, line)
        found.append(
            Listed(
                place=line.place,
                held=held,
                turn=turn,
                late=_is_late(decision.at, turn),
                on_behalf_of=decision.by.behalf,
                decision=decision,
            )
        )
    return found


def _decision(held: Round, line: desks.Line[DonePlace]) -> Decision:
    return next(one for one in held.decisions if one.id == line.place.decision)


def _is_late(at: datetime, turn: Turn) -> bool:
    """By one's own decision: where several decide, the turn may end later."""
    return at > turn.due_at
