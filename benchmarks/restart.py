"""How long the first act after a restart waits until the next step is open.

`python -m benchmarks.restart [--rounds N]`; status 1 if it is a second or more after processes
were asked to end, by the median of the rounds. What is killed shows beside it what that costs.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import EventType

from deploy.local.settings import settings_on_free_ports
from tests.deploy.conftest import new_place
from tests.stories.conftest import Town, settled_town
from tests.stories.papers import CHECK, CHECKER, OFFICE, REVIEW
from tests.stories.test_engine_away import submitted

GOAL_MS: Final = 1000.0
OPENED: Final = EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Restart:
    parts: Sequence[str]
    by: signal.Signals = signal.SIGTERM

    @property
    def promised(self) -> bool:
        return bool(self.parts) and self.by is signal.SIGTERM

    def __str__(self) -> str:
        said = "asked to end" if self.by is signal.SIGTERM else "killed"
        return f"{' and '.join(self.parts)} {said}" if self.parts else "no restart"


RESTARTS: Final = (
    Restart(()),
    Restart(("workflows",)),
    Restart(("approval",)),
    Restart(("workflows", "approval")),
    Restart(("workflows",), by=signal.SIGKILL),
)


async def waited(town: Town, restart: Restart) -> float:
    """Milliseconds from a decision, made when all are back, until the next step is open."""
    case = await submitted(town)
    seen = await town.person(CHECKER).task(case, CHECK)
    for part in restart.parts:
        town.stack.kill(part, restart.by)
    for part in restart.parts:
        await town.stack.wait_ready(part)
    began = datetime.now(UTC)
    await town.person(CHECKER).decide(seen)
    await town.person(OFFICE).task(case, REVIEW)
    history = await (await town.engine()).get_workflow_handle(case).fetch_history()
    opened = [event.event_time for event in history.events if event.event_type == OPENED][-1]
    return (opened.ToDatetime(UTC) - began).total_seconds() * 1000


async def measure(rounds: int) -> dict[Restart, list[float]]:
    """In turns, so that whatever else the machine does meets all alike."""
    times: dict[Restart, list[float]] = {restart: [] for restart in RESTARTS}
    with new_place() as place:
        async with settled_town(settings_on_free_ports(place)) as town:
            await waited(town, RESTARTS[0])  # the first act of all is warming up
            for _ in range(rounds):
                for restart in RESTARTS:
                    times[restart].append(await waited(town, restart))
    return times


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    times = asyncio.run(measure(options.parse_args().rounds))
    table = Table("the next step opens after", "median ms", "best", "worst")
    for restart, taken in times.items():
        figures = (median(taken), min(taken), max(taken))
        table.add_row(str(restart), *(f"{figure:.0f}" for figure in figures))
    console.print(table)
    promised = [median(taken) for restart, taken in times.items() if restart.promised]
    return 0 if max(promised) < GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
