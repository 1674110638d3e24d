"""Says of a database that it was restored: from then on every series waits for a clerk's word."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from services.distribution.domain.numbering import Restore
from services.distribution.store import restores
from shared.runtime.clock import SystemClock


async def record(url: str, backup_at: datetime) -> None:
    """As the owner role, before any service works with the database.

    `backup_at` is the instant of the backup; what was committed after it is lost.
    """
    engine = create_async_engine(url, poolclass=sa.pool.NullPool)
    try:
        async with engine.begin() as db:
            await restores.record(db, Restore(at=SystemClock().now(), backup_at=backup_at))
    finally:
        await engine.dispose()
