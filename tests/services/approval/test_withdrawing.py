"""Approval's answers to a drafter who wants the dispatch back."""

from dataclasses import replace

from shared.contracts.approval import Reply, Review, WithdrawalAnswer
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD_OF_OFFICE,
    Approval,
)


async def test_a_round_never_opened_is_made_and_withdrawn(approval: Approval) -> None:
    round_ = await approval.submit()
    assert (await round_.withdraw()).review is Review.WITHDRAWN
    (row,) = await approval.rows("withdrawal_answers", round_.case)
    assert (row["withdrawal"], row["reply"], row["decision"]) == ("w1", "withdrawn", None)
    assert await round_.tasks() == []
    assert (await round_.open_step()).review is Review.WITHDRAWN


async def test_a_withdrawal_is_answered_once(approval: Approval) -> None:
    round_ = await approval.reach("office_review")
    first = await round_.withdraw()
    assert first.answer == WithdrawalAnswer(
        withdrawal="w1", reply=Reply.WITHDRAWN, decided_by=None, decided_at=None
    )
    assert await round_.withdraw() == first
    assert len(await approval.rows("withdrawal_answers", round_.case)) == 1
    acts = [event["act"] for event in await approval.events(round_.case)]
    assert acts.count("answer_withdrawal") == 1


async def test_a_withdrawn_task_leaves_every_desk(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    task = await round_.task()
    assert task in {one["id"] for one in await approval.desk(HEAD_OF_OFFICE)}
    await round_.withdraw()
    assert task not in {one["id"] for one in await approval.desk(HEAD_OF_OFFICE)}


async def test_it_is_too_late_after_the_decision_to_sign(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    (*_, to_sign) = await approval.rows("decisions", round_.case)
    answered = await round_.withdraw()
    assert answered.review is Review.SIGNING
    assert answered.answer == WithdrawalAnswer(
        withdrawal="w1", reply=Reply.TOO_LATE, decided_by=DEPUTY, decided_at=to_sign["at"]
    )
    await round_.sign()
    again = await round_.withdraw()
    assert (again.review, again.answer) == (Review.SIGNED, answered.answer)


async def test_an_answer_stays_when_the_decision_to_sign_is_taken_back(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    too_late = await round_.withdraw("w1")
    await round_.cancel(DEPUTY)
    again = await round_.withdraw("w1")
    assert (again.review, again.answer) == (Review.DECIDING, too_late.answer)
    assert again.open is not None
    assert again.open.turn == 2
    later = await round_.withdraw("w2")
    assert later.review is Review.WITHDRAWN
    assert (await round_.withdraw("w1")).answer == too_late.answer
    rows = await approval.rows("withdrawal_answers", round_.case)
    assert {row["withdrawal"]: row["reply"] for row in rows} == {
        "w1": "too_late",
        "w2": "withdrawn",
    }


async def test_it_is_not_too_late_when_the_decision_to_sign_was_taken_back(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    await round_.cancel(DEPUTY)
    assert (await round_.withdraw()).review is Review.WITHDRAWN


async def test_a_return_or_a_rejection_found_there_stands(approval: Approval) -> None:
    for verdict, review, reply in (
        ("return", Review.RETURNED, Reply.RETURNED_FIRST),
        ("reject", Review.REJECTED, Reply.TOO_LATE),
    ):
        round_ = await approval.reach("office_review")
        await round_.decide(FORM, verdict, comment="Ý kiến")
        answered = await round_.withdraw()
        assert answered.review is review
        assert answered.answer is not None
        assert (answered.answer.reply, answered.answer.decided_by) == (reply, FORM)


async def test_prepare_and_sign_of_a_withdrawn_round_change_nothing(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    turn = await round_.turn()
    withdrawn = replace(await round_.withdraw(), answer=None)
    activities = approval.activities()
    for act in (activities.prepare, activities.sign, activities.mark_overdue):
        assert await act(turn) == withdrawn
