"""What makes this folder a service: `python -m services drafting`."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.drafting.activities import activities
from services.drafting.operations.archiving import parties
from services.drafting.routes import ROUTERS
from services.drafting.store.drafts import subject_of
from services.drafting.tables import metadata, submissions, withdrawals
from shared.contracts.dispatch_flow import WITHDRAWAL
from shared.contracts.drafting import QUEUE
from shared.domain.captions import caption
from shared.runtime.service import Service


async def summary(db: AsyncConnection, case: str) -> str:
    """One line about a case for the operators."""
    return caption(case, await subject_of(db, case))


SERVICE: Final = Service(
    name="drafting",
    queue=QUEUE,
    metadata=metadata,
    routers=ROUTERS,
    activities=activities,
    facts={"submission": submissions, WITHDRAWAL: withdrawals},
    summary=summary,
    parties=parties,
)
