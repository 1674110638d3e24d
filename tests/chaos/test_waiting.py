"""A patience leaves out the time that others took, and ends all the same."""

from tests.chaos.waiting import KeptWaiting, Stopwatch


class Waited(KeptWaiting):
    """By process, as the story says."""

    def __init__(self) -> None:
        super().__init__(tuple)
        self.by_process: dict[int, float] = {}

    def seconds(self) -> dict[int, float]:
        return dict(self.by_process)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_the_longest_wait_is_left_out_and_not_all_of_them_together() -> None:
    waited, clock = Waited(), Clock()
    waited.by_process = {1: 40.0, 2: 7.0}
    stopwatch = Stopwatch(waited, clock)
    clock.now += 10
    waited.by_process = {1: 43.0, 2: 9.0, 3: 1.0}
    assert stopwatch.seconds() == 7.0


def test_thirty_seconds_are_over_after_a_minute_whatever_waited() -> None:
    waited, clock = Waited(), Clock()
    stopwatch = Stopwatch(waited, clock)
    clock.now += 60
    waited.by_process = {1: 60.0, 2: 60.0}
    assert stopwatch.seconds() == 30.0
