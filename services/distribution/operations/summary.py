"""One line about a case for the operators."""

from sqlalchemy.ext.asyncio import AsyncConnection

from services.distribution.store import desk as store
from shared.domain.captions import caption


async def summary(db: AsyncConnection, case: str) -> str:
    """One line; without a subject for a case that never came to the desk."""
    return caption(case, await store.subject(db, case))
