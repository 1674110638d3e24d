"""Numbers per second against a bare PostgreSQL counter row, in one run on one server.

`python -m benchmarks.numbers [--numbers N] [--at-once N] [--rounds N]`; status 1 below half of
the counter's.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

import sqlalchemy as sa
from rich.console import Console

from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.issuer import running_issuer
from tests.support.office import LANG_SON, Office, content_of
from tests.support.server import running_server

GOAL: Final = 0.5
COUNTER: Final = (
    "create table public.counter as select 0 as n",
    "grant select, update on public.counter to public",
)
NEXT: Final = sa.text("update public.counter set n = n + 1 returning n")
ALIKE: Final = """insert into distribution.dispatches
    select (jsonb_populate_record(one, jsonb_build_object('case', one.case || '-' || n))).*
    from distribution.dispatches one, generate_series(1, MANY) n where one.case = 'CASE'"""

console = Console(highlight=False, soft_wrap=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.numbers")
    parser.add_argument("--numbers", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5, help="counts and numbers, in turns")
    return parser.parse_args()


async def rate(acts: Iterable[Callable[[], Awaitable[Any]]], at_once: int) -> float:
    """Acts per second, so many at once."""
    room = asyncio.Semaphore(at_once)

    async def one(act: Callable[[], Awaitable[Any]]) -> None:
        async with room:
            await act()

    begun = time.perf_counter()
    done = await asyncio.gather(*map(one, acts))
    return len(done) / (time.perf_counter() - begun)


async def measure(desk: RecordsDesk, said: argparse.Namespace) -> list[tuple[float, float]]:
    """Numbers and counts per second of each round."""
    case, many = await desk.lay(), said.numbers * (said.rounds + 1)
    statement = ALIKE.replace("CASE", case).replace("MANY", str(many))
    await desk.office.server.execute(statement, desk.office.database)
    cases = [f"{case}-{number}" for number in range(1, many + 1)]
    desk.refs |= dict.fromkeys(cases, desk.refs[case])
    for line in COUNTER:
        await desk.office.server.execute(line, desk.office.database)

    async def count() -> None:
        async with desk.process.database.work() as work:
            await work.db.execute(NEXT)

    async def turn(start: int) -> tuple[float, float]:
        counts = await rate([count] * said.numbers, said.at_once)
        issues = [partial(desk.issue, case) for case in cases[start : start + said.numbers]]
        return await rate(issues, said.at_once), counts

    await turn(0)  # connections, prepared statements
    return [await turn(start) for start in range(said.numbers, many, said.numbers)]


async def main(said: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as name, running_issuer() as issuer, running_server() as db:
        folder = Path(name)
        set_up("benchmark", LogSettings(file=folder / "log", level="WARNING"))
        await db.prepare()
        await db.create("numbers")
        office = Office(db, "numbers", issuer, folder)
        try:
            desk = await RecordsDesk.open(office, content_of(LANG_SON))
            rounds = await measure(desk, said)
        finally:
            await office.close()
    numbers, counts = (median(rates) for rates in zip(*rounds, strict=True))
    share = median(number / count for number, count in rounds)
    console.print(f"{numbers:.0f} numbers a second, {counts:.0f} counts: {share:.2f} of a counter")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
