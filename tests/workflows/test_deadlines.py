"""The holder is late: marked once, never decided for; skipped time on a real engine."""

from dataclasses import replace
from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import DUE_AT, NEEDS_ATTENTION, OVERDUE
from shared.domain.lifecycle import Stage
from shared.domain.route import Escalated, Escalation, Verdict
from tests.support.approval_round import PLAN, seat
from tests.support.histories import keep
from tests.support.offices import Offices, until


async def overdue(office: Offices, case: str, *, wanted: bool) -> None:
    async def there() -> bool:
        return await office.attribute(case, OVERDUE) is wanted

    await until(there)


async def test_a_late_step_is_marked_once_and_the_mark_ends_with_its_turn(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    flow = office.flow(case)
    await engine.fast_forward(flow, timedelta(hours=7))
    await office.at_rest(case)
    assert await office.attribute(case, OVERDUE) is False
    await engine.fast_forward(flow, timedelta(hours=2))
    await overdue(office, case, wanted=True)
    assert "ĐÃ QUÁ HẠN" in await office.details(case)
    await engine.fast_forward(flow, timedelta(days=3))
    await office.at_rest(case)
    assert office.ledger.calls[case, "approval.mark_overdue"] == 1
    await office.decide(case, 1)
    await overdue(office, case, wanted=False)
    assert office.approval.rounds[case, 1].overdue == {(1, 1)}
    await keep(flow, "overdue")


async def test_a_deadline_holds_though_an_earlier_alarm_rings_in_vain(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.opened(case, 3)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=6))
    await office.at_rest(case)
    assert await office.attribute(case, OVERDUE) is False
    await engine.fast_forward(office.flow(case), timedelta(hours=3))
    await overdue(office, case, wanted=True)
    assert office.approval.rounds[case, 1].overdue == {(3, 1)}


async def test_a_late_clerk_is_marked_once(office: Offices, engine: WorkflowEnvironment) -> None:
    case = await office.new()
    await office.approve_all(case)
    await office.laid_on_desk(case)
    await office.reaches(case, Stage.TO_ISSUE)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(days=1))
    await overdue(office, case, wanted=True)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert await office.attribute(case, OVERDUE) is False
    assert await office.attribute(case, DUE_AT) is None
    assert office.ledger.calls[case, "distribution.mark_overdue"] == 1


async def test_a_parked_step_becomes_overdue_too(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.prepare")
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.called(case, "approval.prepare")
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(days=1))
    await overdue(office, case, wanted=True)


async def test_a_step_that_nobody_may_take_becomes_overdue_until_somebody_is_put_in_place(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    escalation = Escalation(after=24, how=Escalated.REPLACED, seats=(seat("GD"),))
    case = await office.new((PLAN[0], replace(PLAN[1], escalation=escalation), PLAN[2]))
    await office.opened(case, 1)
    office.approval.rounds[case, 1].nobody[2] = "Bước này không còn người đủ điều kiện."
    await office.decide(case, 1)
    await office.opened(case, 2)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=5))
    await overdue(office, case, wanted=True)
    assert await office.attribute(case, NEEDS_ATTENTION) is True
    await engine.fast_forward(office.flow(case), timedelta(days=1))
    await office.at_rest(case)
    assert await office.attribute(case, NEEDS_ATTENTION) is False
    await office.decide(case, 2)
    await office.opened(case, 3)
    await keep(office.flow(case), "nobody_until_escalated")


async def test_a_decision_in_the_same_activation_as_its_deadline_wins(office: Offices) -> None:
    case = office.draft()
    office.approval.limits[case] = timedelta(seconds=1)
    await office.submit(case)
    await office.opened(case, 1)
    await office.at_rest(case)
    office.approval.limits[case] = timedelta(days=1)

    async def fired() -> bool:
        events = (await office.flow(case).fetch_history()).events
        return any(event.HasField("timer_fired_event_attributes") for event in events)

    async with office.flows_away():
        await until(fired)
        office.approval.decide(case, 1, 1, 1, Verdict.APPROVE)
        await office.tell(case, "decision")
    await office.opened(case, 2)
    await office.at_rest(case)
    assert office.ledger.calls[case, "approval.mark_overdue"] == 0
    assert office.approval.rounds[case, 1].overdue == set()
