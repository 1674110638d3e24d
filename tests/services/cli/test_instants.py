"""Days and times as people type them."""

from datetime import UTC, datetime

import pytest

from deploy.local.troubles import Trouble
from services.cli.instants import beginning, end, iso_day


@pytest.mark.parametrize("said", ["23/11/2026", "2026-11-23", " 23/11/2026 "])
def test_a_day_lasts_from_midnight_to_midnight_in_viet_nam(said: str) -> None:
    assert beginning(said) == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert end(said) == datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.mark.parametrize("said", ["23/11/2026 13:30", "2026-11-23 13:30", "2026-11-23T13:30"])
def test_a_time_is_meant_to_the_minute(said: str) -> None:
    assert beginning(said) == end(said) == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def test_a_day_of_statistics_is_the_one_that_was_typed() -> None:
    assert iso_day("23/11/2026") == "2026-11-23"


@pytest.mark.parametrize("said", ["", "mai", "32/01/2026", "11/23/2026", "23/11/26"])
def test_what_is_no_day_is_told(said: str) -> None:
    with pytest.raises(Trouble, match="không phải ngày giờ"):
        beginning(said)
