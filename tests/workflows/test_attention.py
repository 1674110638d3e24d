"""How long is tried before an operator is asked for, and how long a night's page stays."""

from datetime import datetime, timedelta

import pytest

from shared.domain.dates import VIETNAM
from workflows.attention import end_of_evening
from workflows.policies import DATABASE, NOTICE, within
from workflows.renewal_flow import ONE_TRY, PATIENCE, patience

NIGHT, NEXT = datetime(2026, 11, 28, 1, tzinfo=VIETNAM), datetime(2026, 11, 29, 1, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("hour", "minute", "end"),
    [(0, 30, NIGHT), (1, 0, NEXT), (2, 0, NEXT), (5, 10, NEXT), (14, 0, NEXT), (23, 59, NEXT)],
)
def test_a_page_gives_way_to_the_next_night(hour: int, minute: int, end: datetime) -> None:
    begun = datetime(2026, 11, 28, hour, minute, tzinfo=VIETNAM)
    assert end_of_evening(begun) == end


def test_a_night_without_the_authority_ends_however_many_files_are_due() -> None:
    assert patience(NIGHT, NIGHT) == PATIENCE
    assert patience(NIGHT, NIGHT + timedelta(hours=1)) == timedelta(hours=2)
    for late in (PATIENCE, timedelta(days=2)):
        assert patience(NIGHT, NIGHT + late) == ONE_TRY


def test_patience_counts_the_waits_between_attempts() -> None:
    minutes = timedelta(minutes=5)
    assert within(minutes, NOTICE.retry).maximum_attempts == 9, "1 + 2 + … + 128 s, then 256"
    assert within(minutes, DATABASE.retry).maximum_attempts == 10, "at most a minute each"
    assert within(timedelta(), NOTICE.retry).maximum_attempts == 1
