"""Task lists: whose desks are looked at, in which order, and which tasks are shown.

A list shows what deciding would allow now, by the same rules (`seating`, `deciding`).
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from services.approval.domain.deciding import name_of, refuse_claimed_by_other
from services.approval.domain.facts import Turn
from services.approval.domain.holder import seats_named
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated, had_alone, open_to
from shared.domain.organisation import Account, Organisation, Rank
from shared.domain.people import Person
from shared.domain.refusals import Invalid, WrongMoment
from shared.domain.route import StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import FIRST, Urgency
from shared.domain.words import fold


class Whose(StrEnum):
    """Whose tasks are listed."""

    MINE = "mine"
    """Open ones that I may decide of my own right."""
    UNIT = "unit"
    """Open ones that wait for somebody of my units; to look at."""
    SUBSTITUTE = "substitute"
    """Open ones that I may decide in the place of another."""
    DONE = "done"
    """Those that I decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tasks are asked for; None and empty: all."""

    whose: Whose
    kind: StepKind | None = None
    urgency: Urgency | None = None
    unit: str | None = None
    """Code of the drafting unit."""
    words: tuple[str, ...] = ()
    """Without diacritics; each must be found."""
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """Where an open task stands in a list: the most urgent first, then by deadline."""

    urgency: int
    """Counted from 0, the most urgent."""
    due_at: datetime
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePlace:
    """Where a decision stands in a list: the newest first."""

    at: datetime
    decision: str


Place = OpenPlace | DonePlace


def words_of(text: str) -> tuple[str, ...]:
    """The words to be searched for, as they are kept."""
    return tuple(dict.fromkeys(fold(text).split()))


def cursor_of(place: Place) -> str:
    """The place after which the next page begins, as callers carry it."""
    match place:
        case OpenPlace():
            text = f"open|{place.urgency}|{place.due_at.isoformat()}|{place.task}"
        case DonePlace():
            text = f"done|{place.at.isoformat()}|{place.decision}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def open_place(cursor: str) -> OpenPlace:
    """Read what `cursor_of` wrote for such a list; raises Invalid `broken_cursor`."""
    try:
        urgency, due_at, task = _parts("open", cursor)
        level = range(len(FIRST)).index(int(urgency))
        return OpenPlace(urgency=level, due_at=_instant(due_at), task=str(UUID(task)))
    except (ValueError, OverflowError):
        raise _broken_cursor() from None


def done_place(cursor: str) -> DonePlace:
    """The same for a list of what was decided."""
    try:
        at, decision = _parts("done", cursor)
        return DonePlace(at=_instant(at), decision=str(UUID(decision)))
    except (ValueError, OverflowError):
        raise _broken_cursor() from None


def _parts(kind: str, cursor: str) -> list[str]:
    padded = cursor + "=" * (-len(cursor) % 4)
    found, *parts = urlsafe_b64decode(padded).decode().split("|")
    if found != kind:
        raise ValueError("a cursor of another list")
    return parts


def _broken_cursor() -> Invalid:
    sentence = "Chỗ dừng “after” không dùng được cho danh sách này; hãy xem lại từ trang đầu."
    return Invalid("broken_cursor", sentence, details={"after": sentence})


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(UTC)


def seats_to_ask(whose: Whose, me: Person, now: InForce) -> frozenset[Seat]:
    """On which seats' desks the tasks of a list may lie."""
    organisation = now.organisation
    match whose:
        case Whose.MINE:
            return organisation.seats_of(me.account)
        case Whose.SUBSTITUTE:
            return _union(organisation.seats_of(owner) for owner in _let_me_act(me, now))
        case Whose.UNIT:
            return _seats_of_units(organisation, me.account)
        case Whose.DONE:
            return frozenset()


def _let_me_act(me: Person, now: InForce) -> Iterable[Account]:
    """Whose absence or delegation lets me act by now; its scope is asked of each task."""
    lets = [(one.account, one.substitute, one.starts_at) for one in now.grants.absences]
    lets += [(one.delegator, one.delegate, one.starts_at) for one in now.grants.delegations]
    owners = {owner for owner, to, since in lets if to == me.id and since <= now.at}
    return (one for one in now.organisation.accounts if one.id in owners)


def _seats_of_units(organisation: Organisation, account: Account) -> frozenset[Seat]:
    """The seats of everybody in an account's units; the leaders, who are in none, are as one."""
    units = {post.unit for post in organisation.posts_of(account)}
    posts = {post.code: post for post in organisation.posts if post.unit in units}
    seats = {Seat(SeatKind.POST, code) for code in posts}
    seats |= {Seat(SeatKind.UNIT_HEAD, unit) for unit in units if unit}
    for one in organisation.accounts:
        held = [posts[code] for code in one.posts if code in posts]
        if held:
            seats.add(Seat(SeatKind.ACCOUNT, one.id))
        if any(post.rank is Rank.DEPUTY for post in held):
            seats |= {Seat(SeatKind.FIELD, field) for field in organisation.fields_of(one)}
    return frozenset(seats)


def _union(sets: Iterable[frozenset[Seat]]) -> frozenset[Seat]:
    return frozenset[Seat]().union(*sets)


def my_seat(held: Round, turn: Turn, me: Person, now: InForce) -> Seated | None:
    """The seat in which I may decide an open task now; None while another has it alone."""
    try:
        refuse_claimed_by_other(held, turn, me, now)
    except WrongMoment:
        return None
    return open_to(held, turn, me.account, now)


def belongs(
    whose: Whose, held: Round, turn: Turn, seated: Seated | None, asked: frozenset[Seat]
) -> bool:
    """Whether an open task that lies on one of the asked seats' desks belongs into the list.

    `seated`: as what I may decide it. My unit's is one that still waits for a seat of the unit.
    """
    match whose:
        case Whose.MINE:
            return seated is not None and seated.behalf is None
        case Whose.SUBSTITUTE:
            return seated is not None and seated.behalf is not None
        case Whose.UNIT:
            return not asked.isdisjoint(seats_left(held, turn))
        case Whose.DONE:
            return False


def seats_left(held: Round, turn: Turn) -> tuple[Seat, ...]:
    """The seats whose decision a task still waits for."""
    taken = {vote.seat for vote in held.votes(turn.step, turn.turn)}
    return tuple(seat for seat in held.step(turn.step).seats if seat not in taken)


def waits_for(held: Round, turn: Turn, organisations: tuple[Organisation, ...]) -> str:
    """These seats by title; the first organisation that knows one names it."""
    step, left = held.step(turn.step), seats_left(held, turn)
    heard = len(step.seats) - len(left)
    return seats_named(replace(step, seats=left, needs=step.needs - heard), organisations)


def claimed_by(held: Round, turn: Turn, now: InForce) -> str | None:
    """The name of who has a task alone, as long as he could decide it."""
    assigned = had_alone(held, turn, now)
    return name_of(now.organisation, assigned.to) if assigned else None
