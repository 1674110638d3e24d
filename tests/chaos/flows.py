"""What the engine runs, as its lists and its own descriptions have it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping

from temporalio.client import Client, WorkflowExecutionStatus

from shared.contracts.views import ATTENTION, RUNNING
from tests.chaos.town import Town


async def connected(town: Town) -> Client:
    settings = town.settings
    return await Client.connect(settings.temporal_address, namespace=settings.namespace)


async def open_flows(client: Client) -> Mapping[str, set[str]]:
    """Ids of those that run, by their kind."""
    found = defaultdict[str, set[str]](set)
    async for flow in client.list_workflows(RUNNING):
        found[flow.workflow_type].add(flow.id)
    return found


async def in_need(client: Client) -> frozenset[str]:
    """Those in the operators' list of what needs attention."""
    return frozenset([flow.id async for flow in client.list_workflows(ATTENTION)])


async def restless(client: Client, ids: Iterable[str]) -> frozenset[str]:
    """Those of them that have something under way, or try it in vain."""
    asked = sorted(ids)
    busy = await asyncio.gather(*(_is_busy(client, one) for one in asked))
    return frozenset(one for one, is_busy in zip(asked, busy, strict=True) if is_busy)


async def _is_busy(client: Client, flow: str) -> bool:
    said = await client.get_workflow_handle(flow).describe()
    if said.status is not WorkflowExecutionStatus.RUNNING:
        return False
    seen = said.raw_description
    return bool(seen.pending_activities) or seen.HasField("pending_workflow_task")
