"""Reminder, lateness, escalation, and the clock that stands still; skipped time, real engine."""

import random
from datetime import timedelta

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import DUE_AT, OVERDUE
from shared.contracts.dispatch_flow import NEWS, NewsItem
from shared.domain.waiting import Mark
from tests.support.histories import keep
from tests.support.offices import Offices, until
from tests.support.timetable import Timetable
from tests.workflows.plans import TOLD_ONCE, WATCHED

REMINDER, LATE, TOLD = Mark.REMINDER, Mark.OVERDUE, Mark.ESCALATION
KINDS = ("decision", "question", "answer", "urgency", "signer_changed", "claim", "submission")


async def watched(office: Offices) -> str:
    case = await office.new(WATCHED)
    await office.opened(case, 1)
    await office.at_rest(case)
    return case


def clock(office: Offices, case: str) -> Timetable:
    return office.approval.rounds[case, 1].opened[1, 1]


async def after(office: Offices, engine: WorkflowEnvironment, case: str, hours: float) -> None:
    await engine.fast_forward(office.flow(case), timedelta(hours=hours))
    await office.at_rest(case)


async def marked(office: Offices, case: str, *marks: Mark) -> None:
    """These marks and no others."""

    async def there() -> bool:
        return len(clock(office, case).marked) >= len(marks)

    await until(there)
    await office.at_rest(case)
    assert clock(office, case).marked == list(marks)


async def timers(flow: WorkflowHandle[object, object]) -> int:
    events = (await flow.fetch_history()).events
    return sum(event.HasField("timer_started_event_attributes") for event in events)


async def test_a_step_is_reminded_then_late_then_escalated_until_somebody_decides(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await watched(office)
    await after(office, engine, case, 5)
    await marked(office, case)
    assert "hệ thống nhắc lúc" in await office.details(case)
    await after(office, engine, case, 2)
    await marked(office, case, REMINDER)
    assert await office.attribute(case, OVERDUE) is False
    assert "hệ thống đánh dấu quá hạn lúc" in await office.details(case)
    await after(office, engine, case, 2)
    await marked(office, case, REMINDER, LATE)
    assert await office.attribute(case, OVERDUE) is True
    assert "hệ thống báo Giám đốc lúc" in await office.details(case)
    await after(office, engine, case, 4)
    await marked(office, case, REMINDER, LATE, TOLD)
    await after(office, engine, case, 48)
    await marked(office, case, REMINDER, LATE, TOLD, TOLD, TOLD)
    await office.decide(case, 1)
    await office.opened(case, 2)
    await office.at_rest(case)
    assert await office.attribute(case, OVERDUE) is False
    calls = office.ledger.calls[case, "approval.mark_overdue"]
    await after(office, engine, case, 3)
    await marked(office, case, REMINDER, LATE, TOLD, TOLD, TOLD)
    assert calls == office.ledger.calls[case, "approval.mark_overdue"] == 5
    await keep(office.flow(case), "reminded_and_escalated")


async def test_an_escalation_that_is_told_once_is_told_once(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await office.new(TOLD_ONCE)
    await office.opened(case, 1)
    await office.at_rest(case)
    await after(office, engine, case, 24 * 7)
    await marked(office, case, LATE, TOLD)
    assert "hệ thống không làm gì thêm" in await office.details(case)


async def test_the_clock_stands_still_while_the_drafter_is_asked_and_goes_on_after_the_answer(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await watched(office)
    flow = office.flow(case)
    await after(office, engine, case, 3)
    due = clock(office, case).due
    await office.ask(case, await engine.get_current_time(flow))
    await office.at_rest(case)
    assert "Đang chờ người soạn thảo trả lời câu hỏi" in await office.details(case)
    assert await office.attribute(case, DUE_AT) is None
    await after(office, engine, case, 72)
    await marked(office, case)
    assert await timers(flow) == 1
    await office.answer(case, await engine.get_current_time(flow))
    await office.at_rest(case)
    assert clock(office, case).due >= due + timedelta(hours=72)
    assert "hệ thống nhắc lúc" in await office.details(case)
    await after(office, engine, case, 2)
    await marked(office, case)
    await after(office, engine, case, 2)
    await marked(office, case, REMINDER)
    await after(office, engine, case, 2)
    await marked(office, case, REMINDER, LATE)
    await keep(flow, "question")


async def test_a_late_step_is_not_escalated_while_the_drafter_is_asked(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await watched(office)
    await after(office, engine, case, 9)
    await marked(office, case, REMINDER, LATE)
    await office.ask(case, await engine.get_current_time(office.flow(case)))
    await office.at_rest(case)
    await after(office, engine, case, 72)
    await marked(office, case, REMINDER, LATE)
    assert await office.attribute(case, OVERDUE) is True
    await office.decide(case, 1)
    await office.opened(case, 2)


async def test_a_flow_rebuilt_while_the_drafter_is_asked_sets_no_timer(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await watched(office)
    at = await engine.get_current_time(office.flow(case))
    await office.flow(case).terminate("the engine was lost")
    office.approval.ask(case, 1, at)
    asked = office.ledger.calls[case, "approval.open_step"]
    await office.tell(case, "rebuilt")
    await office.called(case, "approval.open_step", asked + 1)
    await office.at_rest(case)
    assert await timers(office.flow(case)) == 0


async def test_news_of_every_kind_in_any_order_moves_no_clock(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await watched(office)
    due = clock(office, case).due
    order = random.Random(20261123)  # noqa: S311 -- any order does, but the same one each time
    for _ in range(3):
        for kind in order.sample(KINDS, len(KINDS)):
            await office.flow(case).signal(NEWS, NewsItem(kind=kind, id="forged"))
        await after(office, engine, case, 1)
    await marked(office, case)
    assert clock(office, case).due == due
    assert await timers(office.flow(case)) == 1
    await after(office, engine, case, 4)
    await marked(office, case, REMINDER)


async def test_marks_that_came_while_the_flow_was_lost_are_made_by_the_next_one(
    office: Offices,
) -> None:
    case = office.draft()
    office.approval.limits[case] = timedelta(0)
    office.approval.plans[case] = WATCHED
    office.ledger.refuse(case, "approval.mark_overdue")
    await office.submit(case)
    await office.called(case, "approval.mark_overdue")
    await office.flow(case).terminate("the engine was lost")
    office.ledger.mend(case, "approval.mark_overdue")
    await office.tell(case, "rebuilt")
    await marked(office, case, REMINDER, LATE)
