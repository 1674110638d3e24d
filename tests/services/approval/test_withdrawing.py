"""Approval's answers to a drafter who wants the dispatch back."""

from shared.contracts.approval import Review
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD_OF_OFFICE,
    Approval,
)


async def test_a_round_never_opened_is_made_and_withdrawn(approval: Approval) -> None:
    round_ = await approval.submit()
    assert (await round_.withdraw()).review is Review.WITHDRAWN
    (row,) = await approval.rows("round_withdrawals", round_.case)
    assert row["withdrawal"] == "w1"
    assert await round_.tasks() == []
    assert (await round_.open_step()).review is Review.WITHDRAWN


async def test_a_withdrawal_is_answered_once(approval: Approval) -> None:
    round_ = await approval.reach("office_review")
    first = await round_.withdraw("w1")
    assert await round_.withdraw("w2") == first
    assert len(await approval.rows("round_withdrawals", round_.case)) == 1
    acts = [event["act"] for event in await approval.events(round_.case)]
    assert acts.count("withdraw") == 1


async def test_a_withdrawn_task_leaves_every_desk(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    task, person = await round_.task(), await approval.person(HEAD_OF_OFFICE)
    assert task in {one["id"] for one in (await person.get("/tasks")).json()["tasks"]}
    await round_.withdraw()
    assert task not in {one["id"] for one in (await person.get("/tasks")).json()["tasks"]}


async def test_it_is_too_late_after_the_decision_to_sign(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    assert (await round_.withdraw()).review is Review.SIGNING
    await round_.sign()
    assert (await round_.withdraw()).review is Review.SIGNED
    assert await approval.rows("round_withdrawals", round_.case) == []


async def test_it_is_not_too_late_when_the_decision_to_sign_was_taken_back(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    await round_.cancel(DEPUTY)
    assert (await round_.withdraw()).review is Review.WITHDRAWN


async def test_a_return_or_a_rejection_found_there_stands(approval: Approval) -> None:
    for verdict, review in (("return", Review.RETURNED), ("reject", Review.REJECTED)):
        round_ = await approval.reach("office_review")
        await round_.decide(FORM, verdict, comment="Ý kiến")
        assert (await round_.withdraw()).review is review


async def test_prepare_and_sign_of_a_withdrawn_round_change_nothing(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    turn = await round_.turn()
    withdrawn = await round_.withdraw()
    activities = approval.activities()
    for act in (activities.prepare, activities.sign, activities.mark_overdue):
        assert await act(turn) == withdrawn
