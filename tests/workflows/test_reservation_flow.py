"""A reserved number expires at its time and not before."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from temporalio.testing import WorkflowEnvironment

from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.reservations import FLOW, ReservationRef
from tests.support.histories import keep
from tests.support.offices import Offices


async def test_a_reserved_number_expires_at_its_time_and_not_before(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    id_ = f"SVHTTDL-VB-2026-{uuid4().hex[:8]}"
    flow = await office.client.start_workflow(
        FLOW,
        ReservationRef(agency="SVHTTDL", id=id_, expires_at=datetime.now(UTC) + timedelta(days=3)),
        id=f"reservation/{id_}",
        task_queue=QUEUE,
    )
    await engine.fast_forward(flow, timedelta(days=2))
    assert id_ not in office.distribution.expired
    await engine.fast_forward(flow, timedelta(days=2))
    await flow.result()
    assert office.distribution.expired.count(id_) == 1
    await keep(flow, "a_reserved_number_expired")
