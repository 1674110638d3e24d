"""Deadlines of a turn, the pauses in them, and what is marked when nobody decides.

Working time stands still while a question to the drafter is unanswered. Nothing here keeps or
sends anything: whoever asks has the facts, and writes the marks.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count, takewhile

from shared.domain.route import Escalation
from shared.domain.working_time import (
    WorkingTime,
    after_working,
    after_working_hours,
    before_working,
    working_between,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A question to the drafter that was not answered."""

    since: datetime
    until: datetime | None
    """None: it is not answered yet."""


class MarkKind(StrEnum):
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is to be marked on a turn that nobody decides, and when."""

    kind: MarkKind
    ordinal: int
    """1 for the first of its kind; only escalations have more."""
    at: datetime


def deadline(
    opened_at: datetime,
    hours: int,
    pauses: Sequence[Pause],
    calendar: WorkingTime,
    at: datetime,
) -> datetime:
    """Return when `hours` working hours have passed since the opening, pauses not counted.

    While a question is open it is what the deadline would be if the answer came at the instant
    `at`. What was asked after the deadline does not move it. Raises ValueError for a calendar
    that never works.
    """
    due = after_working_hours(opened_at, hours, calendar)
    for since, until in _stood_still(pauses, opened_at, at):
        if since < due:
            due = after_working(due, working_between(since, until, calendar), calendar)
    return due


def worked(
    opened_at: datetime, until: datetime, pauses: Sequence[Pause], calendar: WorkingTime
) -> timedelta:
    """Return the working time from the opening to `until`, pauses not counted."""
    paused = (
        working_between(since, min(end, until), calendar)
        for since, end in _stood_still(pauses, opened_at, until)
    )
    return working_between(opened_at, until, calendar) - sum(paused, timedelta())


def is_paused(pauses: Iterable[Pause]) -> bool:
    return any(pause.until is None for pause in pauses)


def timetable(
    opened_at: datetime,
    due_at: datetime,
    remind_before: int,
    escalation: Escalation | None,
    calendar: WorkingTime,
) -> Iterator[Mark]:
    """What will be marked on a turn, in the order of time; endless if the escalation repeats.

    `remind_before` is in working hours, 0 for none. No reminder comes before the task itself, nor
    together with it.
    """
    if remind_before:
        reminded = before_working(due_at, timedelta(hours=remind_before), calendar)
        if reminded > opened_at:
            yield Mark(kind=MarkKind.REMINDER, ordinal=1, at=reminded)
    yield Mark(kind=MarkKind.OVERDUE, ordinal=1, at=due_at)
    if escalation:
        yield from _escalations(due_at, escalation, calendar)


def due_marks(
    timetable: Iterable[Mark], done: AbstractSet[tuple[str, int]], at: datetime
) -> tuple[Mark, ...]:
    """What is to be marked now, given the kinds and ordinals of what was marked.

    What was missed while the engine was away is marked once, late; of escalations only the
    latest, for a storm of them is no help. So ordinals may be left out: what an escalation does
    besides telling is done by the first that is marked, whatever its ordinal.
    """
    latest = {mark.kind: mark for mark in takewhile(lambda mark: mark.at <= at, timetable)}
    return tuple(mark for mark in latest.values() if not _is_over(mark, done))


def next_mark(
    timetable: Iterable[Mark], done: AbstractSet[tuple[str, int]], at: datetime
) -> Mark | None:
    """The first thing after `at` that is to be marked; None if nothing is."""
    coming = (mark for mark in timetable if mark.at > at and not _is_over(mark, done))
    return next(coming, None)


def _escalations(due_at: datetime, escalation: Escalation, calendar: WorkingTime) -> Iterator[Mark]:
    at = after_working_hours(due_at, escalation.after, calendar)
    for ordinal in count(1):
        yield Mark(kind=MarkKind.ESCALATION, ordinal=ordinal, at=at)
        if not escalation.again:
            return
        at = after_working_hours(at, escalation.again, calendar)


def _is_over(mark: Mark, done: AbstractSet[tuple[str, int]]) -> bool:
    """Whether it was marked, or a later one of its kind was."""
    return any(kind == mark.kind and ordinal >= mark.ordinal for kind, ordinal in done)


def _stood_still(
    pauses: Iterable[Pause], opened_at: datetime, at: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """From when until when the clock stood still, as far as is known `at`; none over another."""
    free = opened_at
    for pause in sorted(pauses, key=lambda pause: pause.since):
        since, until = max(pause.since, free), pause.until or at
        if since < until:
            yield since, until
            free = until
