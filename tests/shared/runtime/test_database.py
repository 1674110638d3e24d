"""A database that takes connections and says nothing, as a frozen server does, holds up nobody."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa

from shared.runtime.database import Database, create_engine
from shared.runtime.faults import AWAY
from shared.runtime.problems import AWAY_IN_AN_ACT
from tests.chaos.proxy import Proxy
from tests.shared.runtime.small_office import NAME, NOTES, SmallOffice, write
from tests.support.waiting import until

SILENT = PAUSE = 0.5
FOR_EVER = 3600.0
QUERY = sa.text("select 1")
HELD = 3
"""The lock that a note's commit waits for."""
HOLD = (
    f"""create function {NAME}.wait_in_commit() returns trigger language plpgsql
        as 'begin perform pg_advisory_xact_lock({HELD}); return null; end'""",
    f"""create constraint trigger waits after insert on {NAME}.notes
        deferrable initially deferred for each row execute function {NAME}.wait_in_commit()""",
)
LET_GO = f"drop function {NAME}.wait_in_commit() cascade"
IN_COMMIT = sa.text(
    """select pid from pg_stat_activity
        where datname = current_database() and query like 'COMMIT%' and wait_event_type = 'Lock'"""
)


@pytest.fixture
async def proxy(small_url: str) -> AsyncIterator[Proxy]:
    port = sa.make_url(small_url).port
    assert port
    async with Proxy(port) as proxy:
        yield proxy


@pytest.fixture
async def database(small: SmallOffice, small_url: str, proxy: Proxy) -> AsyncIterator[Database]:
    """Of a service that has connected already."""
    url = sa.make_url(small_url).set(port=proxy.port).render_as_string(hide_password=False)
    database = replace(
        small.database, engine=create_engine(url, "test", silent=SILENT, pause=PAUSE)
    )
    await ask(database)
    yield database
    await database.engine.dispose()


async def ask(database: Database) -> None:
    async with database.work() as work:
        await work.db.execute(QUERY)


async def test_who_asks_a_silent_database_is_told_that_it_is_away(
    database: Database, proxy: Proxy
) -> None:
    proxy.delay = FOR_EVER
    with pytest.raises(AWAY):
        await ask(database)
    proxy.delay = 0
    proxy.cut()
    await ask(database)


async def freeze_in_the_middle(database: Database, proxy: Proxy) -> None:
    async with database.work() as work:
        await work.db.execute(QUERY)
        proxy.delay = FOR_EVER
        await work.db.execute(QUERY)


async def test_who_is_in_the_middle_of_a_transaction_does_not_wait_for_its_end_either(
    database: Database, proxy: Proxy
) -> None:
    with pytest.raises(AWAY):
        await freeze_in_the_middle(database, proxy)
    proxy.delay = 0
    proxy.cut()
    await ask(database)


ROW = sa.text("select pg_advisory_xact_lock(4)")
"""Stands for the one row that the acts of a series or a case lock."""


async def stop_in_the_middle(
    database: Database,
    stopped: asyncio.Event,
    woken: asyncio.Event,
    next_step: sa.TextClause | None,
) -> None:
    async with database.work() as work:
        await work.db.execute(ROW)
        await write(work, "n1", "không ai ghi")
        stopped.set()
        await woken.wait()
        if next_step is not None:
            await work.db.execute(next_step)


@pytest.mark.parametrize(
    ("cut_off", "next_step"),
    [(False, None), (True, QUERY)],
    ids=["frozen, then commits", "cut off without a word, then asks"],
)
async def test_who_stops_in_the_middle_of_an_act_holds_its_row_for_a_while_only(
    small: SmallOffice,
    database: Database,
    proxy: Proxy,
    cut_off: bool,
    next_step: sa.TextClause | None,
) -> None:
    stopped, woken = asyncio.Event(), asyncio.Event()
    act = asyncio.create_task(stop_in_the_middle(database, stopped, woken, next_step))
    await stopped.wait()
    proxy.delay = FOR_EVER if cut_off else 0
    async with small.database.work() as other:
        await other.db.execute(ROW)
    proxy.delay = 0
    if cut_off:
        proxy.cut()
    woken.set()
    with pytest.raises(AWAY):
        await act
    async with small.database.work() as other:
        assert await other.db.scalar(sa.select(sa.func.count()).select_from(NOTES)) == 0
    await ask(database)


@dataclass(frozen=True)
class Behind:
    """The service with its database behind the proxy, and the way to it that has none."""

    office: SmallOffice
    straight: Database

    async def note(self) -> tuple[int, Any]:
        """One and the same act, however often."""
        async with self.office.client("van-thu") as client:
            headers = {"Idempotency-Key": "k1"}
            answer = await client.post("/notes", json={"sentence": "Kính gửi"}, headers=headers)
        return answer.status_code, answer.json()

    async def noted(self) -> Any:
        """The answer, once it is one."""
        status, answer = await self.note()
        return answer if status == 200 else None

    async def notes(self) -> int:
        async with self.straight.work() as work:
            return await work.db.scalar(sa.select(sa.func.count()).select_from(NOTES)) or 0

    async def caught(self) -> int:
        """The server's process that is in a commit; 0 while there is none."""
        async with self.straight.work() as work:
            return await work.db.scalar(IN_COMMIT) or 0

    @asynccontextmanager
    async def held_in_commit(self) -> AsyncIterator[None]:
        """Who commits a note stays in the middle of it until this ends."""
        async with self.straight.work() as work:
            for step in HOLD:
                await work.db.execute(sa.text(step))
        try:
            async with self.straight.work() as work:
                await work.db.execute(sa.text(f"select pg_advisory_xact_lock({HELD})"))
                yield
        finally:
            async with self.straight.work() as work:
                await work.db.execute(sa.text(LET_GO))


@pytest.fixture
async def behind(
    small: SmallOffice, database: Database, lang_son: dict[str, Any]
) -> AsyncIterator[Behind]:
    await small.load(lang_son)
    straight, small.process.database = small.process.database, database
    yield Behind(small, straight)
    small.process.database = straight


@pytest.mark.parametrize("blow", [signal.SIGSTOP, signal.SIGTERM], ids=["frozen", "ended"])
async def test_an_act_whose_commit_is_caught_is_kept_or_not_and_its_retry_gets_one_answer(
    behind: Behind, blow: signal.Signals
) -> None:
    async with behind.held_in_commit():
        sending = asyncio.create_task(behind.note())
        process = await until(behind.caught)
        os.kill(process, blow)
        try:
            status, said = await sending
        finally:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
        assert (status, said["code"]) == (503, "away")
    again = await until(behind.noted)
    assert again == await until(behind.noted)
    assert await behind.notes() == 1


async def test_an_act_whose_answer_is_lost_was_kept_and_its_retry_is_told_so(
    behind: Behind, proxy: Proxy
) -> None:
    async with behind.held_in_commit():
        sending = asyncio.create_task(behind.note())
        await until(behind.caught)
        proxy.cut()
        status, said = await sending
    assert (status, said["detail"]) == (503, AWAY_IN_AN_ACT)
    assert "chưa rõ việc này đã được ghi hay chưa" in said["detail"]
    await until(behind.notes)
    again = await until(behind.noted)
    assert again == await until(behind.noted)
    assert await behind.notes() == 1
