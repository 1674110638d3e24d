"""Strangers may ask so often and no more, each by himself and all together."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.refusals import TooOften
from shared.runtime.throttle import MOST_CALLERS, Allowance, Throttle

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PLENTY = Allowance(burst=1_000_000, per_minute=60)


def refused(throttle: Throttle, caller: str, at: datetime) -> TooOften:
    with pytest.raises(TooOften) as refusal:
        throttle.demand(caller, at)
    return refusal.value


def test_a_caller_has_a_burst_and_then_so_many_a_minute() -> None:
    throttle = Throttle(Allowance(burst=3, per_minute=30), PLENTY)
    for _ in range(3):
        throttle.demand("a", NOW)

    refusal = refused(throttle, "a", NOW)
    assert (refusal.code, refusal.wait) == ("too_often", 2)
    assert "sau 2 giây" in refusal.sentence
    throttle.demand("a", NOW + timedelta(seconds=2))
    assert refused(throttle, "a", NOW + timedelta(seconds=2)).wait == 2


def test_one_caller_takes_nothing_from_another() -> None:
    throttle = Throttle(Allowance(burst=1, per_minute=1), PLENTY)
    throttle.demand("a", NOW)
    throttle.demand("b", NOW)

    assert refused(throttle, "a", NOW).wait == 60


def test_many_callers_share_what_all_may_ask() -> None:
    throttle = Throttle(PLENTY, Allowance(burst=5, per_minute=60))
    for caller in range(5):
        throttle.demand(str(caller), NOW)

    assert refused(throttle, "another", NOW).wait == 1
    throttle.demand("another", NOW + timedelta(seconds=1))


def test_what_was_refused_costs_nothing() -> None:
    throttle = Throttle(Allowance(burst=1, per_minute=60), PLENTY)
    throttle.demand("a", NOW)
    for _ in range(50):
        refused(throttle, "a", NOW)

    throttle.demand("a", NOW + timedelta(seconds=1))


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    throttle = Throttle(Allowance(burst=1, per_minute=60), PLENTY)
    throttle.demand("a", NOW)

    assert refused(throttle, "a", NOW - timedelta(days=1)).wait == 1


def test_the_memory_of_callers_is_bounded() -> None:
    throttle = Throttle(Allowance(burst=1, per_minute=1), PLENTY)
    for caller in range(MOST_CALLERS + 1):
        throttle.demand(str(caller), NOW)

    throttle.demand("0", NOW)  # forgotten, for it asked longest ago
    assert refused(throttle, str(MOST_CALLERS), NOW).wait == 60
