"""What the engine runs, as its lists and its own descriptions have it."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from temporalio.client import Client, WorkflowExecutionStatus

from shared.contracts import certificates, dispatch_flow, notices, recall, reservations
from shared.contracts.views import ATTENTION
from tests.chaos.town import Town

KINDS: Final = (
    *(dispatch_flow.FLOW, recall.FLOW, reservations.FLOW),
    *(notices.FLOW, certificates.FLOW),
)
"""Flows that tables keep alive; what else runs was started by a schedule, or by hand."""


async def connected(town: Town) -> Client:
    settings = town.settings
    return await Client.connect(settings.temporal_address, namespace=settings.namespace)


async def open_flows(client: Client) -> Mapping[str, frozenset[str]]:
    """Ids of those that run, by their kind."""
    kinds = await asyncio.gather(*(_listed(client, _running(kind)) for kind in KINDS))
    return dict(zip(KINDS, kinds, strict=True))


async def in_need(client: Client) -> frozenset[str]:
    """Those in the operators' list of what needs attention."""
    return await _listed(client, ATTENTION)


async def restless(client: Client, ids: Iterable[str]) -> frozenset[str]:
    """Those of them that have something under way, or try it in vain."""
    asked = sorted(ids)
    busy = await asyncio.gather(*(_is_busy(client, one) for one in asked))
    return frozenset(one for one, is_busy in zip(asked, busy, strict=True) if is_busy)


async def _listed(client: Client, query: str) -> frozenset[str]:
    return frozenset([flow.id async for flow in client.list_workflows(query)])


def _running(kind: str) -> str:
    return f"WorkflowType = '{kind}' AND ExecutionStatus = 'Running'"


async def _is_busy(client: Client, flow: str) -> bool:
    said = await client.get_workflow_handle(flow).describe()
    if said.status is not WorkflowExecutionStatus.RUNNING:
        return False
    seen = said.raw_description
    return bool(seen.pending_activities) or seen.HasField("pending_workflow_task")
