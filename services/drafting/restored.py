"""Says of a database that it was restored: case codes that were given since are not given again."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from services.drafting.store import drafts
from shared.domain.dates import vietnam_date
from shared.runtime.clock import SystemClock

SKIPPED: Final = 10_000
"""Case codes: more than any agency drafts between two backups. Gaps are allowed."""


async def record(url: str, backup_at: datetime) -> None:
    """As the owner role, before any service works with the database.

    A code may stand in letters, notices and links of a case that is lost: of every year since
    `backup_at`, the instant of the backup.
    """
    years = range(vietnam_date(backup_at).year, vietnam_date(SystemClock().now()).year + 1)
    engine = create_async_engine(url, poolclass=sa.pool.NullPool)
    try:
        async with engine.begin() as db:
            await drafts.skip_case_codes(db, years, SKIPPED)
    finally:
        await engine.dispose()
