"""For how long the parts could have gone on and got no processor: others use the machine too."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

NANOSECONDS = 1e9
AT_MOST: Final = 0.5
"""The share of the time that may be put down to waiting: so each patience ends at last, after
twice as long as it says."""


class KeptWaiting:
    """Counted on main threads, where each part does its work but for what it lends to others."""

    def __init__(self, processes: Callable[[], Iterable[int]]) -> None:
        self._processes = processes
        self._seconds: dict[int, float] = {}

    def seconds(self) -> Mapping[int, float]:
        """Of each process since its beginning, those that ended too."""
        for pid in self._processes():
            with suppress(OSError):
                _ran, waited, _times = Path(f"/proc/{pid}/schedstat").read_text().split()
                self._seconds[pid] = int(waited) / NANOSECONDS
        return dict(self._seconds)


class Stopwatch:
    """Seconds since its beginning, without those for which one part was kept waiting: the one
    that waited longest, for the others wait meanwhile. It never runs backwards."""

    def __init__(
        self, kept_waiting: KeptWaiting, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._kept_waiting, self._clock = kept_waiting, clock
        self._began, self._waited = clock(), kept_waiting.seconds()

    def seconds(self) -> float:
        waited = self._kept_waiting.seconds()
        longest = max((now - self._waited.get(pid, 0) for pid, now in waited.items()), default=0.0)
        passed = self._clock() - self._began
        return passed - min(longest, AT_MOST * passed)
