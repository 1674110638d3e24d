"""Marking facts as known to the engine: by the relay, and by the owner's activities."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.clock import Clock


async def mark_handed_over(
    db: AsyncConnection, table: sa.Table, which: sa.ColumnElement[bool], clock: Clock
) -> None:
    """Say that the engine knows these facts: an activity that returns one says so too."""
    waiting = which & table.c.handed_over_at.is_(None)
    await db.execute(table.update().where(waiting).values(handed_over_at=clock.now()))
