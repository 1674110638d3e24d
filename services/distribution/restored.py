"""Says of a database that it was restored: from then on every series waits for a clerk's word.

While one waits that was ever used, operators are told.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from services.distribution.domain.numbering import Restore
from services.distribution.store import restores
from shared.domain.alarms import Alarm, Raised
from shared.runtime.clock import SystemClock
from shared.runtime.database import Work


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


async def series_closed(work: Work) -> Raised | None:
    """The alarm of series that a number was given of, or asked of, and that nobody confirmed."""
    found = await restores.closed(work)
    if found is None:
        return None
    remark = (
        f"{found.series} series of {found.agencies} agencies give no number, closed by the restore "
        f"of {found.restored_at:%Y-%m-%d %H:%M} UTC"
    )
    return Raised(alarm=Alarm.SERIES_CLOSED, remark=remark)
