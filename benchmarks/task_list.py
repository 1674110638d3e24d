"""A page of the task list with a thousand tasks and with a million, side by side.

`python -m benchmarks.task_list [--tasks N] [--requests N]`; status 1 if a page's 99th percentile
is more than 1.5 times that with a thousand.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table

from benchmarks.crowd import statements, with_people
from shared.runtime.logging import set_up
from shared.runtime.settings import LogSettings
from tests.support.issuer import TestIssuer, running_issuer
from tests.support.office import LANG_SON, Office, content_of
from tests.support.server import Server, running_server

FEW: Final = 1_000
LIMIT: Final = 1.5
PERSON: Final = "nguoi-3"
PROMISED: Final = {
    "mine": {"of": "mine"},
    "mine, second page": {"of": "mine", "after": ""},
    "mine, forty a page": {"of": "mine", "limit": "40"},
    "unit": {"of": "unit"},
    "done": {"of": "done"},
}
SHOWN: Final = {
    "mine, word in each": {"of": "mine", "text": "nhiem vu"},
    "mine, rare word": {"of": "mine", "text": "0000803"},
}
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one kind of page, with few tasks and with many."""

    page: str
    few: list[float]
    many: list[float]

    @property
    def ratio(self) -> float:
        return percentile(self.many, 99) / percentile(self.few, 99)


def percentile(times: list[float], part: int) -> float:
    return quantiles(times, n=100, method="inclusive")[part - 1]


@asynccontextmanager
async def crowded(
    server: Server, issuer: TestIssuer, folder: Path, tasks: int
) -> AsyncIterator[httpx.AsyncClient]:
    """An office with that many open tasks, and a client for one person of it."""
    began, database = time.monotonic(), f"tasks_{tasks}"
    await server.create(database)
    office = Office(server, database, issuer, folder)
    version = await office.load("approval", with_people(dict(content_of(LANG_SON))))
    for statement in statements(tasks, version):
        await server.execute(statement, database)
    console.print(f"{tasks:>9,} tasks laid out in {time.monotonic() - began:.0f} s")
    async with office.client("approval", PERSON) as client:
        yield client
    await office.close()


async def timed(client: httpx.AsyncClient, asked: Mapping[str, str]) -> float:
    began = time.perf_counter()
    answer = await client.get("/tasks", params=asked)
    answer.raise_for_status()
    return (time.perf_counter() - began) * 1000


async def second(client: httpx.AsyncClient, asked: Mapping[str, str]) -> Mapping[str, str]:
    """The same list behind its first page, where that is asked for."""
    if "after" not in asked:
        return asked
    first = await client.get("/tasks", params={"of": asked["of"]})
    return {**asked, "after": first.json()["next"]}


async def measure(
    page: str,
    asked: Mapping[str, str],
    offices: tuple[httpx.AsyncClient, httpx.AsyncClient],
    requests: int,
) -> Measured:
    """In turns, so that whatever else the machine does meets both."""
    wanted = [(client, await second(client, asked)) for client in offices]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(-20, requests):
        for kept, (client, what) in zip(times, wanted, strict=True):
            took = await timed(client, what)
            if number >= 0:  # those before warm the caches up
                kept.append(took)
    return Measured(page, *times)


def show(found: list[Measured], tasks: int) -> None:
    table = Table("page", "", f"{FEW:,} tasks", f"{tasks:,} tasks", "ratio")
    for one in found:
        for part in (50, 99):
            few, many = percentile(one.few, part), percentile(one.many, part)
            name = one.page if part == 50 else ""
            figures = (f"{few:.1f} ms", f"{many:.1f} ms", f"{many / few:.2f}")
            table.add_row(name, f"p{part}", *figures)
    console.print(table)


async def run(tasks: int, requests: int) -> bool:
    """Lay out, measure and show; whether every promise was kept."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(running_server())
        issuer = stack.enter_context(running_issuer())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        await server.prepare()
        few = await stack.enter_async_context(crowded(server, issuer, folder / "few", FEW))
        many = await stack.enter_async_context(crowded(server, issuer, folder / "many", tasks))
        pages = PROMISED | SHOWN
        found = [await measure(page, asked, (few, many), requests) for page, asked in pages.items()]
    show(found, tasks)
    broken = [one for one in found if one.page in PROMISED and one.ratio > LIMIT]
    for one in broken:
        console.print(f"{one.page}: {one.ratio:.2f} times, more than {LIMIT}")
    return not broken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=400, help="of each page, to each office")
    asked = parser.parse_args()
    set_up("benchmark", LogSettings(file=None, level="ERROR"))
    kept = asyncio.run(run(asked.tasks, asked.requests))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
