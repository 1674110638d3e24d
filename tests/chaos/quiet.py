"""When nothing is on its way any more, and what is left then."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from deploy.local.troubles import Trouble
from tests.chaos.desk import Diary
from tests.chaos.evidence import Evidence, judge_papers, open_flows, read_blobs, read_tables
from tests.chaos.faults import recovered
from tests.chaos.judgements import every_fact_is_handed_over_to_the_engine, is_quiet
from tests.chaos.town import PARTS, Town

HANDED_OVER_WITHIN = 120.0
"""Seconds after which the relays are empty: a lease, and twice the longest pause of a relay."""
QUIET_WITHIN = 30.0
"""Seconds from then on within which nothing is on its way any more."""
LOOK_EVERY = 0.1
NANOSECONDS = 1e9


async def quiet_evidence(town: Town, diary: Diary) -> tuple[Evidence, float]:
    """As it is once all is quiet, or when that is overdue; and the seconds that it took."""
    await recovered(town)
    began = time.monotonic()
    found = await _look(town, diary)
    while _waits(found) and time.monotonic() < began + HANDED_OVER_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, diary)
    empty, kept_waiting = time.monotonic(), _kept_waiting(town)
    while not is_quiet(found):
        if time.monotonic() - empty - (_kept_waiting(town) - kept_waiting) > QUIET_WITHIN:
            break
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, diary)
    took = time.monotonic() - began
    papers = await judge_papers(town, found.tables)
    return replace(found, blobs=read_blobs(town), papers=papers), took


def _waits(found: Evidence) -> bool:
    return any(every_fact_is_handed_over_to_the_engine(found))


async def _look(town: Town, diary: Diary) -> Evidence:
    return Evidence(
        accepted=diary.accepted,
        broken=diary.broken,
        tables=await read_tables(town),
        open_flows=await open_flows(town),
    )


def _kept_waiting(town: Town) -> float:
    """Seconds for which the parts could have run and got no processor: others use the machine."""
    return sum(_waited_for_a_processor(town, part) for part in PARTS)


def _waited_for_a_processor(town: Town, part: str) -> float:
    """Of its main thread, which each part does its work in but for what it lends to others."""
    with suppress(Trouble, OSError):
        _ran, waited, _times = Path(f"/proc/{town.stack.pid(part)}/schedstat").read_text().split()
        return int(waited) / NANOSECONDS
    return 0
