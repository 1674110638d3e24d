"""A restore that is killed where it can be seen how far it has come: at its database server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from signal import SIGSTOP
from typing import Final

import asyncpg

from deploy.backup.restoring import BESIDE
from deploy.local.local_secrets import read_secrets
from deploy.local.postgres import superuser_url
from deploy.local.settings import DATABASE, Settings
from deploy.local.troubles import Trouble
from tests.support.waiting import until

WAITING: Final = """
select 1 from pg_locks
where not granted and not exists (select 1 from pg_database where datname = $1)
"""
Process = asyncio.subprocess.Process
BEGUN_WITHIN = 120.0
"""Seconds, on a machine that is busy."""


async def killed_within_its_last_step(settings: Settings, process: Process) -> None:
    """The empty database has gone, and the restored one has not taken its place yet."""
    async with server_of(settings) as server, _held(server):
        await until(partial(_is_gone, server, DATABASE), BEGUN_WITHIN)
        await _killed(process, server)


async def killed_after_its_last_step(settings: Settings, process: Process) -> None:
    """The restored one has taken its place, and nobody was told."""
    async with server_of(settings) as server:
        async with _held(server):
            await until(partial(_waits_for_its_name, server), BEGUN_WITHIN)
            process.send_signal(SIGSTOP)
        await until(partial(_stands, server, DATABASE))
        await _killed(process, server)


@asynccontextmanager
async def server_of(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """The server that a restore has started for itself, as its superuser; it dies with it."""
    server = await until(partial(_connected, settings), BEGUN_WITHIN)
    assert server
    try:
        yield server
    finally:
        server.terminate()


async def _connected(settings: Settings) -> asyncpg.Connection | None:
    with suppress(OSError, Trouble, asyncpg.PostgresError):
        return await asyncpg.connect(superuser_url(settings, read_secrets(settings)))
    return None


@asynccontextmanager
async def _held(server: asyncpg.Connection) -> AsyncIterator[None]:
    """The restored database keeps its name as long as this lasts: its row is locked."""
    await until(partial(_is_being_filled, server), BEGUN_WITHIN)
    lock = server.transaction()
    await lock.start()
    await server.execute(f"comment on database {BESIDE} is 'held'")
    yield
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # the server has died
        await lock.commit()


async def _is_being_filled(server: asyncpg.Connection) -> bool:
    """Somebody works in the new database: it is none that an earlier restore left."""
    found = await server.fetchval("select 1 from pg_stat_activity where datname = $1", BESIDE)
    return bool(found)


async def _waits_for_its_name(server: asyncpg.Connection) -> bool:
    """The last statement has been said, and is done once the lock is let go."""
    return bool(await server.fetchval(WAITING, DATABASE))


async def _stands(server: asyncpg.Connection, database: str) -> bool:
    found = await server.fetchval("select 1 from pg_database where datname = $1", database)
    return bool(found)


async def _is_gone(server: asyncpg.Connection, database: str) -> bool:
    return not await _stands(server, database)


async def _killed(process: Process, server: asyncpg.Connection) -> None:
    """With -9, and its server after it; it must not have ended by itself."""
    assert process.returncode is None
    process.kill()
    await process.wait()
    await until(partial(_has_hung_up, server))


async def _has_hung_up(server: asyncpg.Connection) -> bool:
    return bool(server.is_closed())
