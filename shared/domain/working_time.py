"""Working hours of an agency, and time counted in them.

Source: QĐ 188/1999/QĐ-TTg Điều 1 (40 hours, Saturday and Sunday off), BLLĐ 2019 Đ.112 (holidays);
the hours of the day, holidays and swapped Saturdays are the agency's data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from shared.domain.dates import VIETNAM, vietnam_date

STRICT: Final = {"extra": "forbid"}
"""For whoever reads these from a file: a field that is not known is a fault."""

FURTHEST: Final = 3660
"""Days looked at before a calendar without working hours is called broken."""

_NOTHING: Final = timedelta()
_DAY: Final = timedelta(days=1)


class Holidays(StrEnum):
    """Whose holidays an agency's file asks for."""

    NONE = ""
    """Only the days that the file lists itself."""
    VIETNAM = "vietnam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    __pydantic_config__: ClassVar = STRICT

    start: time
    end: time

    def length(self) -> timedelta:
        return _since_midnight(self.end) - _since_midnight(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalDays:
    """Holidays as they were known when the file was loaded; written then, never by hand."""

    __pydantic_config__: ClassVar = STRICT

    library: str = ""
    """What they were taken from, with its version: "holidays 0.109"."""
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    """Days of a weekend that the Government has worked in exchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    __pydantic_config__: ClassVar = STRICT

    shifts: tuple[Shift, ...]
    """In the order of the day, none over another."""
    weekend: tuple[int, ...] = (6, 7)
    """ISO weekdays off: 1 is Monday, 7 is Sunday."""
    days_off: tuple[date, ...] = ()
    extra_days: tuple[date, ...] = ()
    """Days that are worked whatever else is said of them."""
    holidays: Holidays = Holidays.NONE
    national: NationalDays = NationalDays()

    def works_on(self, day: date) -> bool:
        """Whether a day is worked: the agency's own table first, then the nation's, then the week.

        Of each table its worked days come before its days off.
        """
        if day in self.extra_days:
            return True
        if day in self.days_off:
            return False
        if day in self.national.worked:
            return True
        return day not in self.national.off and day.isoweekday() not in self.weekend

    def whole_day(self) -> timedelta:
        """How long a working day is."""
        return sum((shift.length() for shift in self.shifts), _NOTHING)


def after_working_hours(start: datetime, hours: int, calendar: WorkingTime) -> datetime:
    """Return the aware instant (zone of `start`) when `hours` working hours have passed.

    Raises ValueError for a calendar that never works.
    """
    return after_working(start, timedelta(hours=hours), calendar)


def after_working(start: datetime, amount: timedelta, calendar: WorkingTime) -> datetime:
    """Return the first aware instant (zone of `start`) by which `amount` was worked since `start`.

    Friday 17:00 rather than Monday 07:30; of no amount it is `start` itself. Raises ValueError
    for a negative amount and for a calendar that never works.
    """
    if not _is_something(amount):
        return start
    left, whole = _worked_today(start, calendar) + amount, calendar.whole_day()
    for day in _working_days(start, calendar, step=_DAY):
        if left <= whole:
            return _when_worked(day, left, calendar).astimezone(start.tzinfo)
        left -= whole
    raise ValueError("the calendar has no working hours")


def end_of_next_working_day(start: datetime, calendar: WorkingTime) -> datetime:
    """Return the instant (zone of `start`) when work ends on the working day after that of `start`.

    The day itself counts for nothing (BLDS 2015 Đ.147). Raises ValueError for a calendar that
    never works.
    """
    tomorrow = vietnam_date(start) + _DAY
    days = (tomorrow + number * _DAY for number in range(FURTHEST))
    for day in filter(calendar.works_on, days):
        end = max(shift.end for shift in calendar.shifts)
        return datetime.combine(day, end, VIETNAM).astimezone(start.tzinfo)
    raise ValueError("the calendar has no working hours")


def before_working(end: datetime, amount: timedelta, calendar: WorkingTime) -> datetime:
    """Return the last aware instant (zone of `end`) from which `amount` is worked until `end`.

    Monday 07:30 rather than Friday 17:00; of no amount it is `end` itself. Raises ValueError as
    `after_working` does.
    """
    if not _is_something(amount):
        return end
    left, whole = amount - _worked_today(end, calendar), calendar.whole_day()
    for day in _working_days(end, calendar, step=-_DAY):
        if day < vietnam_date(end):
            left -= whole
        if left <= _NOTHING:
            return _when_resumed(day, -left, calendar).astimezone(end.tzinfo)
    raise ValueError("the calendar has no working hours")


def working_between(start: datetime, end: datetime, calendar: WorkingTime) -> timedelta:
    """Return how long is worked from one aware instant to another; nothing if they are reversed."""
    if end <= start:
        return _NOTHING
    first, last = vietnam_date(start), vietnam_date(end)
    days = (first + timedelta(days=number) for number in range((last - first).days))
    before_last = sum(map(calendar.works_on, days)) * calendar.whole_day()
    return before_last + _worked_today(end, calendar) - _worked_today(start, calendar)


def _is_something(amount: timedelta) -> bool:
    if amount < _NOTHING:
        raise ValueError("an amount of working time is never negative")
    return amount > _NOTHING


def _working_days(instant: datetime, calendar: WorkingTime, *, step: timedelta) -> Iterator[date]:
    """The working days from that of an instant on, forward or back."""
    today = vietnam_date(instant)
    days = (today + number * step for number in range(FURTHEST))
    return filter(calendar.works_on, days)


def _worked_today(instant: datetime, calendar: WorkingTime) -> timedelta:
    """How much of the instant's own day is worked before it."""
    now = instant.astimezone(VIETNAM)
    if not calendar.works_on(now.date()):
        return _NOTHING
    clock = _since_midnight(now.time())
    passed = (
        min(clock - _since_midnight(shift.start), shift.length()) for shift in calendar.shifts
    )
    return sum((max(part, _NOTHING) for part in passed), _NOTHING)


def _when_worked(day: date, worked: timedelta, calendar: WorkingTime) -> datetime:
    """The first instant of a day by which so much of it is worked; more than nothing."""
    left = worked
    for shift in calendar.shifts:
        if left <= shift.length():
            return datetime.combine(day, shift.start, VIETNAM) + left
        left -= shift.length()
    raise ValueError("more than the whole day")


def _when_resumed(day: date, worked: timedelta, calendar: WorkingTime) -> datetime:
    """The last instant of a day until which no more of it is worked; less than the whole."""
    left = worked
    for shift in calendar.shifts:
        if left < shift.length():
            return datetime.combine(day, shift.start, VIETNAM) + left
        left -= shift.length()
    raise ValueError("not less than the whole day")


def _since_midnight(clock: time) -> timedelta:
    return timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )
