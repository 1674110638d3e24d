"""The drafter wants the dispatch back: approval answers in review, drafting closes the case."""

from datetime import timedelta

import pytest

from shared.contracts.attributes import NEEDS_ATTENTION
from shared.contracts.drafting import Closing
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment
from shared.domain.route import Verdict
from tests.support.histories import keep
from tests.support.offices import Offices, until


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


async def test_a_withdrawal_waits_for_signing_and_is_granted_when_signing_is_cancelled(
    office: Offices,
) -> None:
    case = await office.new()
    office.ledger.refuse(case, "approval.sign")
    await office.approve_all(case)
    await parked(office, case)
    await office.withdraw(case)
    await office.called(case, "approval.sign", times=2)
    await office.at_rest(case)
    assert office.drafting.drafts[case].answers == []
    await office.cancel_signing(case)
    assert await office.ended(case) == Stage.WITHDRAWN
    assert office.drafting.drafts[case].answers == ["granted"]
    await keep(office.flow(case), "withdrawn_after_signing_was_cancelled")
