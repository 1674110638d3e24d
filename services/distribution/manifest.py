"""What makes this folder a service."""

from collections.abc import Callable, Sequence
from typing import Any

from services.distribution import expiring, reopening, restored, tables
from services.distribution.activities import DistributionActivities, Recalls
from services.distribution.expiring import Expiring
from services.distribution.filing import Filing
from services.distribution.operations.archiving import parties
from services.distribution.operations.summary import summary
from services.distribution.regular_check import RegularCheck
from services.distribution.routes import ROUTERS
from services.distribution.seal_keys import AgencySealKeys
from services.distribution.store import open_flows
from shared.contracts import recall, reservations
from shared.contracts.distribution import QUEUE
from shared.runtime.process import Process
from shared.runtime.reconciling import FlowKind
from shared.runtime.service import Service, Sideline
from shared.runtime.waking import wake_recall


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    seal_keys = AgencySealKeys(process.keys, process.devices, process.secrets, process.time_stamps)
    mine = DistributionActivities(process.database, process.keys, seal_keys, process.time_stamps)
    recalls = Recalls(process.database)
    check = RegularCheck(process.database)
    return [
        *(mine.open_issue, mine.mark_overdue, mine.seal, mine.deliver, mine.file_copy),
        *(mine.due_for_renewal, mine.renew),
        Expiring(process.database).expire_reservation,
        *(recalls.open_recall, recalls.remind_recall),
        *(check.agencies_to_check, check.check_register),
        Filing(process.database).filed_among,
    ]


SERVICE = Service(
    name="distribution",
    queue=QUEUE,
    metadata=tables.metadata,
    routers=ROUTERS,
    activities=activities,
    facts={
        "issue": tables.issues,
        "send_back": tables.send_backs,
        "void": tables.voids,
        "seal_order": tables.seal_orders,
    },
    summary=summary,
    parties=parties,
    alarms=[restored.series_closed],
    flows=[
        FlowKind(
            flow=recall.FLOW,
            id_of=lambda _id, case: recall.flow_id(case),
            wake=wake_recall(summary),
            expected=open_flows.recalls,
        ),
        FlowKind(
            flow=reservations.FLOW,
            id_of=expiring.flow_id,
            wake=expiring.wake,
            expected=open_flows.reservations,
        ),
    ],
    sidelines=[
        Sideline(
            facts={"reservation": tables.reservations},
            wake=expiring.wake,
        ),
        Sideline(
            facts={"series_confirmation": tables.series_confirmations},
            wake=reopening.wake,
        ),
        Sideline(
            facts={
                "recall": tables.recalls,
                "recall_reply": tables.recall_replies,
                "recall_closing": tables.recall_closings,
            },
            wake=wake_recall(summary),
        ),
    ],
)
