"""Watching certificates: a flow for each, and the activity that warns of its end."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from services.approval.operations import warning
from shared.contracts.certificates import FLOW, CertificateActivities, CertificateRef, Look, Watched
from shared.contracts.dispatch_flow import QUEUE
from shared.runtime.database import Database
from shared.runtime.process import Process
from shared.runtime.relay import ANSWER_WITHIN, Fact


class Warner(CertificateActivities):
    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="approval.warn_of_certificate")
    async def warn_of_certificate(self, look: Look) -> Watched:
        async with self._database.work() as work:
            return Watched(next_at=await warning.warn(work, look.id, look.at))


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    return (Warner(process.database).warn_of_certificate,)


def flow_id(certificate: str, _case: str) -> str:
    return f"certificate/{certificate}"


async def wake(_engine: AsyncEngine, client: Client, fact: Fact) -> None:
    """Start the flow of a certificate; one that runs or has ended well needs no other."""
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            FLOW,
            CertificateRef(id=fact.id),
            id=flow_id(fact.id, fact.case),
            task_queue=QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            static_summary=f"Hạn của chứng thư số {fact.id}",
            rpc_timeout=ANSWER_WITHIN,
        )
