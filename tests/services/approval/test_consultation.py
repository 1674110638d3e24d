"""Góp ý: asked for by the route or on the fly; it binds nobody, and is nobody's second part."""

import asyncio
from typing import Any

import pytest

from shared.contracts.approval import Review
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
)
from tests.services.approval.routes_office import (
    CONTENT,
    CULTURE,
    INSPECTOR,
    REVIEW,
    SIGNATURE,
    SPORT,
    act,
    approve,
    assert_whole,
    decide,
    done,
    named,
    office_of,
    open_task,
    part,
    plan,
    refused,
    seen,
    settle,
    submitted,
    taken,
    to_sign,
    told,
)

ROUTE = {
    "kind": "consultation",
    "hours": 8,
    "unit_heads": ["QLVH", "QLTDTT", "TTr"],
    "needs": 2,
}


async def test_the_task_is_set_aside_and_opens_again_after_the_opinions(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    made = done(await act(round_, FORM, "consultations", task))
    assert (made["kind"], made["account"], made["stage"]) == ("consult", FORM, "UNDER_REVIEW")
    answer = await round_.open_step()
    assert answer.open is not None
    assert (answer.open.step, answer.open.kind) == (4, "consultation")
    order = [kind for _, kind in await plan(round_)]
    assert order == ["content_check", "consultation", "office_review", "signature"]
    back = await decide(round_, INSPECTOR, "opinion", comment="Nên bổ sung căn cứ pháp lý")
    assert back.open is not None
    assert (back.open.step, back.open.turn, back.open.kind) == (2, 2, "office_review")
    heard = (await seen(round_, FORM))["rounds"][0]["taken"][-1]
    assert (heard["act"], heard["kind"], heard["comment"]) == (
        "opinion",
        "consultation",
        "Nên bổ sung căn cứ pháp lý",
    )
    assert [act for act, _ in await taken(round_)] == ["approve", "consult", "opinion"]
    await approve(round_, FORM)
    assert (await to_sign(round_)).review is Review.SIGNED
    await assert_whole(round_)


async def test_who_decides_on_what_was_set_aside_is_told_who_asked(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    done(await act(round_, FORM, "consultations", task))
    late = await round_.decide(FORM, "approve", task)
    sentence = refused(late, 409, "set_aside")
    assert sentence.startswith("Phó Chánh Văn phòng đã xin thêm ý kiến lúc ")
    assert (named(late)["account"], named(late)["change"]) == (FORM, "consult")
    assert not (await seen(round_, FORM, task))["open"]


async def test_only_those_who_are_asked_hear_of_it(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    done(await act(round_, FORM, "consultations"))
    await round_.open_step()
    assert await told(round_, "new_task") == {HEAD_OF_OFFICE: 1, FORM: 1, INSPECTOR: 1}
    await approve(round_, INSPECTOR)
    assert (await told(round_, "new_task"))[FORM] == 2
    assert (await told(round_, "decided"))[DRAFTER] == 2


@pytest.mark.parametrize("verdict", ["return", "reject"])
async def test_who_is_consulted_neither_returns_nor_rejects(
    at_rest: Approval, verdict: str
) -> None:
    office = await settle(at_rest, office_of(CONTENT, ROUTE, REVIEW, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    wrong = await round_.decide(CULTURE, verdict, task, comment="Không được")
    assert "approve, opinion" in refused(wrong, 422, "verdict_not_here")
    wordless = await round_.decide(CULTURE, "opinion", task)
    refused(wordless, 422, "comment_needed")


async def test_two_of_three_units_are_heard_whatever_they_say(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(CONTENT, ROUTE, REVIEW, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await decide(round_, CULTURE, "opinion", comment="Không đồng ý")
    assert "Đang chờ 2 trong 3 (" in (await part(round_))["waiting"]
    answer = await approve(round_, SPORT)
    assert answer.open is not None
    assert answer.open.kind == "office_review"
    late = await round_.decide(INSPECTOR, "opinion", task, comment="Tôi cũng vậy")
    sentence = refused(late, 409, "already_decided")
    assert sentence.startswith("Trưởng phòng Quản lý thể dục thể thao đã đồng ý khi được hỏi")


async def test_somebody_may_ask_two_of_three_on_the_fly(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    three: dict[str, Any] = {"posts": [], "unit_heads": ["QLVH", "QLTDTT"], "accounts": [INSPECTOR]}
    done(await act(round_, FORM, "consultations", **three, needs=2))
    await round_.open_step()
    await approve(round_, INSPECTOR)
    answer = await approve(round_, CULTURE)
    assert answer.open is not None
    assert answer.open.kind == "office_review"


async def test_the_signer_asks_and_a_fresh_pdf_waits_when_he_is_back(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, FORM)
    await round_.prepare()
    done(await act(round_, DEPUTY, "consultations", posts=[], accounts=[SECOND_DEPUTY]))
    await round_.open_step()
    answer = await decide(round_, SECOND_DEPUTY, "opinion", comment="Đồng ý về chủ trương")
    assert answer.open is not None
    assert (answer.open.turn, answer.open.prepared) == (2, False)
    assert (await to_sign(round_)).review is Review.SIGNED


async def test_being_consulted_keeps_nobody_from_signing(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE, signer=HEAD)
    done(await act(round_, FORM, "consultations", posts=[HEAD]))
    await round_.open_step()
    await decide(round_, HEAD, "opinion", comment="Trình tôi ký")
    await approve(round_, FORM)
    assert (await to_sign(round_, HEAD)).review is Review.SIGNED


async def test_who_is_consulted_asks_nobody_else(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    done(await act(round_, FORM, "consultations"))
    await round_.open_step()
    passed_on = await act(round_, INSPECTOR, "consultations", posts=[], unit_heads=["QLVH"])
    refused(passed_on, 409, "no_consultation_here")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"posts": [], "accounts": [DRAFTER]}, "nobody_to_consult"),
        ({"posts": [], "accounts": ["khong-co"]}, "nobody_to_consult"),
        ({"posts": [], "unit_heads": ["BT"]}, "nobody_to_consult"),
        ({"posts": [INSPECTOR], "accounts": [DRAFTER], "needs": 1}, "nobody_to_consult"),
        ({"needs": 2}, "needs_wrong"),
        ({"reason": "  "}, "reason_needed"),
        ({"posts": []}, "malformed"),
    ],
)
async def test_a_consultation_of_nobody_is_refused(
    at_rest: Approval, asked: dict[str, Any], code: str
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    refused(await act(round_, FORM, "consultations", **asked), 422, code)
    assert len(await office.rows("changes", round_.case)) == 0


async def test_whom_nobody_can_ask_is_named_by_title_and_a_code_as_it_was_given(
    at_rest: Approval,
) -> None:
    office = await settle(at_rest, office_of())
    round_ = await submitted(office, HEAD_OF_OFFICE)
    asked: dict[str, Any] = {"posts": [], "accounts": [DRAFTER], "unit_heads": ["KHONGCO"]}
    answer = await act(round_, FORM, "consultations", **asked)
    said = refused(answer, 422, "nobody_to_consult")
    assert list(named(answer)) == ["unit_heads", "accounts"]
    assert said.startswith("Không xin ý kiến được của: “KHONGCO”, Chuyên viên Văn phòng. ")
    assert "account:" not in said
    assert "unit_head:" not in said


async def test_who_wrote_in_an_earlier_round_is_not_consulted_later(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of())
    first = await submitted(office, authors=(DRAFTER, INSPECTOR))
    await decide(first, HEAD_OF_OFFICE, "return", comment="Sửa")
    second = await first.next_round()
    await second.open_step()
    refused(await act(second, HEAD_OF_OFFICE, "consultations"), 422, "nobody_to_consult")


async def test_only_who_may_decide_asks_others(at_rest: Approval) -> None:
    office = await settle(at_rest, office_of(returns="by_head"))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    refused(await act(round_, CULTURE, "consultations"), 403, "not_candidate")
    refused(await act(round_, HEAD_OF_OFFICE, "consultations"), 403, "not_candidate")
    await decide(round_, FORM, "return", comment="Sửa")
    refused(await act(round_, HEAD_OF_OFFICE, "consultations"), 409, "no_consultation_here")


async def test_of_a_question_to_others_and_a_decision_at_once_one_counts_ten_times(
    at_rest: Approval,
) -> None:
    review = REVIEW | {"posts": [FORM, "van-thu"]}
    office = await settle(at_rest, office_of(CONTENT, review, SIGNATURE))
    for _ in range(10):
        round_ = await submitted(office, HEAD_OF_OFFICE)
        task = await open_task(round_)
        asked, decided = await asyncio.gather(
            act(round_, FORM, "consultations", task), round_.decide("van-thu", "approve", task)
        )
        assert asked.is_success != decided.is_success
        lost = decided if asked.is_success else asked
        assert lost.json()["code"] == ("set_aside" if asked.is_success else "already_decided")
        answer = await round_.open_step()
        assert answer.open is not None
        assert answer.open.kind == ("consultation" if asked.is_success else "signature")


async def test_one_of_several_may_ask_before_all_have_said_their_opinion(
    at_rest: Approval,
) -> None:
    """What was said before is kept in the history; the step asks everybody again."""
    review = REVIEW | {"posts": [FORM, "van-thu"], "everybody": True}
    office = await settle(at_rest, office_of(CONTENT, review, SIGNATURE))
    round_ = await submitted(office, HEAD_OF_OFFICE)
    task = await open_task(round_)
    await approve(round_, FORM)
    done(await act(round_, "van-thu", "consultations", task))
    refused(await round_.decide("van-thu", "approve", task), 409, "set_aside")
    await round_.open_step()
    await approve(round_, INSPECTOR)
    for account in (FORM, "van-thu"):
        answer = await approve(round_, account)
    assert answer.open is not None
    assert answer.open.kind == "signature"
