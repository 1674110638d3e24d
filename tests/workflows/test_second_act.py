"""A decision to sign waits for the signer's own device: nothing signs for him, time is marked."""

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from shared.contracts.attributes import HOLDER_POST, OVERDUE
from shared.domain.lifecycle import Stage
from tests.support.histories import keep
from tests.support.offices import Offices, until


async def decided(office: Offices) -> str:
    """Everybody decided, and the signer has a device of his own."""
    case = await office.new()
    await office.decide(case, 1)
    await office.decide(case, 2)
    await office.opened(case, 3)
    office.has_device(case)
    await office.decide(case, 3)
    await office.reaches(case, Stage.SIGNING)
    await office.at_rest(case)
    return case


async def test_the_signer_signs_with_a_device_and_the_dispatch_goes_on(office: Offices) -> None:
    case = await decided(office)
    assert await office.attribute(case, HOLDER_POST) == "PGD1"
    told = await office.details(case)
    assert "Đang chờ Phó Giám đốc ký số bằng thiết bị của mình" in told
    await office.sign(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.ledger.calls[case, "approval.sign"] == 0
    assert office.approval.rounds[case, 1].signatures == 1
    await keep(office.flow(case), "signed_with_a_device")


async def test_a_signer_who_is_late_is_marked_once_and_nobody_signs_for_him(
    office: Offices, engine: WorkflowEnvironment
) -> None:
    case = await decided(office)
    await engine.fast_forward(office.flow(case), timedelta(days=2))

    async def overdue() -> bool:
        return await office.attribute(case, OVERDUE) is True

    await until(overdue)
    await office.at_rest(case)
    assert office.ledger.calls[case, "approval.mark_overdue"] == 1
    assert office.approval.rounds[case, 1].signatures == 0
    await office.sign(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    await keep(office.flow(case), "signed_late_with_a_device")


async def test_a_signing_is_cancelled_and_signed_after_deciding_again(office: Offices) -> None:
    case = await decided(office)
    await office.cancel_signing(case)
    await office.decide(case, 3, turn=2)
    await office.sign(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    await keep(office.flow(case), "cancelled_and_signed_with_a_device")


async def test_a_withdrawal_is_too_late_while_the_signer_signs(office: Offices) -> None:
    case = await decided(office)
    await office.withdraw(case)
    await office.called(case, "drafting.answer_withdrawal")
    await office.sign(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    await keep(office.flow(case), "withdrawal_too_late_while_a_device_signs")
