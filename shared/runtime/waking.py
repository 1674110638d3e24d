"""What a fact of a dispatch does in the engine: it wakes the dispatch's flow, or starts it."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from shared.contracts.dispatch_flow import FLOW, NEWS, QUEUE, DispatchInput, NewsItem
from shared.runtime.relay import ANSWER_WITHIN, Fact, Wake

Summary = Callable[[AsyncConnection, str], Awaitable[str]]
"""One line for the operators about a case."""


def wake_dispatch(summary: Summary) -> Wake:
    """How facts of dispatches are handed over: by signal-with-start, whatever runs or ended."""

    async def wake(engine: AsyncEngine, client: Client, fact: Fact) -> None:
        async with engine.connect() as db:
            line = await summary(db, fact.case)
        await client.start_workflow(
            FLOW,
            DispatchInput(case=fact.case),
            id=fact.case,
            task_queue=QUEUE,
            start_signal=NEWS,
            start_signal_args=[NewsItem(kind=fact.kind, id=fact.id)],
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=line,
            rpc_timeout=ANSWER_WITHIN,
        )

    return wake
