"""When nothing is on its way any more, and what is left then."""

import asyncio
import time
from dataclasses import replace

from temporalio.client import Client

from tests.chaos import flows
from tests.chaos.desk import Diary
from tests.chaos.evidence import Evidence, judge_papers, read_blobs, read_tables, read_versions
from tests.chaos.faults import recovered
from tests.chaos.judgements import (
    COMPARED,
    every_fact_is_handed_over_to_the_engine,
    is_quiet,
)
from tests.chaos.town import Town
from tests.chaos.waiting import Stopwatch

HANDED_OVER_WITHIN = 120.0
"""Seconds after which the relays are empty: a lease, and twice the longest pause of a relay."""
QUIET_WITHIN = 30.0
"""Seconds from then on within which nothing is on its way any more."""
LOOK_EVERY = 0.3


async def quiet_evidence(town: Town, diary: Diary) -> tuple[Evidence, float]:
    """As it is once all is quiet, or when that is overdue; and the seconds that it took."""
    await recovered(town)
    client = await flows.connected(town)
    began = time.monotonic()
    found = await _look(town, client, diary)
    while _waits(found) and time.monotonic() < began + HANDED_OVER_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, client, diary)
    since_then = Stopwatch(town.kept_waiting)
    while not is_quiet(found) and since_then.seconds() < QUIET_WITHIN:
        await asyncio.sleep(LOOK_EVERY)
        found = await _look(town, client, diary)
    took = time.monotonic() - began
    return await _with_files(town, found), took


def _waits(found: Evidence) -> bool:
    return any(every_fact_is_handed_over_to_the_engine(found))


async def _look(town: Town, client: Client, diary: Diary) -> Evidence:
    found = Evidence(
        accepted=diary.accepted,
        outdone=diary.outdone,
        broken=diary.broken,
        tables=await read_tables(town),
        open_flows=await flows.open_flows(client),
        in_need=await flows.in_need(client),
    )
    return await _with_restless(client, found) if is_quiet(found) else found


async def _with_restless(client: Client, found: Evidence) -> Evidence:
    """Each flow that tables keep open is looked at by itself, once the lists say all is quiet."""
    open_ = (found.open_flows.get(kind, ()) for kind in COMPARED)
    ids = {flow for ids in open_ for flow in ids}
    return replace(found, restless=await flows.restless(client, ids))


async def _with_files(town: Town, found: Evidence) -> Evidence:
    return replace(
        found,
        blobs=read_blobs(town),
        versions=read_versions(town, found.tables),
        papers=await judge_papers(town, found.tables),
    )
