"""Facts are handed over to a real engine: each once, whatever is away in between."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from shared.contracts.dispatch_flow import FLOW, NEWS, NewsItem
from shared.runtime.clock import MovableClock
from shared.runtime.database import OVERFLOW, POOL, create_engine
from shared.runtime.facts import mark_handed_over
from shared.runtime.relay import BATCH, LEASE, Fact, Relay, back_off
from shared.runtime.temporal import connect
from shared.runtime.waking import wake_dispatch
from tests.shared.runtime.engine import engine_at, free_port, running_engine
from tests.shared.runtime.small_office import NOTES, SmallOffice, summary, write

SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
async def engine() -> AsyncIterator[Client]:
    async with running_engine(free_port()) as client:
        yield client


@pytest.fixture
def case() -> str:
    """A case of its own for each test: they share one engine."""
    return f"T-{uuid4().hex}"


def relay_of(small: SmallOffice, client: Client) -> Relay:
    """One that waits as long as it may."""
    wake = wake_dispatch(summary)
    facts = {"note": NOTES}
    return Relay(small.database.engine, client, small.clock, facts, wake, chance=lambda: 0.0)


async def keep(small: SmallOffice, case: str, *ids: str) -> None:
    async with small.database.work() as work:
        for id_ in ids:
            await write(work, f"{case}/{id_}", "Kính gửi", case=case)


async def row(small: SmallOffice, case: str, id_: str = "1") -> Any:
    async with small.database.work() as work:
        found = await work.db.execute(sa.select(NOTES).where(NOTES.c.id == f"{case}/{id_}"))
        return found.one()


async def waiting(small: SmallOffice) -> int:
    async with small.database.work() as work:
        query = sa.select(sa.func.count()).where(NOTES.c.handed_over_at.is_(None))
        return await work.db.scalar(query) or 0


async def news(client: Client, case: str) -> list[NewsItem]:
    """What the latest run of a case's flow was told."""
    told = []
    async for event in client.get_workflow_handle(case).fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            said = event.workflow_execution_signaled_event_attributes
            assert said.signal_name == NEWS
            told += await client.data_converter.decode(said.input.payloads, [NewsItem])
    return told


async def until(true: Callable[[], Awaitable[bool]], within: float = 10.0) -> None:
    end = time.monotonic() + within
    while not await true():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.02)


async def test_a_fact_wakes_its_flow_once_and_is_marked(
    small: SmallOffice, engine: Client, case: str
) -> None:
    await keep(small, case, "1")
    relay = relay_of(small, engine)
    await relay.drain()
    await relay.drain()
    assert await news(engine, case) == [NewsItem(kind="note", id=f"{case}/1")]
    kept = await row(small, case)
    assert kept.handed_over_at is not None
    assert kept.attempts == 1
    flow = await engine.get_workflow_handle(case).describe()
    assert flow.workflow_type == FLOW
    assert await flow.static_summary() == f"Hồ sơ {case}"


async def test_a_look_costs_one_question_for_all_kinds_of_facts(
    small: SmallOffice, engine: Client
) -> None:
    kinds, asked = dict.fromkeys(("a", "b", "c", "d"), NOTES), []
    relay = Relay(small.database.engine, engine, small.clock, kinds, wake_dispatch(summary))
    await relay.drain()  # whatever other tests left

    def note(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    sa.event.listen(small.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        await relay.drain()
    finally:
        sa.event.remove(small.database.engine.sync_engine, "before_cursor_execute", note)
    assert len(asked) == 1


async def test_later_facts_of_a_case_wake_the_same_flow(
    small: SmallOffice, engine: Client, case: str
) -> None:
    relay = relay_of(small, engine)
    for id_ in ("1", "2", "3"):
        await keep(small, case, id_)
        await relay.drain()
    assert [item.id for item in await news(engine, case)] == [f"{case}/{n}" for n in "123"]


async def test_a_flow_that_has_ended_is_woken_by_a_new_run(
    small: SmallOffice, engine: Client, case: str
) -> None:
    relay = relay_of(small, engine)
    await keep(small, case, "1")
    await relay.drain()
    await engine.get_workflow_handle(case).terminate()
    await keep(small, case, "2")
    await relay.drain()
    assert [item.id for item in await news(engine, case)] == [f"{case}/2"]


async def test_a_fact_that_its_owner_has_told_is_not_handed_over_again(
    small: SmallOffice, engine: Client, case: str
) -> None:
    await keep(small, case, "1", "2")
    async with small.database.work() as work:
        await mark_handed_over(work.db, NOTES, NOTES.c.id == f"{case}/1", work.clock)
    await relay_of(small, engine).drain()
    assert [item.id for item in await news(engine, case)] == [f"{case}/2"]


async def test_two_relays_hand_over_each_fact_once(
    small: SmallOffice, engine: Client, case: str
) -> None:
    cases = [f"{case}-{number}" for number in range(45)]
    for one in cases:
        await keep(small, one, "1")
    await asyncio.gather(*(relay_of(small, engine).drain() for _ in range(2)))
    told = [item.id for one in cases for item in await news(engine, one)]
    assert Counter(told) == Counter(f"{one}/1" for one in cases)
    assert await waiting(small) == 0


async def test_while_the_engine_is_away_a_fact_waits_longer_each_time_and_then_goes(
    small: SmallOffice, case: str
) -> None:
    port = free_port()
    await keep(small, case, "1")
    relay = relay_of(small, await connect(engine_at(port), lazy=True))
    for attempts in (1, 2, 3):
        before = small.clock.now()
        await relay.drain()
        await relay.drain()  # not due yet: no further attempt
        put_off = await row(small, case)
        assert (put_off.attempts, put_off.handed_over_at) == (attempts, None)
        assert_about(put_off.try_after - before, back_off(attempts))
        small.clock.ahead += back_off(attempts) + SECOND
    async with running_engine(port) as engine:
        relay = relay_of(small, engine)
        await relay.drain()
        assert await news(engine, case) == [NewsItem(kind="note", id=f"{case}/1")]
    assert await waiting(small) == 0


async def test_a_case_that_is_put_off_waits_with_all_its_facts(
    small: SmallOffice, case: str
) -> None:
    relay = relay_of(small, await connect(engine_at(free_port()), lazy=True))
    await keep(small, case, "1")
    for attempts in (1, 2, 3):
        await relay.drain()
        small.clock.ahead += back_off(attempts) + SECOND
    await keep(small, case, "2")
    await keep(small, f"{case}-other", "1")
    before = small.clock.now()
    await relay.drain()
    older, newer = await row(small, case, "1"), await row(small, case, "2")
    assert (older.attempts, newer.attempts) == (4, 1)
    for waits in (older, newer):
        assert_about(waits.try_after - before, back_off(4))
    other = await row(small, f"{case}-other", "1")
    assert_about(other.try_after - before, back_off(1))


async def test_a_fact_that_is_put_off_does_not_take_over_what_another_relay_holds(
    small: SmallOffice, case: str
) -> None:
    relay = relay_of(small, await connect(engine_at(free_port()), lazy=True))
    await keep(small, case, "1")
    (leased,) = await relay._lease("note", NOTES)
    await keep(small, case, "2")
    before = small.clock.now()
    await relay.drain()
    assert leased.id == f"{case}/1"
    assert_about((await row(small, case, "2")).try_after - before, back_off(1))
    assert (await row(small, case, "1")).try_after >= before + LEASE - 5 * SECOND


def assert_about(given: timedelta, wanted: timedelta) -> None:
    assert wanted <= given < wanted + 5 * SECOND


async def test_the_lease_of_a_dead_relay_ends(
    small: SmallOffice, engine: Client, case: str
) -> None:
    await keep(small, case, "1")
    dead = relay_of(small, engine)
    assert [fact.case for fact in await dead._lease("note", NOTES)] == [case]
    living = relay_of(small, engine)
    await living.drain()
    assert await waiting(small) == 1
    small.clock.ahead += LEASE + SECOND
    await living.drain()
    assert await waiting(small) == 0
    assert len(await news(engine, case)) == 1


async def test_a_case_that_fails_holds_up_no_other(
    small: SmallOffice, engine: Client, case: str
) -> None:
    async def stumbling(db: AsyncConnection, which: str) -> str:
        if which == f"{case}-bad":
            raise LookupError(which)
        return await summary(db, which)

    for end in ("bad", "good"):
        await keep(small, f"{case}-{end}", "1")
    wake = wake_dispatch(stumbling)
    relay = Relay(small.database.engine, engine, small.clock, {"note": NOTES}, wake)
    await relay.drain()
    assert (await row(small, f"{case}-good")).handed_over_at is not None
    assert (await row(small, f"{case}-bad")).try_after is not None
    assert await waiting(small) == 1


async def test_what_waited_for_an_absence_comes_in_batches_and_not_as_a_herd(
    small: SmallOffice, engine: Client, case: str
) -> None:
    told, at_once, most = set[str](), 0, 0

    async def count(_engine: object, _client: object, fact: Fact) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        told.add(fact.id)
        at_once -= 1

    ids = [str(number) for number in range(4 * BATCH + 1)]
    await keep(small, case, *ids)
    turn, database = asyncio.Lock(), small.database.engine
    relays = [
        Relay(database, engine, small.clock, {"note": NOTES}, count, turn=turn) for _ in range(3)
    ]
    await asyncio.gather(*(relay.drain() for relay in relays))
    assert {f"{case}/{id_}" for id_ in ids} <= told
    assert most == BATCH <= (POOL + OVERFLOW) / 2, "people get no connection meanwhile"


class StandingClock:
    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


async def test_cases_that_were_put_off_together_come_back_at_times_of_their_own(
    small: SmallOffice, case: str
) -> None:
    now = small.clock.now()
    facts, gone = {"note": NOTES}, await connect(engine_at(free_port()), lazy=True)
    wake = wake_dispatch(summary)
    chance = Random(7).random  # noqa: S311 -- the same each time
    relay = Relay(small.database.engine, gone, StandingClock(now), facts, wake, chance=chance)
    cases = [f"{case}-{number}" for number in range(BATCH)]
    for one in cases:
        await keep(small, one, "1")
    await relay.drain()
    pauses = {(await row(small, one)).try_after - now for one in cases}
    assert len(pauses) == BATCH
    assert SECOND / 2 <= min(pauses) < max(pauses) <= SECOND


async def test_an_act_is_handed_over_right_after_its_commit(
    small: SmallOffice, engine: Client, lang_son: dict[str, Any]
) -> None:
    await small.load(lang_son)
    relay = relay_of(small, engine)
    small.process.relays = [relay]
    running = asyncio.create_task(relay.run())
    async with small.client("van-thu") as client:
        answer = await client.post("/notes", json={"sentence": "Kính gửi"})
    assert answer.status_code == 200

    async def gone() -> bool:
        return await waiting(small) == 0

    await until(gone)
    await stop(running)


async def test_a_running_relay_outlives_the_absence_of_the_engine(
    small: SmallOffice, case: str
) -> None:
    relay = relay_of(small, await connect(engine_at(free_port()), lazy=True))
    running = asyncio.create_task(relay.run())
    await keep(small, case, "1")
    relay.kick()

    async def tried() -> bool:
        found = await row(small, case)
        return bool(found.attempts) and found.try_after < small.clock.now() + LEASE - SECOND

    await until(tried)
    assert not running.done()
    await stop(running)


class CountingClock(MovableClock):
    asked = 0

    def now(self) -> datetime:
        self.asked += 1
        return super().now()


async def test_a_running_relay_outlives_the_absence_of_the_database(engine: Client) -> None:
    clock = CountingClock()
    nowhere = create_engine("postgresql+asyncpg://x:x@127.0.0.1:1/x", "tests")
    relay = Relay(nowhere, engine, clock, {"note": NOTES}, wake_dispatch(summary))
    running = asyncio.create_task(relay.run())

    async def looked_again() -> bool:
        relay.kick()
        return clock.asked >= 3

    await until(looked_again)
    assert not running.done()
    await stop(running)
    await nowhere.dispose()


async def stop(running: "asyncio.Task[None]") -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (1000, 60)],
)
def test_the_longest_pause_doubles_up_to_a_minute(attempts: int, seconds: int) -> None:
    assert back_off(attempts) == timedelta(seconds=seconds)
