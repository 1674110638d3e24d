"""What makes this folder a service: approval owns people's decisions."""

from typing import Final

from services.approval import sending, tables, warning
from services.approval.activities import activities
from services.approval.operations import summary
from services.approval.operations.archiving import parties
from services.approval.routes import ROUTERS
from shared.contracts import certificates
from shared.contracts.approval import QUEUE
from shared.runtime.service import Service, Sideline

SERVICE: Final = Service(
    name="approval",
    queue=QUEUE,
    metadata=tables.metadata,
    routers=ROUTERS,
    activities=activities,
    facts={
        "decision": tables.decisions,
        "cancellation": tables.cancellations,
        "change": tables.changes,
        "message": tables.messages,
    },
    summary=summary,
    parties=parties,
    sidelines=[
        Sideline(
            facts={"sending": tables.sendings},
            wake=sending.wake,
            queues=sending.QUEUES,
            activities=sending.activities,
        ),
        Sideline(
            facts={"certificate": tables.certificates},
            wake=warning.wake,
            queues=(certificates.QUEUE,),
            activities=warning.activities,
        ),
    ],
)
