"""A service's database and its unit of work: one request or activity, one transaction."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from shared.runtime.blobs import Blobs
from shared.runtime.clock import Clock
from shared.runtime.organisations import Organisations

POOL, OVERFLOW = 10, 10
STATEMENT_MS, LOCK_MS = 30_000, 20_000
SERVED_WITHIN: Final = 10.0
"""Seconds in which a connection must be there and answer, before anything is asked of it."""
SILENT: Final = STATEMENT_MS / 1000 + 5
"""Seconds after which a server that should have ended a statement itself is taken for frozen."""
PAUSE: Final = 60.0
"""Seconds in which a transaction must say something, else the server ends it with its session.

A process that is frozen, or a machine that is cut off without a word, would keep its rows locked as
long as the server keeps its session: hours. What lawfully pauses is short: the longest are reading
or writing 20 MB in the blob store, judging an attached file, and checking a page of a register;
none of them holds a lock that people wait for.
"""
KEEPALIVE: Final[Mapping[str, str]] = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""How the server finds out, within a minute, that a machine is gone; its sessions go with it."""
PASSING: Final = ("08", "25006", "25P03", "40", "53", "55P03", "57", "58")
"""Beginnings of the SQL states that pass by themselves: connection lost, server full or shutting
down, a replica still in charge, deadlock, a lock, a statement or a pause that took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What an operation works with; it never commits, the edge does."""

    db: AsyncConnection
    clock: Clock
    blobs: Blobs
    organisations: Organisations
    metadata: sa.MetaData
    request: str | None = None
    """Id of the HTTP request or of the activity's attempt, for the events."""

    def table(self, name: str) -> sa.Table:
        """One of the tables that every service has, see `shared/runtime/tables.py`."""
        return self.metadata.tables[f"{self.metadata.schema}.{name}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    engine: AsyncEngine
    clock: Clock
    blobs: Blobs
    organisations: Organisations
    metadata: sa.MetaData

    @asynccontextmanager
    async def work(self, request: str | None = None) -> AsyncIterator[Work]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with AsyncExitStack() as unit:
            async with asyncio.timeout(SERVED_WITHIN):
                db = await unit.enter_async_context(self.engine.begin())
            try:
                yield Work(
                    db=db,
                    clock=self.clock,
                    blobs=self.blobs,
                    organisations=self.organisations,
                    metadata=self.metadata,
                    request=request,
                )
            except TimeoutError:
                await db.invalidate()  # a rollback would wait for the same silent server
                raise

    async def ping(self) -> None:
        """Raise what the driver raises when the database is away."""
        async with self.engine.connect() as db:
            await db.execute(sa.text("select 1"))


def create_engine(
    url: str, application: str, *, silent: float = SILENT, pause: float = PAUSE
) -> AsyncEngine:
    """Its statements raise what is in `AWAY` when the server is away, or silent for so long.

    So do those of a transaction that said nothing for a `pause`.
    """
    engine = create_async_engine(
        url,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # parameters are documents: they must reach no log
        connect_args={
            "timeout": 5,
            "command_timeout": silent,
            "server_settings": {
                "application_name": application,
                "statement_timeout": str(STATEMENT_MS),
                "lock_timeout": str(LOCK_MS),
                "idle_in_transaction_session_timeout": str(round(pause * 1000)),
                **KEEPALIVE,
                "timezone": "UTC",
            },
        },
    )
    sa.event.listen(engine.sync_engine, "do_connect", _connect)
    sa.event.listen(engine.sync_engine, "handle_error", _name_absence)
    return engine


def _connect(
    dialect: Dialect, _record: ConnectionPoolEntry, args: list[Any], named: dict[str, Any]
) -> DBAPIConnection:
    """Connect; a name that is not found and a socket that is not there are absences too."""
    try:
        return dialect.connect(*args, **named)
    except OSError as fault:
        raise ConnectionError(f"no connection to the database: {type(fault).__name__}") from fault


def _name_absence(context: ExceptionContext) -> OperationalError | None:
    """Call what passes by its name: the driver's dialect calls most of it a plain error."""
    fault = context.original_exception
    if context.is_pre_ping or not isinstance(context.sqlalchemy_exception, sa.exc.DBAPIError):
        return None
    state = getattr(fault, "sqlstate", None) or ""
    if context.connection and not context.is_disconnect and not state.startswith(PASSING):
        return None
    return OperationalError(
        context.statement,
        None,
        fault,
        hide_parameters=True,
        connection_invalidated=context.is_disconnect,
    )
