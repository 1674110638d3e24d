"""A confirmed series wakes the dispatches that waited for it, each of which gets its number."""

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from services.distribution.operations.summary import summary
from services.distribution.store import restores
from shared.runtime.relay import Fact
from shared.runtime.waking import wake_dispatch

_wake_one = wake_dispatch(summary)


async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
    """They are forgotten only when all are woken: begun anew it finds the same ones."""
    async with engine.begin() as db:
        cases = await restores.let_go(db, fact.id)
    for case in cases:
        one = Fact(id=fact.id, case=case, kind=fact.kind, attempts=fact.attempts)
        await _wake_one(engine, client, one)
    async with engine.begin() as db:
        await restores.forget(db, cases)
