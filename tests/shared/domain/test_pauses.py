"""Who were sent away together come back one by one."""

from collections import Counter
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.pauses import spread

MINUTE = timedelta(minutes=1)
CHANCES = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(CHANCES)
def test_nobody_waits_longer_than_he_was_told_nor_less_than_half_of_it(chance: float) -> None:
    assert MINUTE / 2 <= spread(MINUTE, chance) <= MINUTE
    assert 1.0 <= spread(2.0, chance) <= 2.0


def test_a_thousand_sent_away_at_once_do_not_come_back_as_a_herd() -> None:
    chance = Random(42)  # noqa: S311 -- the same each time
    back = Counter(int(spread(60.0, chance.random())) for _ in range(1000))
    assert set(back) == set(range(30, 60))
    assert max(back.values()) < 60, "as many as that would come in one second of the thirty"
