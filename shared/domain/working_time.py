"""Working hours of an agency, and deadlines counted in them.

Source: QĐ 188/1999/QĐ-TTg Điều 1 (40 hours, Saturday and Sunday off); the hours of
the day, holidays and swapped Saturdays are the agency's data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Final

from shared.domain.dates import VIETNAM, vietnam_date

STRICT: Final = {"extra": "forbid"}
"""For whoever reads these from a file: a field that is not known is a fault."""

FURTHEST: Final = 3660
"""Days looked ahead before a calendar without working hours is called broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    __pydantic_config__: ClassVar = STRICT

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    __pydantic_config__: ClassVar = STRICT

    shifts: tuple[Shift, ...]
    weekend: tuple[int, ...] = (6, 7)
    """ISO weekdays off: 1 is Monday, 7 is Sunday."""
    days_off: tuple[date, ...] = ()
    extra_days: tuple[date, ...] = ()
    """Days of a weekend that are worked in exchange."""

    def works_on(self, day: date) -> bool:
        if day in self.extra_days:
            return True
        return day.isoweekday() not in self.weekend and day not in self.days_off


def after_working_hours(start: datetime, hours: int, calendar: WorkingTime) -> datetime:
    """Return the aware instant (zone of `start`) when `hours` working hours have passed.

    Raises ValueError for a calendar that never works.
    """
    left = timedelta(hours=hours)
    for opens, closes in _stretches(start, calendar):
        if left <= closes - opens:
            return (opens + left).astimezone(start.tzinfo)
        left -= closes - opens
    raise ValueError("the calendar has no working hours")


def _stretches(start: datetime, calendar: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """Working stretches from `start` on, in order; the first one begins at `start` itself."""
    today = vietnam_date(start)
    for ahead in range(FURTHEST):
        day = today + timedelta(days=ahead)
        if not calendar.works_on(day):
            continue
        for shift in calendar.shifts:
            opens = max(datetime.combine(day, shift.start, VIETNAM), start.astimezone(VIETNAM))
            closes = datetime.combine(day, shift.end, VIETNAM)
            if opens < closes:
                yield opens, closes
