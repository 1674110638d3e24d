"""Deadlines in the agency's working hours, over weekends, holidays and swapped Saturdays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.working_time import (
    NationalDays,
    Shift,
    WorkingTime,
    after_working,
    after_working_hours,
    before_working,
    working_between,
)
from tests.support.calendars import NATIONAL as CALENDAR
from tests.support.calendars import YEARS, at


@pytest.mark.parametrize(
    ("story", "start", "hours", "end"),
    [
        ("within a morning", "2026-06-29 08:00", 2, "2026-06-29 10:00"),
        ("to the minute the morning ends", "2026-06-29 07:30", 4, "2026-06-29 11:30"),
        ("over the lunch break", "2026-06-29 10:30", 2, "2026-06-29 14:30"),
        ("over the night", "2026-06-29 16:00", 2, "2026-06-30 08:30"),
        ("Friday afternoon to Monday", "2026-06-26 16:00", 2, "2026-06-29 08:30"),
        ("started before work", "2026-06-29 05:00", 1, "2026-06-29 08:30"),
        ("started at lunch", "2026-06-29 12:15", 1, "2026-06-29 14:30"),
        ("started in the evening", "2026-06-29 21:00", 1, "2026-06-30 08:30"),
        ("started on a Sunday", "2026-06-28 10:00", 1, "2026-06-29 08:30"),
        ("a holiday on a Tuesday, 24 November", "2026-11-23 16:00", 2, "2026-11-25 08:30"),
        ("started on that holiday", "2026-11-24 09:00", 1, "2026-11-25 08:30"),
        ("the Saturday worked in exchange", "2026-08-21 16:00", 2, "2026-08-22 08:30"),
        ("the Monday given for it", "2026-08-28 16:00", 2, "2026-09-03 08:30"),
        ("over Tết", "2026-02-13 16:00", 2, "2026-02-23 08:30"),
        ("over New Year", "2026-12-31 16:00", 2, "2027-01-04 08:30"),
        ("over Tết of the next year", "2027-02-03 16:00", 2, "2027-02-11 08:30"),
        ("30 April and 1 May", "2026-04-29 16:00", 2, "2026-05-04 08:30"),
        ("1 May on a Saturday, made up for", "2027-04-29 16:00", 2, "2027-05-04 08:30"),
        ("the kings' day on a Sunday, made up for", "2026-04-24 16:00", 2, "2026-04-28 08:30"),
        ("a month", "2026-11-02 07:30", 150, "2026-11-30 17:00"),
    ],
)
def test_a_deadline_counts_only_working_hours(story: str, start: str, hours: int, end: str) -> None:
    assert after_working_hours(at(start), hours, CALENDAR) == at(end), story


@pytest.mark.parametrize(
    ("story", "end", "hours", "start"),
    [
        ("within an afternoon", "2026-06-29 16:30", 2, "2026-06-29 14:30"),
        ("to the minute the afternoon begins", "2026-06-29 16:30", 3, "2026-06-29 13:30"),
        ("over the lunch break", "2026-06-29 14:30", 2, "2026-06-29 10:30"),
        ("until lunch", "2026-06-29 12:15", 1, "2026-06-29 10:30"),
        ("to Friday from Monday", "2026-06-29 08:30", 2, "2026-06-26 16:00"),
        ("the whole of a day", "2026-06-29 21:00", 7, "2026-06-29 08:00"),
        ("until a Sunday", "2026-06-28 10:00", 1, "2026-06-26 16:00"),
        ("over the holiday of 24 November", "2026-11-25 08:30", 2, "2026-11-23 16:00"),
        ("to the Saturday worked in exchange", "2026-08-24 08:30", 2, "2026-08-22 16:00"),
        ("over the days given for it", "2026-09-03 08:30", 2, "2026-08-28 16:00"),
        ("over Tết", "2026-02-23 08:30", 2, "2026-02-13 16:00"),
        ("over New Year", "2027-01-04 08:30", 2, "2026-12-31 16:00"),
    ],
)
def test_a_reminder_comes_working_hours_before(
    story: str, end: str, hours: int, start: str
) -> None:
    assert before_working(at(end), timedelta(hours=hours), CALENDAR) == at(start), story


@pytest.mark.parametrize(
    ("story", "start", "end", "hours"),
    [
        ("a whole day", "2026-06-29 00:00", "2026-06-30 00:00", 7.5),
        ("lunch", "2026-06-29 11:30", "2026-06-29 13:30", 0),
        ("a weekend", "2026-06-26 17:00", "2026-06-29 07:30", 0),
        ("a week with 24 November", "2026-11-23 00:00", "2026-11-30 00:00", 4 * 7.5),
        ("six days in a row", "2026-08-17 00:00", "2026-08-23 00:00", 6 * 7.5),
        ("Tết", "2026-02-14 00:00", "2026-02-23 00:00", 0),
        ("the whole of 2026", "2026-01-01 00:00", "2027-01-01 00:00", 249 * 7.5),
        ("from late to early", "2026-06-30 00:00", "2026-06-29 00:00", 0),
    ],
)
def test_only_working_hours_are_counted(story: str, start: str, end: str, hours: float) -> None:
    assert working_between(at(start), at(end), CALENDAR) == timedelta(hours=hours), story


def test_no_amount_changes_nothing_even_at_night() -> None:
    night = at("2026-06-28 23:00")
    assert after_working_hours(night, 0, CALENDAR) == night
    assert before_working(night, timedelta(), CALENDAR) == night


@pytest.mark.parametrize("count", [after_working, before_working])
def test_an_amount_is_never_negative(
    count: Callable[[datetime, timedelta, WorkingTime], datetime],
) -> None:
    with pytest.raises(ValueError, match="never negative"):
        count(at("2026-06-29 08:00"), timedelta(seconds=-1), CALENDAR)


def test_a_whole_working_day_ends_when_the_day_does() -> None:
    calendar = WorkingTime(shifts=(Shift(start=time(8), end=time(16)),))
    end = after_working_hours(at("2026-06-26 08:00"), 8, calendar)
    assert end == at("2026-06-26 16:00")


def test_the_answer_has_the_zone_of_the_question() -> None:
    start = datetime(2026, 6, 26, 9, 0, tzinfo=UTC)
    end = after_working_hours(start, 2, CALENDAR)
    assert end.tzinfo is UTC
    assert end == datetime(2026, 6, 29, 1, 30, tzinfo=UTC)


def test_the_day_is_that_of_viet_nam_and_not_of_greenwich() -> None:
    sunday_in_greenwich = datetime(2026, 6, 28, 23, 0, tzinfo=UTC)
    assert after_working_hours(sunday_in_greenwich, 1, CALENDAR) == at("2026-06-29 08:30")


MONDAY, SATURDAY = date(2026, 6, 29), date(2026, 6, 27)


def calendar_of(**tables: tuple[date, ...]) -> WorkingTime:
    """A calendar of the agency's days (`off`, `worked`) and the nation's (`nation_...`)."""
    return WorkingTime(
        shifts=CALENDAR.shifts,
        days_off=tables.get("off", ()),
        extra_days=tables.get("worked", ()),
        national=NationalDays(
            off=frozenset(tables.get("nation_off", ())),
            worked=frozenset(tables.get("nation_worked", ())),
        ),
    )


@pytest.mark.parametrize(
    ("story", "day", "calendar", "works"),
    [
        ("a weekday", MONDAY, calendar_of(), True),
        ("a weekend", SATURDAY, calendar_of(), False),
        ("a holiday", MONDAY, calendar_of(nation_off=(MONDAY,)), False),
        ("a swapped day", SATURDAY, calendar_of(nation_worked=(SATURDAY,)), True),
        (
            "the agency works on a holiday",
            MONDAY,
            calendar_of(worked=(MONDAY,), nation_off=(MONDAY,)),
            True,
        ),
        (
            "the agency does not swap",
            SATURDAY,
            calendar_of(off=(SATURDAY,), nation_worked=(SATURDAY,)),
            False,
        ),
        ("the agency has a day off of its own", MONDAY, calendar_of(off=(MONDAY,)), False),
        ("worked wins over off", MONDAY, calendar_of(worked=(MONDAY,), off=(MONDAY,)), True),
    ],
)
def test_the_agencys_own_table_comes_before_the_nations(
    story: str, day: date, calendar: WorkingTime, works: bool
) -> None:
    assert calendar.works_on(day) is works, story


@pytest.mark.parametrize("count", [after_working, before_working])
@pytest.mark.parametrize(
    "calendar",
    [
        WorkingTime(shifts=()),
        WorkingTime(shifts=CALENDAR.shifts, weekend=(1, 2, 3, 4, 5, 6, 7)),
        WorkingTime(shifts=(Shift(start=time(9), end=time(9)),)),
    ],
)
def test_a_calendar_that_never_works_has_no_deadline(
    calendar: WorkingTime, count: Callable[[datetime, timedelta, WorkingTime], datetime]
) -> None:
    with pytest.raises(ValueError, match="no working hours"):
        count(at("2026-06-29 08:00"), timedelta(hours=1), calendar)


def test_a_calendar_that_never_works_counts_nothing() -> None:
    assert (
        working_between(at("2026-06-29 08:00"), at("2026-07-29 08:00"), WorkingTime(shifts=()))
        == timedelta()
    )


AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=400))
SOME = st.timedeltas(timedelta(microseconds=1), timedelta(hours=400))


@given(YEARS, AMOUNTS)
def test_what_was_counted_forward_is_found_again(start: datetime, amount: timedelta) -> None:
    assert working_between(start, after_working(start, amount, CALENDAR), CALENDAR) == amount


@given(YEARS, AMOUNTS)
def test_what_was_counted_back_is_found_again(end: datetime, amount: timedelta) -> None:
    assert working_between(before_working(end, amount, CALENDAR), end, CALENDAR) == amount


@given(YEARS, SOME)
def test_there_and_back_skips_only_what_is_not_worked(start: datetime, amount: timedelta) -> None:
    back = before_working(after_working(start, amount, CALENDAR), amount, CALENDAR)
    assert start <= back
    assert working_between(start, back, CALENDAR) == timedelta()


@given(YEARS, YEARS, YEARS)
def test_time_counted_in_two_pieces_is_the_same_time(
    one: datetime, another: datetime, third: datetime
) -> None:
    start, middle, end = sorted((one, another, third))
    assert working_between(start, middle, CALENDAR) + working_between(
        middle, end, CALENDAR
    ) == working_between(start, end, CALENDAR)


@given(YEARS, AMOUNTS, AMOUNTS)
def test_hours_counted_in_two_pieces_end_at_the_same_instant(
    start: datetime, first: timedelta, second: timedelta
) -> None:
    forward = after_working(after_working(start, first, CALENDAR), second, CALENDAR)
    assert forward == after_working(start, first + second, CALENDAR)
    back = before_working(before_working(start, first, CALENDAR), second, CALENDAR)
    assert back == before_working(start, first + second, CALENDAR)


@given(YEARS, YEARS, AMOUNTS)
def test_who_starts_earlier_is_never_due_later(
    one: datetime, another: datetime, amount: timedelta
) -> None:
    earlier, later = sorted((one, another))
    assert after_working(earlier, amount, CALENDAR) <= after_working(later, amount, CALENDAR)
    assert before_working(earlier, amount, CALENDAR) <= before_working(later, amount, CALENDAR)


@given(YEARS, SOME, SOME)
def test_more_time_is_always_later(start: datetime, amount: timedelta, more: timedelta) -> None:
    sooner = after_working(start, amount, CALENDAR)
    assert start < sooner
    assert after_working(start, amount + more, CALENDAR) - sooner >= more


@given(YEARS, SOME)
def test_a_deadline_always_falls_into_working_hours(start: datetime, amount: timedelta) -> None:
    end = after_working(start, amount, CALENDAR)
    assert CALENDAR.works_on(end.date())
    assert any(shift.start < end.time() <= shift.end for shift in CALENDAR.shifts)


@given(YEARS, SOME)
def test_a_reminder_always_falls_into_working_hours(end: datetime, amount: timedelta) -> None:
    start = before_working(end, amount, CALENDAR)
    assert CALENDAR.works_on(start.date())
    assert any(shift.start <= start.time() < shift.end for shift in CALENDAR.shifts)


@given(YEARS, SOME, st.sampled_from([UTC, ZoneInfo("America/New_York")]))
def test_elsewhere_it_is_the_same_instant(start: datetime, amount: timedelta, zone: tzinfo) -> None:
    abroad = start.astimezone(zone)
    assert after_working(abroad, amount, CALENDAR) == after_working(start, amount, CALENDAR)
    assert before_working(abroad, amount, CALENDAR) == before_working(start, amount, CALENDAR)
    assert after_working(abroad, amount, CALENDAR).tzinfo is zone
