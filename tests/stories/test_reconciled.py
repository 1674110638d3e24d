"""What an operator ended by hand is found, woken, and goes on from the tables as if nothing was."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus

from services.cli.organisation_file import ACTIVATION_ORDER
from shared.contracts import reconciling
from shared.contracts.approval import Review, RoundPosition, SignedFile
from shared.contracts.dispatch_flow import FLOW, NEWS, QUEUE, RETRY, DispatchInput, NewsItem
from shared.contracts.recall import flow_id
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    HEAD,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
    rewritten,
)
from tests.stories.test_eight_faults import attention
from tests.stories.test_recall import begun, filed
from tests.stories.whole_office import Answer, WholeOffice
from tests.support.histories import keep
from tests.support.office import ADMINISTRATOR
from tests.support.waiting import until

Reports = dict[str, Any]


async def submitted(whole: WholeOffice) -> str:
    """A dispatch before the head of its unit."""
    case = await whole.desk(DRAFTER).drafted(TEXT)
    await whole.desk(DRAFTER).submit(case)
    await whole.desk(CHECKER).task(case, CHECK)
    await whole.at_rest(case)
    return case


async def compared(whole: WholeOffice) -> Reports:
    """The reports of a comparison that began now, by service."""
    name = f"reconcile/{uuid4().hex}"
    flow = await whole.skipping.client.start_workflow(reconciling.FLOW, id=name, task_queue=QUEUE)
    await whole.skipping.fast_forward(flow, timedelta(minutes=1))
    await flow.result()
    operator = whole.desk(ADMINISTRATOR)
    return {name: await operator.get(name, "/engine/report") for name in ACTIVATION_ORDER}


async def ends(whole: WholeOffice, flow: str, status: WorkflowExecutionStatus) -> None:
    async def ended() -> bool:
        return (await whole.flow(flow).describe()).status is status

    await until(ended)


async def reset(whole: WholeOffice, case: str) -> None:
    """Back to its first task, as `temporal workflow reset` does."""
    history = await whole.flow(case).fetch_history()
    done = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    first = next(event.event_id for event in history.events if event.event_type == done)
    request = ResetWorkflowExecutionRequest(
        namespace=whole.skipping.client.namespace,
        workflow_execution=WorkflowExecution(workflow_id=case),
        reason="an operator tries it",
        workflow_task_finish_event_id=first,
        request_id=uuid4().hex,
    )
    await whole.skipping.client.workflow_service.reset_workflow_execution(request)


async def told_once(whole: WholeOffice, account: str, case: str) -> bool:
    """One notice of a new task, whatever happened to the flow."""
    return [kind for kind, _, _ in await whole.desk(account).notices(case)] == ["new_task"]


async def goes_on(whole: WholeOffice, case: str) -> None:
    await whole.at_rest(case)
    await whole.desk(CHECKER).approve(case, CHECK)
    assert (await whole.desk(OFFICE).task(case, REVIEW))["turn"] == 1
    assert await told_once(whole, CHECKER, case)
    assert await told_once(whole, OFFICE, case)


async def test_flows_that_an_operator_terminated_cancelled_or_reset_go_on(
    whole: WholeOffice,
) -> None:
    cases = terminated, cancelled, back = await asyncio.gather(
        *(submitted(whole) for _ in range(3))
    )
    await whole.flow(terminated).terminate("by mistake")
    await whole.flow(cancelled).cancel()
    await ends(whole, cancelled, WorkflowExecutionStatus.CANCELED)
    await reset(whole, back)

    report = (await compared(whole))["drafting"]
    assert {terminated, cancelled} <= set(report["asleep"])
    assert back not in [*report["asleep"], *report["stray"]]
    await asyncio.gather(*(goes_on(whole, case) for case in cases))
    report = (await compared(whole))["drafting"]
    assert not {*cases} & {*report["asleep"], *report["stray"]}


async def forged(whole: WholeOffice, case: str, answer: RoundPosition) -> None:
    """Answer in approval's place what the flow asks it, as `temporal activity complete` does."""
    client, before = whole.skipping.client, await told(whole, case)

    async def asked() -> str:
        seen = (await whole.flow(case).describe()).raw_description
        return next((one.activity_id for one in seen.pending_activities), "")

    async with whole.workers_away():
        await whole.flow(case).signal(NEWS, NewsItem(kind="decision", id="x"))
        pending = client.get_async_activity_handle(
            workflow_id=case, run_id=None, activity_id=await until(asked)
        )
        await pending.complete(answer)
    await attention(whole, case, asked=True)
    await whole.at_rest(case)
    assert await told(whole, case) == before
    await whole.flow(case).signal(RETRY)
    await attention(whole, case, asked=False)


async def told(whole: WholeOffice, case: str) -> dict[str, Answer]:
    """What every service knows of it, from its own facts."""
    return await whole.desk(CLERK).parts(case)


async def test_what_the_engine_is_made_to_say_is_no_fact_of_any_service(
    whole: WholeOffice,
) -> None:
    case, drafter, clerk = await submitted(whole), whole.desk(DRAFTER), whole.desk(CLERK)
    for account, kind in ((CHECKER, CHECK), (OFFICE, REVIEW), (DEPUTY, SIGN)):
        await whole.desk(account).approve(case, kind)
    await clerk.laid(case)
    earlier = await passed_on(whole, case)
    await clerk.act("distribution", f"/dispatches/{case}/send-back", {"reason": "Sai số liệu."})
    await drafter.rewrite(case, rewritten(TEXT, 0, "Số liệu đã sửa."))
    await drafter.submit(case)
    await whole.desk(CHECKER).task(case, CHECK, round_=2)
    await whole.at_rest(case)

    await forged(whole, case, RoundPosition(review=Review.SIGNED, file=earlier))
    await forged(whole, case, RoundPosition(review=Review.REJECTED, rejected_by=CHECKER))
    status, _ = await clerk.tried("distribution", f"/dispatches/{case}/issue")
    assert status == HTTPStatus.CONFLICT
    await whole.desk(CHECKER).approve(case, CHECK, round_=2)
    await whole.desk(OFFICE).task(case, REVIEW, round_=2)
    await whole.at_rest(case)
    await keep(whole.flow(case), "made_to_say_what_is_not_so")


async def passed_on(whole: WholeOffice, case: str) -> SignedFile | None:
    """The signature as approval told the flow of it."""
    done = EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED
    answers = [
        event.activity_task_completed_event_attributes.result.payloads[0].data
        for event in (await whole.flow(case).fetch_history()).events
        if event.event_type == done
    ]
    signed = next(answer for answer in answers if b'"signed_at":' in answer)
    return TypeAdapter(RoundPosition).validate_json(signed).file


async def test_a_flow_of_an_unknown_case_is_reported_and_decides_nothing(
    whole: WholeOffice,
) -> None:
    stranger = "SVHTTDL-2026-999999"
    start = DispatchInput(case=stranger)
    client = whole.skipping.client
    await client.start_workflow(FLOW, start, id=stranger, task_queue=QUEUE)
    assert stranger in (await compared(whole))["drafting"]["stray"]
    await whole.flow(stranger).terminate("nobody submitted it")
    assert stranger not in (await compared(whole))["drafting"]["stray"]


async def test_what_is_filed_needs_no_flow_and_its_recall_does(whole: WholeOffice) -> None:
    case, clerk = await filed(whole), whole.desk(CLERK)
    order = {"ordered_by": HEAD, "paper": "Quyết định số 12", "reason": "Sai thẩm quyền."}
    await clerk.act("distribution", f"/dispatches/{case}/recall", order)
    await begun(whole, flow_id(case))
    number = await clerk.act("distribution", "/reservations", kept_number(whole))
    reservation = f"reservation/{number['id']}"
    await begun(whole, reservation)
    await whole.flow(flow_id(case)).terminate("by mistake")
    await whole.flow(reservation).terminate("by mistake")

    reports = await compared(whole)
    assert case not in reports["drafting"]["asleep"]
    assert {flow_id(case), reservation} <= set(reports["distribution"]["asleep"])
    for flow in (flow_id(case), reservation):
        assert (await whole.flow(flow).describe()).status is WorkflowExecutionStatus.RUNNING
    await clerk.act("distribution", f"/reservations/{number['id']}/cancel", {"reason": "Thôi."})
    assert reservation not in (await compared(whole))["distribution"]["stray"]


def kept_number(whole: WholeOffice) -> dict[str, str]:
    until_ = whole.clock.now() + timedelta(days=3)
    return {"unit": "VP", "purpose": "Giấy mời", "expires_at": until_.isoformat()}


async def test_one_dispatch_or_all_that_is_open_is_woken_by_hand(whole: WholeOffice) -> None:
    cases = await asyncio.gather(*(submitted(whole) for _ in range(2)))
    for case in cases:
        await whole.flow(case).terminate("the engine was lost")
    operator = whole.desk(ADMINISTRATOR)
    woken = await operator.act("drafting", "/engine/wake", {"case": cases[0]})
    assert woken == {"woken": 1, "after": None}
    assert await statuses(whole, cases) == [
        WorkflowExecutionStatus.RUNNING,
        WorkflowExecutionStatus.TERMINATED,
    ]
    await operator.act("drafting", "/engine/wake")
    assert await statuses(whole, cases) == [WorkflowExecutionStatus.RUNNING] * 2


async def statuses(
    whole: WholeOffice, cases: Sequence[str]
) -> list[WorkflowExecutionStatus | None]:
    return [(await whole.flow(case).describe()).status for case in cases]


async def test_only_operators_see_and_wake_the_engine(whole: WholeOffice) -> None:
    clerk = whole.desk(CLERK)
    for service in ACTIVATION_ORDER:
        assert (await clerk.tried(service, "/engine/wake"))[0] == 403
        assert (await clerk.tried(service, "/engine/compare"))[0] == 403
        async with whole.client(service, CLERK) as client:
            assert (await client.get("/engine/report")).status_code == 403
