"""When nothing is on its way any more, and what is left then."""

import asyncio
import time
from dataclasses import replace

from tests.chaos.desk import Diary
from tests.chaos.evidence import (
    Evidence,
    judge_papers,
    open_flows,
    read_blobs,
    read_tables,
    read_versions,
)
from tests.chaos.faults import recovered
from tests.chaos.judgements import every_fact_is_handed_over_to_the_engine, is_quiet
from tests.chaos.town import Town
from tests.chaos.waiting import Stopwatch

HANDED_OVER_WITHIN = 120.0
"""Seconds after which the relays are empty: a lease, and twice the longest pause of a relay."""
QUIET_WITHIN = 30.0
"""Seconds from then on within which nothing is on its way any more."""
LOOK_EVERY = 0.1


async def quiet_evidence(town: Town, diary: Diary) -> tuple[Evidence, float]:
    """As it is once all is quiet, or when that is overdue; and the seconds that it took."""
    await recovered(town)
    began = time.monotonic()
    found = await _look(town, diary)
    while _waits(found) and time.monotonic() < began + HANDED_OVER_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, diary)
    since_then = Stopwatch(town.kept_waiting)
    while not is_quiet(found) and since_then.seconds() < QUIET_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, diary)
    took = time.monotonic() - began
    papers = await judge_papers(town, found.tables)
    versions = read_versions(town, found.tables)
    return replace(found, blobs=read_blobs(town), versions=versions, papers=papers), took


def _waits(found: Evidence) -> bool:
    return any(every_fact_is_handed_over_to_the_engine(found))


async def _look(town: Town, diary: Diary) -> Evidence:
    return Evidence(
        accepted=diary.accepted,
        broken=diary.broken,
        tables=await read_tables(town),
        open_flows=await open_flows(town),
    )
