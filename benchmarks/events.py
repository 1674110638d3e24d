"""What each story of a dispatch costs the engine: history events, workflow tasks, activities.

`python -m benchmarks.events`. The services are the flow tests' small offices, the engine is real
and skips time; people are slower than the engine, as in life.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Final

from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from shared.domain.urgency import Urgency
from shared.runtime.ending import let_go
from tests.stories.state_machine.staff import skipping_engine
from tests.support.offices import Offices
from tests.workflows.plans import CONSULTED, REMINDED, WATCHED

PLAIN_PROMISE: Final = 120
PLAIN: Final = "three steps, signed, issued, filed"
COUNTED: Final = {
    "workflow tasks": EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    "activities": EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    "timers": EventType.EVENT_TYPE_TIMER_STARTED,
    "signals": EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
}

Story = Callable[[Offices, WorkflowEnvironment], Awaitable[str]]
"""Carries a dispatch until it lies on the clerk's desk; gives its case."""


async def plain(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await office.new()
    await office.approve_all(case)
    return case


async def reminders_ahead(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await office.new(REMINDED)
    await office.approve_all(case)
    return case


async def returned(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.RETURN)
    await office.comes_back(case)
    await office.submit(case)
    await office.approve_all(case)
    return case


async def consulted(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await office.new(CONSULTED)
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.OPINION)
    await office.decide(case, 2)
    await office.decide(case, 3)
    return case


async def asked(office: Offices, engine: WorkflowEnvironment) -> str:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    await office.ask(case, await engine.get_current_time(office.flow(case)))
    await office.at_rest(case)
    await office.answer(case, await engine.get_current_time(office.flow(case)))
    await office.approve_all(case)
    return case


async def late(office: Offices, engine: WorkflowEnvironment) -> str:
    case = await office.new(WATCHED)
    await office.opened(case, 1)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=13))
    await office.approve_all(case)
    return case


async def another_signer(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await at_signature(office)
    await office.change_signer(case, "PGD2")
    await office.called(case, "approval.prepare", times=2)
    await office.decide(case, 3)
    return case


async def more_urgent(office: Offices, _engine: WorkflowEnvironment) -> str:
    case = await at_signature(office)
    await office.set_urgency(case, Urgency.EXPRESS)
    await office.called(case, "approval.prepare", times=2)
    await office.decide(case, 3)
    return case


async def at_signature(office: Offices) -> str:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.opened(case, 3)
    await office.at_rest(case)
    return case


STORIES: Final[Mapping[str, Story]] = {
    PLAIN: plain,
    "the same, each step with a reminder ahead": reminders_ahead,
    "the same, returned once by the office": returned,
    "the same, two of three heard in the second": consulted,
    "the same, the drafter asked once": asked,
    "the same, the first step reminded, late, escalated": late,
    "the same, another signer": another_signer,
    "the same, another urgency": more_urgent,
}


async def cost_of(story: Story, office: Offices, engine: WorkflowEnvironment) -> list[int]:
    """All events of a dispatch once it is filed, then those that are counted apart."""
    case = await story(office, engine)
    await office.issue(case)
    if await office.ended(case) != Stage.FILED:
        raise RuntimeError(f"{case} was not filed")
    events = (await office.flow(case).fetch_history()).events
    kinds = [event.event_type for event in events]
    return [len(events), *(kinds.count(kind) for kind in COUNTED.values())]


async def main() -> int:
    async with skipping_engine() as engine:
        office = Offices(engine.client)
        async with office.at_work():
            runs = (cost_of(story, office, engine) for story in STORIES.values())
            costs = dict(zip(STORIES, await asyncio.gather(*runs), strict=True))
    show(costs)
    return 0 if costs[PLAIN][0] < PLAIN_PROMISE else 1


def show(costs: Mapping[str, list[int]]) -> None:
    table = Table("story", "events", *COUNTED)
    for story, numbers in costs.items():
        table.add_row(story, *map(str, numbers))
    Console(highlight=False).print(table)


if __name__ == "__main__":
    status = asyncio.run(main())
    let_go()
    sys.exit(status)
