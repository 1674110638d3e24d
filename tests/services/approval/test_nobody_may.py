"""A step that nobody may take: it is open and its deadline runs, and the operators are told."""

from datetime import timedelta
from typing import Any

from shared.contracts.approval import Review, TurnRef
from tests.services.approval.conftest import DRAFTER, FORM, HEAD_OF_OFFICE, Approval, Submitted
from tests.support.office import LANG_SON, content_of


def without(*accounts: str) -> dict[str, Any]:
    """The organisation after these accounts left it."""
    content = content_of(LANG_SON)
    content["accounts"] = [one for one in content["accounts"] if one["id"] not in accounts]
    return content


async def before_the_form_check(approval: Approval) -> Submitted:
    """A round whose content was checked, and whose form checkers left afterwards."""
    round_ = await approval.submit()
    await round_.open_step()
    await round_.approve(HEAD_OF_OFFICE)
    await approval.office.load("approval", without(FORM))
    return round_


async def waiting(approval: Approval, round_: Submitted) -> str:
    told = await (await approval.person(DRAFTER)).get(f"/dispatches/{round_.case}")
    return str(told.json()["waiting"])


async def test_a_step_whose_only_holder_left_is_open_and_says_what_it_lacks(
    at_rest: Approval,
) -> None:
    round_ = await before_the_form_check(at_rest)
    said = await round_.open_in_vain()
    assert said.startswith("Bước kiểm tra thể thức không còn người đủ điều kiện")
    assert "chức vụ pho-chanh-van-phong vào tệp tổ chức rồi gửi retry" in said
    assert "Phó Chánh" not in said
    turns = await at_rest.rows("turns", round_.case)
    (opened,) = (turn for turn in turns if turn["step"] == 2)
    assert opened["due_at"] > opened["opened_at"]
    assert [event["act"] for event in await at_rest.events(round_.case)][-1] == "open_turn"
    told = await waiting(at_rest, round_)
    assert told.startswith("Bước kiểm tra thể thức không còn người đủ điều kiện, hạn ")
    assert "Phó Chánh Văn phòng" in told


async def test_after_a_holder_was_put_in_the_file_the_flow_goes_on_in_the_same_turn(
    at_rest: Approval,
) -> None:
    round_ = await before_the_form_check(at_rest)
    await round_.open_in_vain()
    (parked,) = (turn for turn in await at_rest.rows("turns", round_.case) if turn["step"] == 2)
    await round_.open_in_vain()  # asked too early: nothing changes
    await at_rest.office.load("approval", content_of(LANG_SON))
    position = await round_.open_step()
    assert position.review is Review.DECIDING
    assert position.open is not None
    assert (position.open.step, position.open.turn, position.open.nobody) == (2, 1, "")
    assert position.open.due_at == parked["due_at"]
    assert (await waiting(at_rest, round_)).startswith("Đang chờ Phó Chánh Văn phòng")
    await round_.approve(FORM)
    assert (await round_.open_step()).open is not None


async def test_a_withdrawal_gets_through_where_nobody_may_act(at_rest: Approval) -> None:
    round_ = await before_the_form_check(at_rest)
    await round_.open_in_vain()
    assert (await round_.withdraw()).review is Review.WITHDRAWN
    assert (await round_.open_step()).review is Review.WITHDRAWN


async def test_holders_who_all_took_another_part_are_no_candidates(approval: Approval) -> None:
    round_ = await approval.submit(authors=(DRAFTER, HEAD_OF_OFFICE))
    assert "kiểm tra nội dung" in await round_.open_in_vain()
    assert "không còn người đủ điều kiện" in await waiting(approval, round_)


async def test_the_deadline_of_a_step_that_nobody_may_take_is_marked_too(
    at_rest: Approval,
) -> None:
    round_ = await before_the_form_check(at_rest)
    await round_.open_in_vain()
    late = at_rest.now() + timedelta(days=30)
    turn = TurnRef(case=round_.case, round=1, step=2, turn=1, at=late)
    position = await at_rest.activities().mark_overdue(turn)
    assert position.open is not None
    assert position.open.overdue


async def test_a_decision_to_sign_waits_for_nobody(at_rest: Approval) -> None:
    round_ = await at_rest.reach("signature")
    assert (await round_.decide_to_sign()).status_code == 200
    signers = [
        one["id"]
        for one in content_of(LANG_SON)["accounts"]
        if {"giam-doc", "pho-giam-doc"} & set(one["posts"])
    ]
    await at_rest.office.load("approval", without(*signers))
    assert (await round_.open_step()).review is Review.SIGNING
