"""What makes this folder a service: `python -m services drafting`."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.drafting.activities import activities as of_dispatches
from services.drafting.filing import Filing
from services.drafting.operations.archiving import parties
from services.drafting.routes import ROUTERS
from services.drafting.store import open_flows
from services.drafting.store.drafts import subject_of
from services.drafting.tables import metadata, submissions, withdrawals
from shared.contracts.dispatch_flow import FLOW, WITHDRAWAL
from shared.contracts.drafting import QUEUE
from shared.domain.captions import caption
from shared.runtime.process import Process
from shared.runtime.reconciling import FlowKind
from shared.runtime.service import Service
from shared.runtime.waking import wake_dispatch


async def summary(db: AsyncConnection, case: str) -> str:
    """One line about a case for the operators."""
    return caption(case, await subject_of(db, case))


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    return (*of_dispatches(process), Filing(process.database).note_filed)


SERVICE: Final = Service(
    name="drafting",
    queue=QUEUE,
    metadata=metadata,
    routers=ROUTERS,
    activities=activities,
    facts={"submission": submissions, WITHDRAWAL: withdrawals},
    summary=summary,
    parties=parties,
    flows=[
        FlowKind(
            flow=FLOW,
            id_of=lambda _id, case: case,
            wake=wake_dispatch(summary),
            expected=open_flows.dispatches,
        )
    ],
)
