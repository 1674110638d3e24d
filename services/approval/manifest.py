"""What makes this folder a service: approval owns people's decisions."""

from typing import Final

from services.approval import sending, tables, warning
from services.approval.activities import activities
from services.approval.operations import summary
from services.approval.operations.archiving import parties
from services.approval.routes import ROUTERS
from services.approval.store import open_flows
from shared.contracts import certificates, notices
from shared.contracts.approval import QUEUE
from shared.runtime.reconciling import FlowKind
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
    flows=[
        FlowKind(
            flow=notices.FLOW,
            id_of=sending.flow_id,
            wake=sending.wake,
            expected=open_flows.sendings,
        ),
        FlowKind(
            flow=certificates.FLOW,
            id_of=warning.flow_id,
            wake=warning.wake,
            expected=open_flows.certificates,
        ),
    ],
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
