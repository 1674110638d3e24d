"""How dates are printed, and which day it is in Viet Nam."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.dates import date_line, vietnam_date

DAYS_OF_A_LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]
ZERO_BEFORE_THE_DAY = {f"0{n}" for n in range(1, 10)} | {str(n) for n in range(10, 32)}
MONTHS = ["01", "02", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 1, 5), "Lạng Sơn, ngày 05 tháng 01 năm 2026"),
        (date(2026, 6, 29), "Lạng Sơn, ngày 29 tháng 6 năm 2026"),
        (date(2026, 12, 9), "Lạng Sơn, ngày 09 tháng 12 năm 2026"),
    ],
)
def test_the_examples_of_the_office_are_written_so(day: date, line: str) -> None:
    assert date_line("Lạng Sơn", day) == line


def test_every_day_of_a_year_is_written_by_the_rule_and_reads_back() -> None:
    for day in DAYS_OF_A_LEAP_YEAR:
        found = re.fullmatch(
            r"Hà Nội, ngày (\d+) tháng (\d+) năm (\d{4})", date_line("Hà Nội", day)
        )
        assert found is not None
        written_day, written_month, year = found.groups()
        assert written_day in ZERO_BEFORE_THE_DAY
        assert written_month == MONTHS[day.month - 1]
        assert date(int(year), int(written_month), int(written_day)) == day


def test_the_date_line_without_a_day_has_room_for_one() -> None:
    assert date_line("Lạng Sơn", None).split() == ["Lạng", "Sơn,", "ngày", "tháng", "năm"]
    assert "ngày" + 8 * " " + "tháng" in date_line("Lạng Sơn", None)


def test_the_day_begins_at_midnight_in_viet_nam() -> None:
    assert vietnam_date(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert vietnam_date(datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_an_instant_without_its_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        vietnam_date(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001 -- the naive one is the case
