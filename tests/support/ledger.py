"""What the offices of a test were asked, and what stands in their way."""

import asyncio
from collections import Counter
from datetime import timedelta

from temporalio.exceptions import ApplicationError

PATIENCE = timedelta(minutes=5)


class Ledger:
    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        """Attempts by case and activity name."""
        self.patience: dict[str, timedelta] = {}
        """Of the cases that have another than `PATIENCE`."""
        self._obstacles: dict[tuple[str, str], Exception] = {}
        self._held: dict[tuple[str, str], asyncio.Event] = {}

    def refuse(self, case: str, activity: str, sentence: str = "Chưa làm được.") -> None:
        """From now on this activity is refused for this case."""
        self._obstacles[case, activity] = ApplicationError(
            sentence, type="refused_by_test", non_retryable=True
        )

    def break_down(self, case: str, activity: str) -> None:
        """From now on this activity fails for this case as things fail."""
        self._obstacles[case, activity] = ConnectionError("no connection to the database")

    def mend(self, case: str, activity: str) -> None:
        del self._obstacles[case, activity]

    def hold(self, case: str, activity: str) -> asyncio.Event:
        """From now on attempts of this activity wait for the event."""
        return self._held.setdefault((case, activity), asyncio.Event())

    async def enter(self, case: str, activity: str) -> None:
        """Every activity begins here."""
        self.calls[case, activity] += 1
        if held := self._held.get((case, activity)):
            await held.wait()
        if obstacle := self._obstacles.get((case, activity)):
            raise obstacle
