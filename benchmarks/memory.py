"""What an open dispatch costs in memory: the flow that a worker keeps, whichever step it waits at.

`python -m benchmarks.memory [--flows N]`. The services are the flow tests' small offices in the
same process; before and between the measurements everything is collected. One dispatch is carried
first, so that what is loaded once counts for nobody.
"""

import argparse
import asyncio
import gc
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from shared.runtime.ending import let_go
from tests.stories.state_machine.staff import skipping_engine
from tests.support.offices import Offices
from workflows.worker import CACHED

FLOWS: Final = 200
PROMISE: Final = 500
"""Megabytes for all the flows that a worker keeps."""
WAITING: Final = ("at the first step", "at the signature")


def resident() -> float:
    """Megabytes of this process in memory."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def at_the_first_step(office: Offices) -> str:
    case = await office.new()
    await office.opened(case, 1)
    return case


async def to_the_signature(office: Offices, case: str) -> None:
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.opened(case, 3)


async def measure(flows: int) -> list[float]:
    """Megabytes for each flow at each place of `WAITING`."""
    async with skipping_engine() as engine:
        office = Offices(engine.client)
        async with office.at_work():
            first = await at_the_first_step(office)
            await to_the_signature(office, first)
            before = resident()
            cases = [await at_the_first_step(office) for _ in range(flows)]
            reached = [resident()]
            for case in cases:
                await to_the_signature(office, case)
            reached.append(resident())
    return [(after - before) / flows for after in reached]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=FLOWS)
    costs = asyncio.run(measure(parser.parse_args().flows))
    table = Table("an open dispatch", "kB", f"{CACHED} of them, MB")
    for place, cost in zip(WAITING, costs, strict=True):
        table.add_row(place, f"{cost * 1024:.0f}", f"{cost * CACHED:.0f}")
    Console(highlight=False).print(table)
    return 0 if max(costs) * CACHED < PROMISE else 1


if __name__ == "__main__":
    status = main()
    let_go()
    sys.exit(status)
