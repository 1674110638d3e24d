"""Deadlines of a turn: pauses taken out, and what is marked when nobody decides."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.approval.domain.deadlines import (
    Mark,
    MarkKind,
    Pause,
    deadline,
    due_marks,
    is_paused,
    next_mark,
    timetable,
    worked,
)
from shared.domain.route import Escalated, Escalation
from shared.domain.working_time import after_working_hours, working_between
from tests.support.calendars import NATIONAL, YEARS, at

NOW = at("2027-06-30 12:00")
"""Later than all that is told here, unless a story says otherwise."""
MONDAY = at("2026-06-29 08:00")


def pause(since: str, until: str) -> Pause:
    return Pause(since=at(since), until=at(until))


def due(opened_at: str, hours: int, *pauses: Pause, now: datetime = NOW) -> datetime:
    return deadline(at(opened_at), hours, pauses, NATIONAL, now)


@pytest.mark.parametrize(
    ("story", "opened_at", "hours", "end"),
    [
        ("Friday 16:00 to Monday", "2026-06-26 16:00", 8, "2026-06-29 16:30"),
        ("over Tết 2026", "2026-02-13 16:00", 8, "2026-02-23 16:30"),
        ("over Tết 2027", "2027-02-03 16:00", 8, "2027-02-11 16:30"),
        ("over 24 November 2026", "2026-11-23 16:00", 8, "2026-11-25 16:30"),
        ("into the swapped Saturday", "2026-08-21 16:00", 8, "2026-08-22 16:30"),
    ],
)
def test_a_deadline_is_counted_in_working_time(
    story: str, opened_at: str, hours: int, end: str
) -> None:
    assert due(opened_at, hours) == at(end), story


@pytest.mark.parametrize(
    ("story", "asked", "answered", "end"),
    [
        ("over lunch", "2026-06-29 11:30", "2026-06-29 13:30", "2026-06-29 16:00"),
        ("for two hours", "2026-06-29 09:00", "2026-06-29 11:00", "2026-06-30 08:30"),
        ("over a night", "2026-06-29 15:30", "2026-06-30 08:00", "2026-06-30 08:30"),
        ("at night only", "2026-06-29 20:00", "2026-06-30 06:00", "2026-06-29 16:00"),
        ("over a weekend", "2026-06-29 15:00", "2026-07-06 09:00", "2026-07-06 10:00"),
        ("answered at night", "2026-06-29 15:00", "2026-06-29 22:00", "2026-06-30 08:30"),
        (
            "to the minute of the deadline",
            "2026-06-29 16:00",
            "2026-07-06 09:00",
            "2026-06-29 16:00",
        ),
        ("before the opening too", "2026-06-29 07:30", "2026-06-29 08:30", "2026-06-29 16:30"),
    ],
)
def test_the_clock_stands_still_while_a_question_is_unanswered(
    story: str, asked: str, answered: str, end: str
) -> None:
    assert due("2026-06-29 08:00", 6, pause(asked, answered)) == at(end), story


def test_a_question_may_carry_the_deadline_over_tet() -> None:
    asked = pause("2026-02-13 15:00", "2026-02-13 16:30")
    assert due("2026-02-13 08:00", 7) == at("2026-02-13 17:00")
    assert due("2026-02-13 08:00", 7, asked) == at("2026-02-23 09:00")


def test_a_second_question_counts_if_the_first_made_room_for_it() -> None:
    first = pause("2026-06-29 09:00", "2026-06-29 11:00")
    second = pause("2026-06-29 16:30", "2026-06-30 08:00")
    assert due("2026-06-29 08:00", 6, second) == at("2026-06-29 16:00")
    assert due("2026-06-29 08:00", 6, second, first) == at("2026-06-30 09:30")


def test_two_questions_at_once_stop_the_clock_once() -> None:
    longer = pause("2026-06-29 09:00", "2026-06-29 11:00")
    within = pause("2026-06-29 09:30", "2026-06-29 10:00")
    across = pause("2026-06-29 10:30", "2026-06-29 11:30")
    assert due("2026-06-29 08:00", 3, longer, within) == at("2026-06-29 15:00")
    assert due("2026-06-29 08:00", 3, longer, across) == at("2026-06-29 15:30")


def test_an_open_question_moves_the_deadline_with_the_clock() -> None:
    asked = Pause(since=at("2026-06-29 15:00"), until=None)
    opened = "2026-06-29 08:00"
    assert due(opened, 6, asked, now=at("2026-06-29 15:00")) == at("2026-06-29 16:00")
    assert due(opened, 6, asked, now=at("2026-06-29 15:30")) == at("2026-06-29 16:30")
    assert due(opened, 6, asked, now=at("2026-07-06 09:00")) == at("2026-07-06 10:00")
    assert is_paused([pause("2026-06-29 09:00", "2026-06-29 11:00"), asked])
    assert not is_paused([pause("2026-06-29 09:00", "2026-06-29 11:00")])


def test_time_spent_on_a_task_has_no_pauses_in_it() -> None:
    asked = [
        pause("2026-06-29 09:00", "2026-06-29 11:00"),
        Pause(since=at("2026-06-29 16:00"), until=None),
    ]
    assert worked(MONDAY, at("2026-06-29 10:00"), asked, NATIONAL) == timedelta(hours=1)
    assert worked(MONDAY, at("2026-07-06 10:00"), asked, NATIONAL) == timedelta(hours=4)
    assert worked(MONDAY, MONDAY, asked, NATIONAL) == timedelta()


PAUSES = st.lists(
    st.builds(
        lambda since, length: Pause(since=since, until=since + length),
        YEARS,
        st.timedeltas(timedelta(), timedelta(days=20)),
    ),
    max_size=5,
)


@given(YEARS, st.integers(1, 200), PAUSES)
def test_until_its_deadline_a_task_has_all_its_hours(
    opened_at: datetime, hours: int, pauses: list[Pause]
) -> None:
    end = deadline(opened_at, hours, pauses, NATIONAL, NOW)
    assert worked(opened_at, end, pauses, NATIONAL) == timedelta(hours=hours)


@given(YEARS, st.integers(1, 200), PAUSES, st.randoms(use_true_random=False))
def test_the_order_in_which_questions_are_told_is_nothing(
    opened_at: datetime, hours: int, pauses: list[Pause], chance: Random
) -> None:
    shuffled = sorted(pauses, key=lambda _: chance.random())
    assert deadline(opened_at, hours, shuffled, NATIONAL, NOW) == deadline(
        opened_at, hours, pauses, NATIONAL, NOW
    )


@given(YEARS, YEARS, PAUSES)
def test_pauses_never_make_work_out_of_rest(
    opened_at: datetime, until: datetime, pauses: list[Pause]
) -> None:
    spent = worked(opened_at, until, pauses, NATIONAL)
    assert timedelta() <= spent <= working_between(opened_at, until, NATIONAL)


def escalation(after: int = 0, again: int = 0) -> Escalation:
    return Escalation(after=after, how=Escalated.TOLD, seats=(), again=again)


def told(
    opened_at: str, due_at: str, remind_before: int, escalation: Escalation | None, first: int = 9
) -> list[tuple[str, int, datetime]]:
    marks = timetable(at(opened_at), at(due_at), remind_before, escalation, NATIONAL)
    return [(mark.kind, mark.ordinal, mark.at) for mark in islice(marks, first)]


def test_a_turn_without_rules_is_only_ever_overdue() -> None:
    due_at = "2026-06-29 16:30"
    assert told("2026-06-26 16:00", due_at, 0, None) == [("overdue", 1, at(due_at))]


def test_reminder_and_escalations_are_counted_in_working_hours() -> None:
    assert told(
        "2026-11-20 08:00", "2026-11-25 08:30", 2, escalation(after=8, again=8), first=5
    ) == [
        ("reminder", 1, at("2026-11-23 16:00")),
        ("overdue", 1, at("2026-11-25 08:30")),
        ("escalation", 1, at("2026-11-26 09:00")),
        ("escalation", 2, at("2026-11-27 09:30")),
        ("escalation", 3, at("2026-11-30 10:00")),
    ]


def test_an_escalation_may_come_with_the_deadline_and_only_once() -> None:
    assert told("2026-06-26 08:00", "2026-06-26 17:00", 0, escalation()) == [
        ("overdue", 1, at("2026-06-26 17:00")),
        ("escalation", 1, at("2026-06-26 17:00")),
    ]


@pytest.mark.parametrize("opened_at", ["2026-06-29 14:30", "2026-06-29 15:00"])
def test_nobody_is_reminded_before_or_with_the_task_itself(opened_at: str) -> None:
    assert [kind for kind, _, _ in told(opened_at, "2026-06-29 16:30", 2, None)] == ["overdue"]


@given(YEARS, st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_timetable_is_in_the_order_of_time(
    opened_at: datetime, hours: int, remind_before: int, after: int, again: int
) -> None:
    due_at = after_working_hours(opened_at, hours, NATIONAL)
    marks = list(
        islice(timetable(opened_at, due_at, remind_before, escalation(after, again), NATIONAL), 6)
    )
    assert all(one.at <= another.at for one, another in pairwise(marks))
    assert opened_at < marks[0].at
    assert len({(mark.kind, mark.ordinal) for mark in marks}) == len(marks)


REMINDER = Mark(kind=MarkKind.REMINDER, ordinal=1, at=at("2026-06-29 14:30"))
OVERDUE = Mark(kind=MarkKind.OVERDUE, ordinal=1, at=at("2026-06-29 16:30"))
TOLD = [
    Mark(kind=MarkKind.ESCALATION, ordinal=number, at=at(f"2026-06-30 {10 + number}:00"))
    for number in (1, 2, 3)
]
MARKS = [REMINDER, OVERDUE, *TOLD]
FIRST_TWO = frozenset({("reminder", 1), ("overdue", 1)})


def test_each_thing_is_marked_at_its_time_and_once() -> None:
    nothing: frozenset[tuple[str, int]] = frozenset()
    assert due_marks(MARKS, nothing, at("2026-06-29 14:29")) == ()
    assert due_marks(MARKS, nothing, REMINDER.at) == (REMINDER,)
    assert due_marks(MARKS, {("reminder", 1)}, at("2026-06-29 15:00")) == ()
    assert due_marks(MARKS, {("reminder", 1)}, OVERDUE.at) == (OVERDUE,)
    assert due_marks(MARKS, FIRST_TWO, TOLD[0].at) == (TOLD[0],)


def test_after_the_engine_was_away_each_kind_is_marked_once() -> None:
    back = at("2026-06-30 12:30")
    assert due_marks(MARKS, frozenset(), back) == (REMINDER, OVERDUE, TOLD[1])
    done = FIRST_TWO | {("escalation", 2)}
    assert due_marks(MARKS, done, back) == ()
    assert next_mark(MARKS, done, back) == TOLD[2]


def test_a_calendar_that_changed_marks_nothing_a_second_time() -> None:
    done = FIRST_TWO | {("escalation", 3)}
    assert due_marks(MARKS, done, TOLD[1].at) == ()
    assert next_mark(MARKS, done, TOLD[1].at) is None


def test_what_comes_next_is_after_now_and_not_done() -> None:
    nothing: frozenset[tuple[str, int]] = frozenset()
    assert next_mark(MARKS, nothing, MONDAY) == REMINDER
    assert next_mark(MARKS, nothing, REMINDER.at) == OVERDUE
    assert next_mark(MARKS, {("overdue", 1)}, REMINDER.at) == TOLD[0]
    assert next_mark(MARKS, FIRST_TWO, NOW) is None


def test_of_an_endless_timetable_only_what_is_needed_is_asked() -> None:
    opened, due_at = at("2026-06-26 16:00"), OVERDUE.at

    def marks() -> Iterator[Mark]:
        return timetable(opened, due_at, 2, escalation(1, 1), NATIONAL)

    (late,) = due_marks(marks(), FIRST_TWO, at("2026-12-31 17:00"))
    coming = next_mark(marks(), FIRST_TWO | {("escalation", late.ordinal)}, late.at)
    assert (late.kind, late.at) == (MarkKind.ESCALATION, at("2026-12-31 16:30"))
    assert coming == Mark(
        kind=MarkKind.ESCALATION, ordinal=late.ordinal + 1, at=at("2027-01-04 08:00")
    )
