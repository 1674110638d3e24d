"""What a dispatch costs the engine in history events, with people slower than the engine."""

import asyncio
from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from shared.domain.urgency import Urgency
from tests.support.offices import Offices
from tests.workflows.plans import CONSULTED, REMINDED, WATCHED

STRAIGHT, RETURNED = 120, 160


async def filed(office: Offices, case: str, story: str) -> int:
    """Events of a dispatch that waits for its clerk, once it is filed."""
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    spent = len((await office.flow(case).fetch_history()).events)
    print(f"\n{story}: {spent} events")  # noqa: T201 -- the price is worth reading
    return spent


async def test_three_steps_cost_less_than_120_events(office: Offices) -> None:
    case = await office.new()
    await office.approve_all(case)
    assert await filed(office, case, "three steps, signed, issued, filed") < STRAIGHT


async def test_three_steps_that_would_be_reminded_cost_no_more(office: Offices) -> None:
    case = await office.new(REMINDED)
    await office.approve_all(case)
    assert await filed(office, case, "the same, each step with a reminder ahead") < STRAIGHT


async def test_one_returned_round_more_costs_less_than_160_events(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.RETURN)
    await office.comes_back(case)
    await office.submit(case)
    await office.approve_all(case)
    spent = await filed(office, case, "returned once by the office, then three steps")
    assert spent < RETURNED


async def test_what_changes_and_lateness_add_is_told(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    """No limit is set for these: each mark is one timer and one activity."""
    await asyncio.gather(
        reminded_and_escalated(office, engine),
        asked(office, engine),
        changed(office),
        consulted(office),
    )


async def reminded_and_escalated(office: Offices, engine: WorkflowEnvironment) -> None:
    case = await office.new(WATCHED)
    await office.opened(case, 1)
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=13))
    await office.approve_all(case)
    await filed(office, case, "three steps, the first reminded, late and escalated once")


async def asked(office: Offices, engine: WorkflowEnvironment) -> None:
    case = await office.new(WATCHED)
    await office.opened(case, 1)
    await office.at_rest(case)
    await office.ask(case, await engine.get_current_time(office.flow(case)))
    await office.at_rest(case)
    await engine.fast_forward(office.flow(case), timedelta(hours=24))
    await office.answer(case, await engine.get_current_time(office.flow(case)))
    await office.approve_all(case)
    await filed(office, case, "three steps, the drafter asked at the first, answered next day")


async def changed(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.opened(case, 3)
    await office.at_rest(case)
    await office.change_signer(case, "PGD2")
    await office.called(case, "approval.prepare", times=2)
    await office.at_rest(case)
    await office.set_urgency(case, Urgency.URGENT)
    await office.called(case, "approval.prepare", times=3)
    await office.decide(case, 3)
    await filed(office, case, "three steps, another signer, then another urgency")


async def consulted(office: Offices) -> None:
    case = await office.new(CONSULTED)
    await office.decide(case, 1)
    await office.decide(case, 2, Verdict.OPINION)
    await office.decide(case, 2)
    await office.decide(case, 3)
    await filed(office, case, "three steps, two of three heard in the second")
