"""Refusals park and wait for somebody; faults are retried and go by themselves."""

from datetime import timedelta

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import PauseActivityRequest

from shared.contracts.attributes import DUE_AT, NEEDS_ATTENTION, STAGE
from shared.contracts.dispatch_flow import RETRY
from shared.domain.lifecycle import Stage
from tests.support.histories import keep
from tests.support.offices import Offices, until

SENTENCE = "Nơi nhận «Phòng Y» không có hộp thư."


async def attention(office: Offices, case: str, *, wanted: bool = True) -> None:
    async def there() -> bool:
        return await office.attribute(case, NEEDS_ATTENTION) is wanted

    await until(there)


async def test_a_refused_step_is_parked_with_its_sentence_and_tried_again(office: Offices) -> None:
    case = await office.new()
    office.ledger.refuse(case, "distribution.deliver", SENTENCE)
    await office.approve_all(case)
    await office.issue(case)
    await attention(office, case)
    assert await office.attribute(case, STAGE) == Stage.SEALED
    shown = await office.details(case)
    assert SENTENCE in shown
    assert f"`temporal workflow signal --workflow-id {case} --name retry`" in shown
    office.ledger.mend(case, "distribution.deliver")
    await office.flow(case).signal(RETRY)
    assert await office.ended(case) == Stage.FILED
    assert await office.attribute(case, NEEDS_ATTENTION) is False
    assert SENTENCE not in await office.details(case)
    assert office.distribution.desks[case, 1].deliveries == 1
    await keep(office.flow(case), "parked")


async def test_a_step_refused_again_stays_parked_and_is_not_tried_by_itself(
    office: Offices,
) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.prepare")
    await office.decide(case, 1)
    await office.decide(case, 2)
    await attention(office, case)
    await office.at_rest(case)
    await office.flow(case).signal(RETRY)
    await office.called(case, "approval.prepare", times=2)
    await office.at_rest(case)
    assert office.ledger.calls[case, "approval.prepare"] == 2
    assert await office.attribute(case, NEEDS_ATTENTION) is True


async def test_a_step_that_nobody_may_take_says_so_and_waits_for_a_retry(office: Offices) -> None:
    case = await office.new()
    nobody = "Bước kiểm tra thể thức không còn người đủ điều kiện."
    await office.opened(case, 1)
    round_ = office.approval.rounds[case, 1]
    round_.nobody[2] = nobody
    await office.decide(case, 1)
    await attention(office, case)
    shown = await office.details(case)
    assert nobody in shown
    assert "Phó Chánh Văn phòng (PCVP), kiểm tra thể thức" in shown
    assert await office.attribute(case, DUE_AT) == round_.opened[2, 1].due
    round_.nobody.clear()
    await office.flow(case).signal(RETRY)
    await attention(office, case, wanted=False)
    assert nobody not in await office.details(case)


async def test_no_pdf_is_made_while_nobody_may_sign(office: Offices) -> None:
    case = await office.new()
    await office.opened(case, 1)
    office.approval.rounds[case, 1].nobody[3] = "Bước ký không còn người đủ điều kiện."
    await office.decide(case, 1)
    await office.decide(case, 2)
    await attention(office, case)
    await office.at_rest(case)
    assert office.ledger.calls[case, "approval.prepare"] == 0
    office.approval.rounds[case, 1].nobody.clear()
    await office.flow(case).signal(RETRY)
    await office.called(case, "approval.prepare")
    await attention(office, case, wanted=False)


async def test_signing_refused_and_cancelled_opens_the_next_turn(office: Offices) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.sign", "Chứng thư đã hết hạn.")
    await office.approve_all(case)
    await attention(office, case)
    assert await office.attribute(case, STAGE) == Stage.SIGNING
    office.ledger.mend(case, "approval.sign")
    await office.cancel_signing(case)
    await office.opened(case, 3, turn=2)
    await attention(office, case, wanted=False)
    await office.decide(case, 3, turn=2)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.approval.rounds[case, 1].signatures == 1
    assert office.approval.rounds[case, 1].prepared == {(3, 1), (3, 2)}
    await keep(office.flow(case), "signing_cancelled")


async def test_a_fault_asks_for_attention_when_patience_ends_and_clears_by_itself(
    office: Offices,
) -> None:
    case = office.draft()
    office.ledger.patience[case] = timedelta(seconds=1)
    await office.submit(case)
    await office.approve_all(case)
    office.ledger.break_down(case, "distribution.file_copy")
    await office.issue(case)
    await attention(office, case)
    tried = office.ledger.calls[case, "distribution.file_copy"]
    assert await office.attribute(case, STAGE) == Stage.DISTRIBUTING
    shown = await office.details(case)
    assert "ConnectionError" in shown
    assert "no connection" not in shown
    await office.called(case, "distribution.file_copy", times=tried + 1)
    office.ledger.mend(case, "distribution.file_copy")
    assert await office.ended(case) == Stage.FILED
    assert await office.attribute(case, NEEDS_ATTENTION) is False
    await keep(office.flow(case), "fault")


async def hold_back(office: Offices, case: str) -> None:
    """As `temporal activity pause` does, once an attempt has failed."""

    async def failed() -> str:
        seen = (await office.flow(case).describe()).raw_description
        waits = [one for one in seen.pending_activities if one.HasField("last_failure")]
        return waits[0].activity_id if waits else ""

    request = PauseActivityRequest(
        namespace=office.client.namespace,
        execution=WorkflowExecution(workflow_id=case),
        id=await until(failed),
    )
    await office.client.workflow_service.pause_activity(request)


async def test_what_an_operator_held_back_in_trouble_is_asked_anew_when_somebody_asks(
    office: Offices,
) -> None:
    case = office.draft()
    office.ledger.patience[case] = timedelta(seconds=1)
    office.ledger.break_down(case, "drafting.open_case")
    await office.submit(case)
    await attention(office, case)
    await hold_back(office, case)
    office.ledger.mend(case, "drafting.open_case")
    await office.flow(case).signal(RETRY)
    await office.opened(case, 1)
    await attention(office, case, wanted=False)


async def test_an_activity_that_hangs_asks_for_attention_too(office: Offices) -> None:
    case = office.draft()
    office.ledger.patience[case] = timedelta(seconds=1)
    await office.submit(case)
    await office.approve_all(case)
    delivery = office.ledger.hold(case, "distribution.deliver")
    await office.issue(case)
    await attention(office, case)
    assert "TimeoutError" in await office.details(case)
    delivery.set()
    assert await office.ended(case) == Stage.FILED
    assert office.distribution.desks[case, 1].deliveries == 1


async def test_a_fault_within_patience_alarms_nobody(office: Offices) -> None:
    case = office.draft()
    office.ledger.break_down(case, "drafting.open_case")
    await office.submit(case)
    await office.called(case, "drafting.open_case")
    assert await office.attribute(case, NEEDS_ATTENTION) is None
    office.ledger.mend(case, "drafting.open_case")
    await office.opened(case, 1)
    await office.reaches(case, Stage.UNDER_REVIEW)
    assert await office.attribute(case, NEEDS_ATTENTION) is False


async def test_the_records_desk_does_not_wait_for_drafting(office: Offices) -> None:
    case = await office.new()
    office.ledger.refuse(case, "drafting.close_round")
    await office.approve_all(case)
    await office.issue(case)
    await office.reaches(case, Stage.FILED)
    await office.at_rest(case)
    assert await office.attribute(case, NEEDS_ATTENTION) is True
    office.ledger.mend(case, "drafting.close_round")
    await office.flow(case).signal(RETRY)
    assert await office.ended(case) == Stage.FILED
    assert await office.attribute(case, NEEDS_ATTENTION) is False


@pytest.mark.parametrize(
    "asked", ["drafting.open_case", "approval.open_step", "distribution.open_issue"]
)
async def test_an_owner_that_refuses_to_tell_is_asked_again(office: Offices, asked: str) -> None:
    case = office.draft()
    office.ledger.refuse(case, asked)
    await office.submit(case)
    if asked == "distribution.open_issue":
        await office.approve_all(case)
    await attention(office, case)
    office.ledger.mend(case, asked)
    await office.flow(case).signal(RETRY, args=["please", 1])
    if asked != "distribution.open_issue":
        await office.approve_all(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
