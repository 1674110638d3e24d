"""A night of renewals: page after page, and one file that fails holds up no other."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from uuid import uuid4

import pytest
from temporalio.client import (
    ScheduleActionStartWorkflow,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
)
from temporalio.exceptions import CancelledError
from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.dispatch_flow import QUEUE
from shared.contracts.renewals import FLOW, SCHEDULE, RenewalRun
from shared.domain.alarms import Alarm
from shared.domain.dates import VIETNAM
from tests.support.histories import keep
from tests.support.offices import Offices
from tests.support.renewal_office import RenewalOffice
from tests.support.waiting import until
from tests.workflows.test_reconcile_flow import details
from workflows.schedules import ensure_schedules

DAY = timedelta(days=1)
CASES = [f"SVHTTDL-2026-{number:06d}" for number in range(1, 8)]


@pytest.fixture
def files(office: Offices) -> Iterator[RenewalOffice]:
    files = office.renewals
    files.due = CASES
    yield files
    files.due, files.refused, files.faults, files.renewed = [], set(), {}, []


async def is_shown(flow: WorkflowHandle[object, None]) -> bool:
    """Where operators look: among what runs and needs attention."""
    described = await flow.describe()
    attention = described.typed_search_attributes.get(NEEDS_ATTENTION)
    return described.status is WorkflowExecutionStatus.RUNNING and attention is True


async def night(office: Offices) -> WorkflowHandle[object, None]:
    return await office.client.start_workflow(
        FLOW, RenewalRun(), id=f"renewals/{uuid4().hex}", task_queue=QUEUE
    )


async def night_at_two(
    office: Offices, engine: WorkflowEnvironment, flow: str, *start: object
) -> WorkflowHandle[object, None]:
    """As the schedule begins it, so that a page that stays stays for 23 hours."""
    now = datetime.now(VIETNAM)
    ahead = (datetime.combine(now, time(2), VIETNAM) - now) % DAY
    begun = await office.client.start_workflow(
        flow, args=start, id=f"night-{uuid4().hex}", task_queue=QUEUE, start_delay=ahead
    )
    await engine.fast_forward(begun, ahead)
    return begun


async def test_every_due_file_is_renewed_page_after_page(
    office: Offices, files: RenewalOffice
) -> None:
    flow = await night(office)
    await flow.result()

    assert sorted(files.renewed) == CASES
    await keep(flow, "renewed_in_a_night")


async def test_a_file_that_nobody_can_stamp_holds_up_no_other_and_is_named(
    office: Offices, files: RenewalOffice, engine: WorkflowEnvironment
) -> None:
    files.refused = {CASES[1]}
    flow = await night_at_two(office, engine, FLOW, RenewalRun())
    await until(partial(is_shown, flow))
    assert sorted(files.renewed) == [case for case in CASES if case != CASES[1]]
    page = await details(flow)
    assert f"**1** hồ sơ chưa được đóng thêm dấu thời gian: {CASES[1]} (refused)" in page
    assert Alarm.TIME_STAMPS.page in page

    await engine.fast_forward(flow, DAY)
    with pytest.raises(WorkflowFailureError) as failed:
        await flow.result()
    assert f"1 not renewed: {CASES[1]} (refused)" in str(failed.value.cause)
    await keep(flow, "renewed_but_one_that_was_shown")


async def test_an_authority_that_is_back_within_the_night_is_asked_again(
    office: Offices, files: RenewalOffice, engine: WorkflowEnvironment
) -> None:
    files.due, files.faults = CASES[:2], {CASES[0]: 2}
    flow = await night(office)
    await engine.fast_forward(flow, timedelta(minutes=10))
    await flow.result()

    assert sorted(files.renewed) == CASES[:2]


async def test_an_authority_that_is_away_all_night_leaves_the_file_to_a_run_begun_by_hand(
    office: Offices, files: RenewalOffice, engine: WorkflowEnvironment
) -> None:
    files.due, files.faults = CASES[:1], {CASES[0]: 10_000}
    flow = await night_at_two(office, engine, FLOW, RenewalRun())
    await engine.fast_forward(flow, timedelta(hours=4))
    await until(partial(is_shown, flow))
    assert f"{CASES[0]} (TimeStampFault)" in await details(flow)

    await flow.cancel()  # as the schedule does that is triggered with CancelOther
    with pytest.raises(WorkflowFailureError) as ended:
        await flow.result()
    assert isinstance(ended.value.cause, CancelledError)
    assert files.renewed == []


async def test_the_schedule_is_made_once_and_runs_every_night(engine: WorkflowEnvironment) -> None:
    await ensure_schedules(engine.client)
    await ensure_schedules(engine.client)

    schedule = (await engine.client.get_schedule_handle(SCHEDULE).describe()).schedule
    assert isinstance(schedule.action, ScheduleActionStartWorkflow)
    assert schedule.action.workflow == FLOW
    assert schedule.spec.time_zone_name == "Asia/Ho_Chi_Minh"
