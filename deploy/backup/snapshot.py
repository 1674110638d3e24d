"""One instant of the database, held for as long as its dump and what is told of it are read."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from deploy.backup.manifest import Head
from deploy.local.database import driver_url
from deploy.local.settings import ROLES
from deploy.local.troubles import Trouble
from shared.runtime.clock import SystemClock

IN_FORCE: Final = "select agency, version from drafting.organisations"
HEADS: Final = "select agency, seq, hash from distribution.register_heads where seq > 0"
MIGRATIONS: Final = {
    service: f"select version_num from {service}.alembic_version"  # noqa: S608 -- a service's name
    for service in ROLES
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the database had committed at one instant."""

    id: str
    """As pg_dump takes it."""
    at: datetime
    """Just before: whatever was committed by then is in it."""
    schemas: Mapping[str, str]
    organisations: Mapping[str, str]
    registers: Mapping[str, Head]


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """Hold a snapshot of all schemas, as the owner of them; Trouble where there is nothing."""
    connection = await _connected(url)
    try:
        at = SystemClock().now()
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield Snapshot(
                id=await connection.fetchval("select pg_export_snapshot()"),
                at=at,
                schemas={one: await connection.fetchval(MIGRATIONS[one]) for one in MIGRATIONS},
                organisations=dict(await connection.fetch(IN_FORCE)),
                registers={
                    row["agency"]: Head(seq=row["seq"], hash=row["hash"])
                    for row in await connection.fetch(HEADS)
                },
            )
    except asyncpg.UndefinedTableError:
        raise Trouble("Cơ sở dữ liệu chưa có bảng nào để sao lưu.") from None
    finally:
        await connection.close()


async def _connected(url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(driver_url(url), timeout=5)
    except (OSError, asyncpg.PostgresError) as fault:
        raise Trouble(
            f"Không kết nối được cơ sở dữ liệu ({type(fault).__name__}); hãy xem ./congvan doctor."
        ) from None
