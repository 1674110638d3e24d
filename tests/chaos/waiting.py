"""For how long the parts could have gone on and got no processor: others use the machine too."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

NANOSECONDS = 1e9


class KeptWaiting:
    """Counted on main threads, where each part does its work but for what it lends to others."""

    def __init__(self, processes: Callable[[], Iterable[int]]) -> None:
        self._processes = processes
        self._seconds: dict[int, float] = {}
        """By process, those that ended too."""

    def seconds(self) -> float:
        """Of all parts since their beginning; it only grows."""
        for pid in self._processes():
            with suppress(OSError):
                _ran, waited, _times = Path(f"/proc/{pid}/schedstat").read_text().split()
                self._seconds[pid] = int(waited) / NANOSECONDS
        return sum(self._seconds.values())


class Stopwatch:
    """Seconds since its beginning, without those for which the parts were kept waiting."""

    def __init__(self, kept_waiting: KeptWaiting) -> None:
        self._kept_waiting = kept_waiting
        self._began = time.monotonic() - kept_waiting.seconds()

    def seconds(self) -> float:
        return time.monotonic() - self._kept_waiting.seconds() - self._began
