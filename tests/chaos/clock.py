"""One clock for all the harness's processes: how far ahead of the machine's stands in a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "clock"


class SharedClock:
    """Never moved back: a register refuses a day that is over."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead()

    def ahead(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text()))
        except FileNotFoundError:
            return timedelta()

    def move_to(self, instant: datetime) -> bool:
        """For everybody at once; False for an instant that is over already: nothing is moved."""
        ahead = instant - datetime.now(UTC)
        if ahead <= self.ahead():
            return False
        draft = self._file.with_suffix(".new")
        draft.write_text(str(ahead.total_seconds()))
        draft.replace(self._file)
        return True
