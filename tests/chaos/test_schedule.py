"""The same seed draws the same faults, and every kind has its turn."""

from tests.chaos.schedule import TARGETS, Kind, schedule


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
