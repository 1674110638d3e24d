"""Reserved numbers expire by themselves: a flow for each, and the activity that voids it."""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from services.distribution.operations import reserving
from services.distribution.store.reservations import kept_until
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.reservations import FLOW, Expiry, ReservationActivities, ReservationRef
from shared.runtime.database import Database
from shared.runtime.relay import ANSWER_WITHIN, Fact


class TooEarly(Exception):  # noqa: N818 -- a fault, which passes by itself
    """The engine's clock is ahead of ours, or somebody had it say so."""


class Expiring(ReservationActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="distribution.expire_reservation")
    async def expire_reservation(self, expiry: Expiry) -> None:
        if self._database.clock.now() < expiry.at:
            raise TooEarly(f"{expiry.at.isoformat()} is still to come")
        async with self._database.work() as work:
            await reserving.expire(work, expiry.agency, expiry.id, expiry.at)


def flow_id(reservation: str, _case: str) -> str:
    return f"reservation/{reservation}"


async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
    """Start the flow of a reservation; one that runs or has ended well needs no other."""
    async with engine.connect() as db:
        agency, expires_at = await kept_until(db, fact.id)
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            FLOW,
            ReservationRef(agency=agency, id=fact.id, expires_at=expires_at),
            id=flow_id(fact.id, fact.case),
            task_queue=QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=f"Số giữ trước {fact.id}",
            rpc_timeout=ANSWER_WITHIN,
        )
