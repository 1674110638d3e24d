"""The drafter wants the dispatch back: approval answers in review, drafting closes the case."""

from datetime import timedelta

import pytest

from shared.contracts.attributes import NEEDS_ATTENTION, STAGE
from shared.contracts.drafting import Closing
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment
from shared.domain.route import Verdict
from tests.support.histories import keep
from tests.support.offices import Offices, until

TOO_LATE = "too late, pho-giam-doc-1 decided"


async def parked(office: Offices, case: str) -> None:
    async def needs_attention() -> bool:
        return bool(await office.attribute(case, NEEDS_ATTENTION))

    await until(needs_attention)
    await office.at_rest(case)


async def test_a_dispatch_under_review_is_withdrawn(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1)
    await office.opened(case, 2)
    await office.at_rest(case)
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    assert office.drafting.drafts[case].answers == ["granted"]
    with pytest.raises(WrongMoment):
        office.approval.decide(case, 1, 2, 1, Verdict.APPROVE)
    await keep(office.flow(case), "withdrawn")


async def test_a_withdrawal_during_signing_is_too_late_once_it_is_signed(office: Offices) -> None:
    case = await office.new()
    sign = office.ledger.hold(case, "approval.sign")
    await office.approve_all(case)
    await office.called(case, "approval.sign")
    await office.withdraw(case)
    sign.set()
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.drafts[case].answers == ["too late"]
    await keep(office.flow(case), "withdrawal_too_late")


async def test_a_returned_draft_is_withdrawn_by_drafting_alone(office: Offices) -> None:
    case = await office.new()
    await office.decide(case, 1, Verdict.RETURN)
    await office.comes_back(case)
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    assert office.ledger.calls[case, "approval.answer_withdrawal"] == 0


async def test_a_return_that_the_withdrawal_finds_is_applied_first(office: Offices) -> None:
    case = await office.new()
    await office.opened(case, 1)
    await office.at_rest(case)
    office.approval.decide(case, 1, 1, 1, Verdict.RETURN)
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    draft = office.drafting.drafts[case]
    assert (draft.round, draft.closing, draft.answers) == (1, Closing.WITHDRAWN, ["granted"])
    assert office.ledger.calls[case, "drafting.reopen"] == 1


@pytest.mark.parametrize("refused", ["approval.open_step", "approval.prepare"])
async def test_a_parked_dispatch_is_withdrawn(office: Offices, refused: str) -> None:
    case = office.draft()
    office.ledger.refuse(case, refused)
    await office.submit(case)
    if refused == "approval.prepare":
        await office.decide(case, 1)
        await office.decide(case, 2)
    await parked(office, case)
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    assert await office.attribute(case, NEEDS_ATTENTION) is False


async def test_a_dispatch_in_trouble_is_withdrawn_while_the_trouble_lasts(office: Offices) -> None:
    case = office.draft()
    office.ledger.patience[case] = timedelta(seconds=1)
    office.ledger.break_down(case, "approval.prepare")
    await office.submit(case)
    await office.decide(case, 1)
    await office.decide(case, 2)

    async def needs_attention() -> bool:
        return bool(await office.attribute(case, NEEDS_ATTENTION))

    await until(needs_attention)
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    await keep(office.flow(case), "withdrawn_in_trouble")


async def asked_during_signing(office: Offices) -> str:
    """A dispatch whose signing is parked, and whose drafter asked in vain to have it back."""
    case = await office.new()
    office.ledger.refuse(case, "approval.sign")
    await office.approve_all(case)
    await parked(office, case)
    await office.withdraw(case)
    await answered(office, case, [TOO_LATE])
    await office.at_rest(case)
    return case


async def answered(office: Offices, case: str, answers: list[str]) -> None:
    async def heard() -> bool:
        return office.drafting.drafts[case].answers == answers

    await until(heard)


async def test_a_withdrawal_asked_during_signing_is_answered_too_late_at_once(
    office: Offices,
) -> None:
    case = await asked_during_signing(office)
    assert await office.attribute(case, STAGE) == Stage.SIGNING
    assert office.ledger.calls[case, "drafting.answer_withdrawal"] == 1


async def test_a_round_goes_on_when_signing_is_cancelled_after_a_withdrawal_came_too_late(
    office: Offices,
) -> None:
    case = await asked_during_signing(office)
    office.ledger.mend(case, "approval.sign")
    office.approval.cancel_signing(case, 1)
    await office.tell(case, "cancellation")
    await office.decide(case, 3, turn=2)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.drafts[case].answers == [TOO_LATE]
    await keep(office.flow(case), "withdrawal_too_late_then_signing_cancelled")


async def test_a_drafter_who_asks_again_after_signing_was_cancelled_has_the_dispatch_back(
    office: Offices,
) -> None:
    case = await asked_during_signing(office)
    await office.cancel_signing(case)
    await office.opened(case, 3, turn=2)
    await office.at_rest(case)
    assert office.drafting.drafts[case].closing is None
    await office.withdraw(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    assert office.drafting.drafts[case].answers == [TOO_LATE, "granted"]
    await keep(office.flow(case), "withdrawn_when_asked_again")


async def test_an_answer_given_before_the_flow_was_lost_is_told_by_the_next_one(
    office: Offices,
) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.sign")
    office.ledger.break_down(case, "drafting.answer_withdrawal")
    await office.approve_all(case)
    await parked(office, case)
    await office.withdraw(case)
    await office.called(case, "drafting.answer_withdrawal")
    await office.flow(case).terminate("the engine was lost")
    office.approval.cancel_signing(case, 1)
    office.ledger.mend(case, "drafting.answer_withdrawal")
    await office.tell(case, "rebuilt")
    await office.opened(case, 3, turn=2)
    await answered(office, case, [TOO_LATE])
    await office.at_rest(case)
    assert office.drafting.drafts[case].closing is None


async def test_signing_does_not_wait_for_drafting_to_hear_the_answer(office: Offices) -> None:
    case = office.draft()
    office.ledger.patience[case] = timedelta(seconds=1)
    office.ledger.refuse(case, "approval.sign")
    office.ledger.break_down(case, "drafting.answer_withdrawal")
    await office.submit(case)
    await office.approve_all(case)
    await parked(office, case)
    office.ledger.mend(case, "approval.sign")
    await office.withdraw(case)
    await office.issue(case)
    assert await office.ended(case) == Stage.FILED
    assert office.drafting.drafts[case].answers == ["too late"]
    assert office.ledger.calls[case, "drafting.answer_withdrawal"] > 0
