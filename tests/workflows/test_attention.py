"""How long a night's page stays: until the next night is near, whenever it was begun."""

from datetime import datetime

import pytest

from shared.domain.dates import VIETNAM
from workflows.attention import end_of_evening

NIGHT, NEXT = datetime(2026, 11, 28, 1, tzinfo=VIETNAM), datetime(2026, 11, 29, 1, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("hour", "minute", "end"),
    [(0, 30, NIGHT), (1, 0, NEXT), (2, 0, NEXT), (5, 10, NEXT), (14, 0, NEXT), (23, 59, NEXT)],
)
def test_a_page_gives_way_to_the_next_night(hour: int, minute: int, end: datetime) -> None:
    begun = datetime(2026, 11, 28, hour, minute, tzinfo=VIETNAM)
    assert end_of_evening(begun) == end
