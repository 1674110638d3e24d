"""What a fact does in the engine: it wakes the flow that it belongs to, or starts it."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from shared.contracts import recall
from shared.contracts.dispatch_flow import FLOW, NEWS, QUEUE, DispatchInput, NewsItem
from shared.contracts.recall import RecallInput
from shared.runtime.relay import ANSWER_WITHIN, Fact, Wake

Summary = Callable[[AsyncConnection, str], Awaitable[str]]
"""One line for the operators about a case."""


def wake_dispatch(summary: Summary) -> Wake:
    """How facts of dispatches are handed over: by signal-with-start, whatever runs or ended."""

    async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
        async with engine.connect() as db:
            line = await summary(db, fact.case)
        start = DispatchInput(case=fact.case)
        await _signal(client, fact, FLOW, start, id_=fact.case, summary=line)

    return wake


def wake_recall(summary: Summary) -> Wake:
    """The same for facts of recalls, each of which has a flow beside its dispatch's."""

    async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
        async with engine.connect() as db:
            line = f"Thu hồi: {await summary(db, fact.case)}"
        start, id_ = RecallInput(case=fact.case), recall.flow_id(fact.case)
        await _signal(client, fact, recall.FLOW, start, id_=id_, summary=line)

    return wake


async def _signal(
    client: Client,
    fact: Fact,
    flow: str,
    start: DispatchInput | RecallInput,
    *,
    id_: str,
    summary: str,
) -> None:
    await client.start_workflow(
        flow,
        start,
        id=id_,
        task_queue=QUEUE,
        start_signal=NEWS,
        start_signal_args=[NewsItem(kind=fact.kind, id=fact.id)],
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        static_summary=summary,
        rpc_timeout=ANSWER_WITHIN,
    )
