"""The flow is changed with fifty dispatches in the middle, and each of them comes to its end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from shared.contracts.views import ATTENTION
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from tests.support.offices import Offices, until
from tests.workflows.changed_flows import CarefulFlow, HastyFlow, flows_with
from workflows.versions import DEPLOYMENT
from workflows.worker import FLOWS

OF_EACH = 10
LOOK = "drafting.open_case"


@pytest.fixture
async def office(namespace: Client) -> AsyncIterator[Offices]:
    offices = Offices(namespace)
    async with offices.at_work():
        yield offices


async def at_the_first_step(office: Offices) -> str:
    case = await office.new()
    await office.opened(case, 1)
    return case


async def at_the_signer(office: Offices) -> str:
    case = await office.new()
    for step in (1, 2):
        await office.decide(case, step)
    await office.opened(case, 3)
    return case


async def returned(office: Offices) -> str:
    case = await office.new()
    await office.decide(case, 1, Verdict.RETURN)
    await office.comes_back(case)
    return case


async def at_the_desk(office: Offices) -> str:
    case = await office.new()
    await office.approve_all(case)
    await office.laid_on_desk(case)
    return case


async def in_trouble(office: Offices) -> str:
    """Numbered, and the seal fails until the new flow is at work."""
    case = await office.new()
    office.ledger.refuse(case, "distribution.seal")
    await office.approve_all(case)
    await office.issue(case)
    await office.reaches(case, Stage.NUMBERED)
    return case


async def go_on(office: Offices, case: str, come_from: Callable[..., Awaitable[str]]) -> None:
    if come_from is returned:
        await office.submit(case)
    if come_from in {at_the_first_step, returned}:
        await office.approve_all(case)
    if come_from is at_the_signer:
        await office.decide(case, 3)
    if come_from is in_trouble:
        office.ledger.mend(case, "distribution.seal")
        await office.tell(case, "retry")
    else:
        await office.issue(case)
    assert await office.ended(case) == Stage.FILED


async def build_of(office: Offices, case: str) -> str:
    described = (await office.flow(case).describe()).raw_description
    version = described.workflow_execution_info.versioning_info.deployment_version
    assert version.deployment_name == DEPLOYMENT
    return version.build_id


async def test_fifty_dispatches_in_the_middle_are_carried_on_by_the_next_build(
    office: Offices,
) -> None:
    await office.change_flows(FLOWS, "1")
    ways = (at_the_first_step, at_the_signer, returned, at_the_desk, in_trouble) * OF_EACH
    cases = await asyncio.gather(*(way(office) for way in ways))
    await office.change_flows(flows_with(CarefulFlow), "2")
    await asyncio.gather(*map(go_on, [office] * len(cases), cases, ways))
    fresh = await at_the_desk(office)
    await go_on(office, fresh, at_the_desk)

    for case in (*cases, fresh):
        desk = office.distribution.desks[case, office.drafting.round_of(case)]
        assert (desk.seals, desk.deliveries, desk.copies) == (1, 1, 1), case
    assert {await build_of(office, case) for case in (*cases, fresh)} == {"2"}
    looks = [office.ledger.calls[case, LOOK] for case in cases[:5]]
    assert office.ledger.calls[fresh, LOOK] > looks[ways.index(at_the_desk)]


async def failed(office: Offices, case: str) -> bool:
    history = await office.flow(case).fetch_history()
    kinds = {event.event_type for event in history.events}
    return EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED in kinds


async def found_by_attention(office: Offices, case: str) -> bool:
    query = f"{ATTENTION} AND WorkflowId = '{case}'"
    return [one.id async for one in office.client.list_workflows(query)] == [case]


async def test_a_change_without_its_marker_stops_a_dispatch_and_loses_nothing(
    office: Offices,
) -> None:
    case = await at_the_desk(office)
    await office.change_flows(flows_with(HastyFlow), "")
    office.distribution.issue(case, 1)
    await office.tell(case, "issue")
    await until(lambda: failed(office, case))
    await until(lambda: found_by_attention(office, case))
    assert office.distribution.desks[case, 1].stage is Stage.NUMBERED
    await office.change_flows(flows_with(CarefulFlow), "")
    assert await office.ended(case) == Stage.FILED
    desk = office.distribution.desks[case, 1]
    assert (desk.seals, desk.deliveries, desk.copies) == (1, 1, 1)
