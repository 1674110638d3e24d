"""Deadlines in the agency's working hours, over weekends, holidays and swapped Saturdays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.organisation import Organisation
from shared.domain.working_time import Shift, WorkingTime, after_working_hours
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LANG_SON_FILE: Organisation = read_organisation(content_of(LANG_SON))
CALENDAR = LANG_SON_FILE.working_time
"""07:30 to 11:30 and 13:30 to 17:00, Monday to Friday: 7.5 hours a day."""


def at(text: str) -> datetime:
    """An instant by the clock in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due(start: str, hours: int) -> datetime:
    return after_working_hours(at(start), hours, CALENDAR)


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
    ],
)
def test_a_deadline_counts_only_working_hours(story: str, start: str, hours: int, end: str) -> None:
    assert due(start, hours) == at(end), story


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


def test_a_worked_saturday_wins_over_a_day_off() -> None:
    swapped = date(2026, 8, 22)
    calendar = WorkingTime(shifts=CALENDAR.shifts, days_off=(swapped,), extra_days=(swapped,))
    assert calendar.works_on(swapped)


@pytest.mark.parametrize(
    "calendar",
    [
        WorkingTime(shifts=()),
        WorkingTime(shifts=CALENDAR.shifts, weekend=(1, 2, 3, 4, 5, 6, 7)),
        WorkingTime(shifts=(Shift(start=time(9), end=time(9)),)),
    ],
)
def test_a_calendar_that_never_works_has_no_deadline(calendar: WorkingTime) -> None:
    with pytest.raises(ValueError, match="no working hours"):
        after_working_hours(at("2026-06-29 08:00"), 1, calendar)


INSTANTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis wants them without a zone
    max_value=datetime(2026, 12, 31),  # noqa: DTZ001 -- hypothesis wants them without a zone
    timezones=st.sampled_from([UTC, VIETNAM, ZoneInfo("America/New_York")]),
)


@given(INSTANTS, st.integers(1, 100))
def test_one_hour_more_is_always_later(start: datetime, hours: int) -> None:
    earlier = after_working_hours(start, hours, CALENDAR)
    later = after_working_hours(start, hours + 1, CALENDAR)
    assert start < earlier
    assert later.astimezone(UTC) - earlier.astimezone(UTC) >= timedelta(hours=1)


@given(INSTANTS, st.integers(1, 100), st.integers(1, 100))
def test_hours_counted_in_two_pieces_end_at_the_same_instant(
    start: datetime, first: int, second: int
) -> None:
    middle = after_working_hours(start, first, CALENDAR)
    assert after_working_hours(middle, second, CALENDAR) == after_working_hours(
        start, first + second, CALENDAR
    )


@given(INSTANTS, st.integers(1, 100))
def test_a_deadline_always_falls_into_working_hours(start: datetime, hours: int) -> None:
    end = after_working_hours(start, hours, CALENDAR).astimezone(VIETNAM)
    assert CALENDAR.works_on(end.date())
    assert any(shift.start < end.time() <= shift.end for shift in CALENDAR.shifts)
