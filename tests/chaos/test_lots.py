"""Fates are drawn by chance, but a long run is dealt everything that people do."""

from collections.abc import Mapping

from tests.chaos.around import At, Habit
from tests.chaos.habits import HABITS, change_the_file, close_the_year
from tests.chaos.lots import LOTS, fates, is_dealt


def habits(dispatches: int) -> list[Mapping[At, Habit]]:
    return [fate.habits for fate in fates(3, dispatches)]


def test_the_same_seed_brings_the_same_fates_and_another_seed_others() -> None:
    assert list(fates(7, 60)) == list(fates(7, 60))
    assert list(fates(7, 60)) != list(fates(8, 60))


def test_a_long_run_is_dealt_every_habit_that_a_short_one_may_draw() -> None:
    dealt = {(at, habit) for one in habits(len(LOTS)) for at, habit in one.items()}
    drawn = {(at, habit) for at, of_stage in HABITS.items() for habit in of_stage}
    by_others = {(At.DRAFTED, change_the_file), (At.FILED, close_the_year)}
    assert drawn - dealt == by_others


def test_a_short_run_is_left_to_chance() -> None:
    assert not is_dealt(len(LOTS) - 1)
    assert habits(len(LOTS) - 1) != habits(len(LOTS))[:-1]
