"""What makes this folder a service: approval owns people's decisions."""

from typing import Final

from services.approval import tables
from services.approval.activities import activities
from services.approval.operations import summary
from services.approval.routes import router
from shared.contracts.approval import QUEUE
from shared.runtime.service import Service

SERVICE: Final = Service(
    name="approval",
    queue=QUEUE,
    metadata=tables.metadata,
    routers=[router],
    activities=activities,
    facts={"decision": tables.decisions, "cancellation": tables.cancellations},
    summary=summary,
)
