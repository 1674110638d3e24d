"""How each kind of fault is done to the running system, and undone."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from deploy.local.spawn import signal_group
from deploy.local.troubles import Trouble
from shared.domain.dates import VIETNAM
from tests.chaos.schedule import Fault, Kind
from tests.chaos.town import PARTS, Town

DELAY = 0.15
"""Seconds that every piece of data takes longer."""
COMES_UP_WITHIN = 120.0
KEYS_LAST = timedelta(days=300)
"""Trial keys are valid for a year: nobody could sign after a second New Year."""
NOTHING, EVERYTHING = 0, resource.RLIM_INFINITY


async def inject(town: Town, fault: Fault) -> Fault | None:
    """Do one fault and undo it: what was done, None where there was nothing to do it to."""
    if fault.kind is Kind.CLOCK:
        return _leap(town, fault)
    with suppress(Trouble, ProcessLookupError):  # it lies dead already
        async with _DONE[fault.kind](town, fault.target):
            await asyncio.sleep(fault.seconds)
        return fault
    return None


async def recovered(town: Town) -> None:
    """Wait until every part is ready; TimeoutError where one does not come up again."""
    async with asyncio.timeout(COMES_UP_WITHIN):
        for part in PARTS:
            await town.stack.wait_ready(part)


@asynccontextmanager
async def _killed(town: Town, part: str) -> AsyncIterator[None]:
    town.stack.kill(part, signal.SIGKILL)
    yield


@asynccontextmanager
async def _asked_to_end(town: Town, part: str) -> AsyncIterator[None]:
    town.stack.kill(part, signal.SIGINT if part == "postgres" else signal.SIGTERM)
    yield


@asynccontextmanager
async def _paused(town: Town, part: str) -> AsyncIterator[None]:
    processes = _with_children(town.stack.pid(part))
    for pid in processes:
        signal_group(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            signal_group(pid, signal.SIGCONT)


@asynccontextmanager
async def _delayed(town: Town, joint: str) -> AsyncIterator[None]:
    town.proxies[joint].delay = DELAY
    try:
        yield
    finally:
        town.proxies[joint].delay = 0


@asynccontextmanager
async def _cut(town: Town, joint: str) -> AsyncIterator[None]:
    town.proxies[joint].cut()
    yield


@asynccontextmanager
async def _refused(town: Town, joint: str) -> AsyncIterator[None]:
    town.proxies[joint].refusing = True
    try:
        yield
    finally:
        town.proxies[joint].refusing = False


@asynccontextmanager
async def _full(town: Town, service: str) -> AsyncIterator[None]:
    """No file may grow any more, blobs and log alike; a service that starts anew is free of it."""
    pid = town.stack.pid(service)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (NOTHING, EVERYTHING))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (EVERYTHING, EVERYTHING))


def _leap(town: Town, fault: Fault) -> Fault | None:
    """As far as keys are valid, else to the next midnight; the clock may stand there already."""
    now = town.clock.now().astimezone(VIETNAM)
    too_far = _beyond(fault.target, now) - datetime.now(UTC) > KEYS_LAST
    leap = "midnight" if too_far else fault.target
    return replace(fault, target=leap) if town.clock.move_to(_beyond(leap, now)) else None


_DONE = {
    Kind.KILL: _killed,
    Kind.PAUSE: _paused,
    Kind.RESTART: _asked_to_end,
    Kind.DELAY: _delayed,
    Kind.CUT: _cut,
    Kind.REFUSE: _refused,
    Kind.DISK_FULL: _full,
}


def _beyond(leap: str, now: datetime) -> datetime:
    """Five seconds before midnight, so that people see it pass: of today, Sunday, 31 December."""
    match leap:
        case "weekend":
            day = now.date() + timedelta(days=6 - now.weekday())
        case "New Year":
            day = now.date().replace(month=12, day=31)
        case _:
            day = now.date()
    return datetime.combine(day, time(23, 59, 55), VIETNAM)


def _with_children(pid: int) -> list[int]:
    """A process and those that it started: PostgreSQL's are each a group of their own."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += _with_children(int(child))
    return [one for one in found if _leads(one)]


def _leads(pid: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getpgid(pid) == pid
    return False
