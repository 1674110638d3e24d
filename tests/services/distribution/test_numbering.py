from datetime import date

import pytest

from services.distribution.domain.numbering import Series, next_number
from shared.domain.refusals import WrongMoment

SYMBOL = "SVHTTDL-VP"


def after(series: Series, today: date, signed_on: date | None = None) -> tuple[str, Series]:
    number, left = next_number(
        "VB", series, symbol=SYMBOL, today=today, signed_on=signed_on or today
    )
    return number.printed, left


def test_a_series_begins_with_01() -> None:
    printed, left = after(Series(year=2026, last_number=0, last_date=None), date(2026, 5, 4))
    assert printed == "01/SVHTTDL-VP"
    assert left == Series(year=2026, last_number=1, last_date=date(2026, 5, 4))


def test_the_next_number_is_one_more() -> None:
    day = date(2026, 5, 4)
    assert after(Series(year=2026, last_number=780, last_date=day), day)[0] == "781/SVHTTDL-VP"


def test_a_new_year_begins_with_01_again() -> None:
    old = Series(year=2026, last_number=781, last_date=date(2026, 12, 31))
    printed, left = after(old, date(2027, 1, 1), signed_on=date(2026, 12, 31))
    assert printed == "01/SVHTTDL-VP"
    assert left == Series(year=2027, last_number=1, last_date=date(2027, 1, 1))


@pytest.mark.parametrize("today", [date(2026, 5, 3), date(2025, 12, 31)])
def test_a_date_before_the_last_entry_is_refused_and_not_adjusted(today: date) -> None:
    with pytest.raises(WrongMoment, match="không được đi lùi") as refused:
        after(Series(year=2026, last_number=5, last_date=date(2026, 5, 4)), today)
    assert refused.value.code == "date_before_last"


def test_a_date_before_the_signature_is_refused_and_not_adjusted() -> None:
    fresh = Series(year=2026, last_number=0, last_date=None)
    with pytest.raises(WrongMoment, match="trước ngày ký 05/05/2026") as refused:
        after(fresh, date(2026, 5, 4), signed_on=date(2026, 5, 5))
    assert refused.value.code == "date_before_signature"
