"""A return: to an earlier step of the same round, or to the drafter by way of the unit's head."""

import pytest

from shared.contracts.approval import Review
from tests.services.approval.conftest import DEPUTY, DRAFTER, FORM, HEAD, HEAD_OF_OFFICE, Approval
from tests.services.approval.routes_office import (
    CONTENT,
    CULTURE,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    approve,
    assert_whole,
    decide,
    office_of,
    open_task,
    open_turn,
    part,
    refused,
    seen,
    settle,
    submitted,
    taken,
    to_sign,
    told,
)

OPINION = {"kind": "consultation", "hours": 4, "posts": [INSPECTOR]}


async def test_a_return_to_an_earlier_step_comes_back_and_approvals_between_stay(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of(CONTENT, OPINION, REVIEW, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE, INSPECTOR, FORM)
    answer = await decide(round_, DEPUTY, "return", comment="Xem lại số liệu", to_step=1)
    assert answer.review is Review.DECIDING
    assert answer.open is not None
    assert (answer.open.step, answer.open.turn, answer.open.kind) == (1, 2, "content_check")
    again = await approve(round_, HEAD_OF_OFFICE)
    assert again.open is not None
    assert (again.open.step, again.open.turn) == (4, 2)
    assert (await to_sign(round_)).review is Review.SIGNED
    history = (await part(round_))["rounds"][0]["taken"]
    (sent,) = (one for one in history if one["to_step"])
    assert (sent["act"], sent["step"], sent["to_step"]) == ("return", 4, 1)
    assert sent["comment"] == "Xem lại số liệu"
    await assert_whole(round_)


async def test_who_gets_it_back_is_told_with_a_task_and_the_drafter_of_the_decision(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    await decide(round_, FORM, "return", comment="Xem lại", to_step=1)
    assert (await told(round_, "new_task"))[HEAD_OF_OFFICE] == 2
    assert await told(round_, "decided") == {DRAFTER: 2}
    assert await told(round_, "returned") == {}


async def test_a_step_may_be_asked_for_again_and_again(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    for number in (2, 3, 4):
        await decide(round_, FORM, "return", comment="Xem lại", to_step=1)
        turn = await open_turn(round_)
        assert (turn["step"], turn["turn"]) == (1, number)
        await approve(round_, HEAD_OF_OFFICE)
    turn = await open_turn(round_)
    assert (turn["step"], turn["turn"]) == (2, 4)


async def test_who_was_asked_again_may_return_it_to_the_drafter(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    await decide(round_, FORM, "return", comment="Xem lại", to_step=1)
    answer = await decide(round_, HEAD_OF_OFFICE, "return", comment="Đúng là sai")
    assert (answer.review, answer.open) == (Review.RETURNED, None)


@pytest.mark.parametrize("to_step", [2, 3, 4, 99])
async def test_only_an_earlier_step_can_be_returned_to(at_rest: Approval, to_step: int) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    wrong = await round_.decide(FORM, "return", task, comment="Sửa", to_step=to_step)
    assert "1 (kiểm tra nội dung)" in refused(wrong, 422, "no_earlier_step")
    approving = await round_.decide(FORM, "approve", task, to_step=1)
    refused(approving, 422, "no_earlier_step")


async def test_an_automatic_return_reaches_the_drafter_and_is_recorded_as_such(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    answer = await decide(round_, FORM, "return", comment="Sai thể thức")
    assert answer.review is Review.RETURNED
    assert (await assert_whole(round_))[-2:] == ["return", "hand_on_automatically"]
    assert await told(round_, "returned") == {DRAFTER: 1, HEAD_OF_OFFICE: 1}


async def test_the_units_head_hands_a_return_on(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    answer = await decide(round_, FORM, "return", comment="Sai thể thức")
    assert answer.review is Review.DECIDING
    assert answer.open is not None
    assert (answer.open.kind, answer.open.holder) == ("hand_on", "Chánh Văn phòng")
    assert "chuyển văn bản trả lại" in (await part(round_))["waiting"]
    task = await open_task(round_)
    assert (await seen(round_, HEAD_OF_OFFICE))["verdicts"] == ["hand_on"]
    refused(await round_.decide(HEAD_OF_OFFICE, "approve", task), 422, "verdict_not_here")
    refused(await round_.decide(FORM, "hand_on", task), 403, "not_candidate")
    ended = await decide(round_, HEAD_OF_OFFICE, "hand_on")
    assert (ended.review, ended.open) == (Review.RETURNED, None)
    assert "hand_on_automatically" not in await assert_whole(round_)
    assert (await told(round_, "new_task"))[HEAD_OF_OFFICE] == 2
    assert await told(round_, "returned") == {DRAFTER: 1}
    assert [act for act, _ in await taken(round_)] == ["approve", "return", "hand_on"]


async def test_a_head_who_returns_hands_on_with_the_same_act(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office)
    answer = await decide(round_, HEAD_OF_OFFICE, "return", comment="Chưa đúng nội dung")
    assert (answer.review, answer.open) == (Review.RETURNED, None)
    assert await told(round_, "returned") == {DRAFTER: 1}
    assert (await assert_whole(round_))[-1] == "hand_on_automatically"


async def test_the_head_who_drafted_it_hands_his_own_return_on(at_rest: Approval) -> None:
    """Handing on decides nothing, so nobody is kept from it."""
    check = CONTENT | {"posts": [FORM]}
    review = REVIEW | {"posts": ["van-thu"]}
    office = await settle(at_rest, office_of(check, review, SIGNATURE, returns="by_head"))
    round_ = await submitted(
        office, drafter=HEAD_OF_OFFICE, authors=(HEAD_OF_OFFICE,), submitter=HEAD_OF_OFFICE
    )
    await decide(round_, FORM, "return", comment="Sửa")
    ended = await decide(round_, HEAD_OF_OFFICE, "hand_on")
    assert ended.review is Review.RETURNED


async def test_where_the_unit_has_no_head_a_return_goes_on_by_itself(at_rest: Approval) -> None:
    check = CONTENT | {"posts": [CULTURE]}
    office = await settle(at_rest, office_of(check, REVIEW, SIGNATURE, returns="by_head"))
    round_ = await submitted(office, CULTURE, unit="BT")
    answer = await decide(round_, FORM, "return", comment="Sai thể thức")
    assert (answer.review, answer.open) == (Review.RETURNED, None)


async def test_a_rejection_needs_nobody_to_hand_it_on(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    answer = await decide(round_, HEAD, "reject", comment="Không ban hành")
    assert (answer.review, answer.rejected_by) == (Review.REJECTED, HEAD)


async def test_a_round_that_waits_to_be_handed_on_can_be_withdrawn(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    await decide(round_, FORM, "return", comment="Sai thể thức")
    task = await open_task(round_)
    assert (await round_.withdraw()).review is Review.WITHDRAWN
    refused(await round_.decide(HEAD_OF_OFFICE, "hand_on", task), 409, "withdrawn")
