"""How place and date are written (ND30 PL1 II.4), and which day it is in Viet Nam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY, _MONTH, _YEAR = " " * 6, " " * 6, " " * 8
"""Room to write them by hand."""


def vietnam_date(instant: datetime) -> date:
    """The calendar day in Viet Nam at an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(VIETNAM).date()


def moment(at: datetime) -> str:
    """An aware instant as people in Viet Nam write it: "14:05 ngày 23/11/2026"."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def date_line(place: str, day: date | None) -> str:
    """Box 4, "Lạng Sơn, ngày 05 tháng 01 năm 2026".

    Days below 10 and the months 1 and 2 take a zero before them, other months do not;
    without a day there is room to write one.
    """
    if day is None:
        return f"{place}, ngày {_DAY} tháng {_MONTH} năm {_YEAR}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"
