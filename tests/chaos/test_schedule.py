"""The same seed draws the same faults, and every kind has its turn."""

import pytest

from tests.chaos.schedule import KEEPS_AWAY, LONG, SHORT, TARGETS, Kind, keeps_away, schedule


def test_the_same_seed_draws_the_same_schedule_and_another_seed_another() -> None:
    assert schedule(7, faults=40, acts=200) == schedule(7, faults=40, acts=200)
    assert schedule(7, faults=40, acts=200) != schedule(8, faults=40, acts=200)


def test_as_many_faults_as_there_are_kinds_are_one_of_each() -> None:
    assert {one.kind for one in schedule(3, faults=len(Kind), acts=30)} == set(Kind)


def test_a_long_schedule_does_everything_to_everything() -> None:
    done = {(one.kind, one.target) for one in schedule(1, faults=200, acts=1000)}
    assert done == {(kind, target) for kind in Kind for target in TARGETS[kind]}


def test_faults_come_in_the_order_of_peoples_acts() -> None:
    drawn = [one.after for one in schedule(5, faults=30, acts=100)]
    assert drawn == sorted(drawn)
    assert all(0 < after < 100 for after in drawn)


@pytest.mark.parametrize("kind", sorted(KEEPS_AWAY))
def test_every_third_time_a_service_or_the_engine_is_away_for_longer_than_a_lease(
    kind: Kind,
) -> None:
    drawn = [one for one in schedule(4, faults=80, acts=400) if one.kind is kind]
    away = [one.seconds for one in drawn if keeps_away(one.kind, one.target)]
    others = [one.seconds for one in drawn if not keeps_away(one.kind, one.target)]
    assert len(away[2::3]) >= 2
    assert all(LONG[0] <= seconds <= LONG[1] for seconds in away[2::3])
    assert all(seconds <= SHORT[1] for seconds in [*away[::3], *away[1::3], *others])


def test_one_fault_of_each_kind_is_over_soon() -> None:
    assert all(one.seconds <= SHORT[1] for one in schedule(6, faults=len(Kind), acts=30))
