"""Every agency's register is checked; one that is not whole asks for the operators' attention."""

from uuid import uuid4

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import ScheduleActionStartWorkflow

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.register_check import FLOW, SCHEDULE
from tests.support.histories import keep
from tests.support.offices import Offices
from workflows.schedules import ensure_schedules


async def test_a_register_that_is_not_whole_asks_for_attention(office: Offices) -> None:
    office.distribution.faults = {"SVHTTDL": 0, "UBNDX": 2}
    flow = await office.client.start_workflow(FLOW, id=f"check-{uuid4().hex}", task_queue=QUEUE)
    await flow.result()
    described = await flow.describe()
    assert described.typed_search_attributes.get(NEEDS_ATTENTION) is True
    shown = await flow.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert "**UBNDX**: 2 chỗ sai" in shown.current_details
    assert "SVHTTDL" not in shown.current_details
    await keep(flow, "a_register_with_faults")


async def test_the_check_begins_every_night_by_itself(office: Offices) -> None:
    await ensure_schedules(office.client)
    found = (await office.client.get_schedule_handle(SCHEDULE).describe()).schedule
    assert isinstance(found.action, ScheduleActionStartWorkflow)
    assert found.action.workflow == FLOW
    assert [one.hour[0].start for one in found.spec.calendars] == [2]
