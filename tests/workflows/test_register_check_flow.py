"""Every agency's register is checked; one that is not whole asks for the operators' attention."""

from datetime import timedelta
from functools import partial

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import ScheduleActionStartWorkflow
from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.register_check import FLOW, SCHEDULE
from tests.support.histories import keep
from tests.support.offices import Offices
from tests.support.waiting import until
from tests.workflows.test_renewal_flow import is_shown, night_at_two
from workflows.schedules import ensure_schedules


async def test_a_register_that_is_not_whole_asks_for_attention_until_the_next_night(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    office.distribution.faults = {"SVHTTDL": 0, "STC": 0, "UBNDX": 2}
    office.distribution.unchecked = {"STC"}
    flow = await night_at_two(office, engine, FLOW)
    await until(partial(is_shown, flow))
    await engine.fast_forward(flow, timedelta(days=1))
    await flow.result()
    described = await flow.describe()
    assert described.typed_search_attributes.get(NEEDS_ATTENTION) is True
    shown = await flow.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert "**UBNDX**: 2 chỗ sai" in shown.current_details
    assert "**STC**: không soát được (Sổ chưa soát được.)" in shown.current_details
    assert "SVHTTDL" not in shown.current_details
    await keep(flow, "a_register_with_faults_that_was_shown")


async def test_the_check_begins_every_night_by_itself(office: Offices) -> None:
    await ensure_schedules(office.client)
    found = (await office.client.get_schedule_handle(SCHEDULE).describe()).schedule
    assert isinstance(found.action, ScheduleActionStartWorkflow)
    assert found.action.workflow == FLOW
    assert [one.hour[0].start for one in found.spec.calendars] == [2]
