"""Owners compare engine and tables; what differs asks for the operators' attention."""

from datetime import timedelta
from uuid import uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import ScheduleActionStartWorkflow, WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.reconciling import FLOW, SCHEDULE, Differences
from tests.support.histories import keep
from tests.support.offices import Offices
from workflows.schedules import ensure_schedules


async def compare(office: Offices) -> WorkflowHandle[object, None]:
    name = f"reconcile-{uuid4().hex}"
    return await office.client.start_workflow(FLOW, id=name, task_queue=QUEUE)


async def compare_twice(
    office: Offices, engine: WorkflowEnvironment, owner: str, found: Differences
) -> WorkflowHandle[object, None]:
    """A comparison that one owner's find makes look twice."""
    office.reconciling.found[owner] = found
    flow = await compare(office)
    await engine.fast_forward(flow, timedelta(minutes=1))
    await flow.result()
    office.reconciling.found.clear()
    return flow


async def details(flow: WorkflowHandle[object, None]) -> str:
    shown = await flow.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return str(shown.current_details)


async def test_where_nothing_differs_nobody_is_asked_for_attention(office: Offices) -> None:
    flow = await compare(office)
    await flow.result()
    described = await flow.describe()
    assert described.typed_search_attributes.get(NEEDS_ATTENTION) is None
    await keep(flow, "reconciled_without_differences")


async def test_what_differs_at_both_looks_asks_for_attention(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    flow = await compare_twice(office, engine, "approval", Differences(asleep=("notice/1",)))
    described = await flow.describe()
    assert described.typed_search_attributes.get(NEEDS_ATTENTION) is True
    assert "**approval**: 1 luồng nằm yên" in await details(flow)
    assert "drafting" not in await details(flow)


async def test_what_is_filed_is_told_to_drafting_and_needs_no_second_look(
    office: Offices,
) -> None:
    office.reconciling.found["drafting"] = Differences(asleep=("C", "D"))
    office.reconciling.filed = {"C", "D"}
    flow = await compare(office)
    await flow.result()
    office.reconciling.found.clear()
    assert office.reconciling.noted >= {"C", "D"}
    assert "drafting" not in await details(flow)
    assert not waited(await flow.fetch_history())


async def test_what_is_asleep_and_not_filed_is_looked_at_twice(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    office.reconciling.filed = {"A"}
    flow = await compare_twice(office, engine, "drafting", Differences(asleep=("A", "B")))
    assert office.reconciling.noted & {"A", "B"} == {"A"}
    assert "**drafting**: 1 luồng nằm yên" in await details(flow)
    assert waited(await keep(flow, "reconciled_and_what_is_filed_told_first"))


async def test_where_something_only_runs_astray_nobody_is_asked_what_is_filed(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    flow = await compare_twice(office, engine, "drafting", Differences(stray=("E",)))
    history = await flow.fetch_history()
    assert waited(history)
    assert "distribution.filed_among" not in history.to_json()


def waited(history: WorkflowHistory) -> bool:
    return any(one.event_type == EventType.EVENT_TYPE_TIMER_STARTED for one in history.events)


async def test_the_comparison_is_made_every_quarter_of_an_hour(office: Offices) -> None:
    await ensure_schedules(office.client)
    found = (await office.client.get_schedule_handle(SCHEDULE).describe()).schedule
    assert isinstance(found.action, ScheduleActionStartWorkflow)
    assert found.action.workflow == FLOW
    assert [one.every for one in found.spec.intervals] == [timedelta(minutes=15)]
