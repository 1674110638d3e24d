"""Fates are drawn by chance, but a long run is dealt everything that people do."""

from collections.abc import Mapping

from tests.chaos.around import At, Habit
from tests.chaos.habits import HABITS, change_the_file, close_the_year
from tests.chaos.lots import NEIGHBOURS_EVERY, fates, is_dealt
from tests.chaos.staff import COMMUNE, DEPARTMENT

ENOUGH = next(dispatches for dispatches in range(1, 100) if is_dealt(dispatches))


def habits(dispatches: int) -> list[Mapping[At, Habit]]:
    return [fate.habits for fate in fates(3, dispatches)]


def test_the_same_seed_brings_the_same_fates_and_another_seed_others() -> None:
    assert list(fates(7, 60)) == list(fates(7, 60))
    assert list(fates(7, 60)) != list(fates(8, 60))


def test_a_long_run_is_dealt_every_habit_that_a_short_one_may_draw() -> None:
    dealt = {(at, habit) for one in habits(ENOUGH) for at, habit in one.items()}
    drawn = {(at, habit) for at, of_stage in HABITS.items() for habit in of_stage}
    by_others = {(At.DRAFTED, change_the_file), (At.FILED, close_the_year)}
    assert drawn - dealt == by_others


def test_a_short_run_is_left_to_chance() -> None:
    assert not is_dealt(ENOUGH - 1)
    assert habits(ENOUGH - 1) != habits(ENOUGH)[:-1]


def test_every_fifth_dispatch_is_the_neighbours() -> None:
    staffs = [fate.staff for fate in fates(3, 60)]
    assert set(staffs[NEIGHBOURS_EVERY - 1 :: NEIGHBOURS_EVERY]) == {COMMUNE}
    assert staffs.count(DEPARTMENT) == 48
