"""How the work goes: tasks open and done, on time and late, and the working hours they took.

A turn counts as done when a decision ended it: not where the plan changed before anybody decided,
where the step was bypassed, or where the dispatch was withdrawn. On time is at the deadline or
before it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.dates import VIETNAM
from shared.domain.four_eyes import ROLES
from shared.domain.organisation import Organisation, Rank
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours
from shared.domain.route import StepKind
from shared.domain.seats import Seat, SeatKind

LEADERS: Final = (Rank.HEAD, Rank.ACTING_HEAD, Rank.DEPUTY)
YEARS: Final = range(2000, 3000)


class By(StrEnum):
    """What tasks are counted by."""

    UNIT = "unit"
    """The drafting unit."""
    STEP = "step"
    """The kind of step."""
    POST = "post"
    """The post in which the turn was decided; of an open one each that it waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which turns are counted."""

    by: By
    units: frozenset[str] | None = None
    """Of these drafting units only; None: of all."""
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that counts no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Turns that were decided, of one group; working time in seconds, None where none is known."""

    code: str
    done: int
    on_time: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many turns wait on the same seats."""

    unit: str
    kind: StepKind
    seats: tuple[Seat, ...]
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One group; hours are working hours."""

    code: str
    name: str
    open: int
    done: int
    on_time: int
    late: int
    median_hours: float | None
    p90_hours: float | None


def units_shown(me: Person) -> frozenset[str] | None:
    """The drafting units whose figures somebody may see, None for all; raises NotYours."""
    posts = me.organisation.posts_of(me.account)
    if any(post.rank in LEADERS for post in posts):
        return None
    headed = {post.unit for post in posts if post.rank is Rank.UNIT_HEAD and post.unit}
    if not headed:
        raise NotYours(
            "not_leading",
            "Thống kê dành cho lãnh đạo cơ quan và trưởng đơn vị; hãy hỏi trưởng đơn vị của mình.",
        )
    return frozenset(headed)


def period(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """From the beginning of the first day to the end of the last, by the clock of Viet Nam."""
    if any(day and day.year not in YEARS for day in (first, last)):
        raise _wrong("Ngày nằm ngoài khoảng thống kê được (năm 2000 đến 2999).")
    if first and last and last < first:
        raise _wrong("Ngày cuối không được trước ngày đầu.")
    return _midnight(first), _midnight(last + timedelta(days=1) if last else None)


def _wrong(sentence: str) -> Invalid:
    return Invalid("wrong_period", sentence, details={"to": sentence})


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def hours(seconds: float | None) -> float | None:
    """Working hours, with one decimal."""
    return None if seconds is None else round(seconds / 3600, 1)


def figures(
    by: By, waiting: Iterable[Waiting], done: Iterable[Done], organisation: Organisation
) -> tuple[Figures, ...]:
    """A line for each group that has tasks, by code; groups are called as they are now."""
    opened = _open_by(by, waiting, organisation)
    decided = {one.code: one for one in done}
    names = _names(by, organisation)
    nothing = Done(code="", done=0, on_time=0, median=None, p90=None)
    lines = []
    for code in sorted({*opened, *decided}):
        one = decided.get(code, nothing)
        lines.append(
            Figures(
                code=code,
                name=names.get(code, code),
                open=opened[code],
                done=one.done,
                on_time=one.on_time,
                late=one.done - one.on_time,
                median_hours=hours(one.median),
                p90_hours=hours(one.p90),
            )
        )
    return tuple(lines)


def _open_by(by: By, waiting: Iterable[Waiting], organisation: Organisation) -> Counter[str]:
    opened: Counter[str] = Counter()
    for one in waiting:
        for code in _codes(by, one, organisation):
            opened[code] += one.tasks
    return opened


def _codes(by: By, waiting: Waiting, organisation: Organisation) -> set[str]:
    match by:
        case By.UNIT:
            return {waiting.unit}
        case By.STEP:
            return {waiting.kind.value}
        case By.POST:
            return {_post_of(seat, organisation) for seat in waiting.seats}


def _post_of(seat: Seat, organisation: Organisation) -> str:
    """The post whose work a seat is; a seat that is nobody's any more stays by its own name."""
    match seat.kind:
        case SeatKind.POST:
            return seat.of
        case SeatKind.UNIT_HEAD:
            head = organisation.unit_head(seat.of)
            return head.code if head else str(seat)
        case SeatKind.FIELD | SeatKind.ACCOUNT:
            sitters = organisation.sitters(seat)
            post = organisation.post_in(seat, sitters[0]) if sitters else None
            return post.code if post else str(seat)


def _names(by: By, organisation: Organisation) -> Mapping[str, str]:
    match by:
        case By.UNIT:
            return {unit.code: unit.name for unit in organisation.units}
        case By.STEP:
            return {kind.value: ROLES[kind] for kind in StepKind}
        case By.POST:
            return {post.code: post.title for post in organisation.posts}
