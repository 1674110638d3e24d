"""How long a night tries, and how long its page stays: until the next night is near."""

from datetime import datetime, timedelta

import pytest

from shared.domain.dates import VIETNAM
from workflows.attention import end_of_evening
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
