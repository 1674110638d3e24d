"""Two at once: exactly one wins, and everybody who asks is told the same."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from shared.contracts.approval import Review, RoundPosition
from tests.services.approval.conftest import DEPUTY, HEAD_OF_OFFICE, Approval
from tests.support.office import LANG_SON, content_of

SECOND_HEAD = "chanh-van-phong-2"


@pytest.fixture
async def two_heads(at_rest: Approval) -> Approval:
    """An Office with two people in the post that checks the content."""
    content = content_of(LANG_SON)
    content["accounts"].append(
        {"id": SECOND_HEAD, "name": "Chánh Văn phòng thứ hai", "posts": ["chanh-van-phong"]}
    )
    at_rest.versions["SVHTTDL"] = await at_rest.office.load("approval", content)
    return at_rest


async def test_of_two_deciders_one_wins_and_the_other_is_told_who_fifty_times(
    two_heads: Approval,
) -> None:
    winners: Counter[str] = Counter()
    names = {HEAD_OF_OFFICE: "Chánh Văn phòng đã ", SECOND_HEAD: "Chánh Văn phòng thứ hai ("}
    for number in range(50):
        round_ = await two_heads.reach("content_check")
        task = await round_.task()
        deciders = [HEAD_OF_OFFICE, SECOND_HEAD][:: 1 if number % 2 else -1]
        answers = await asyncio.gather(
            round_.decide(deciders[0], "approve", task),
            round_.decide(deciders[1], "return", task, comment="Sửa lại"),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (won,) = (account for account, a in zip(deciders, answers, strict=True) if a.is_success)
        (lost,) = (answer for answer in answers if not answer.is_success)
        (row,) = await two_heads.rows("decisions", round_.case)
        assert row["account"] == won
        assert lost.json()["code"] == "already_decided"
        assert lost.json()["detail"].startswith(names[won])
        assert {e["field"]: e["message"] for e in lost.json()["errors"]}["account"] == won
        winners[won] += 1
    assert winners.total() == 50


async def test_a_withdrawal_and_a_decision_at_once_agree_twenty_times(approval: Approval) -> None:
    seen: Counter[Review] = Counter()
    for number in range(20):
        round_ = await approval.reach("content_check")
        verdict = ("return", "approve")[number % 2]
        made, answer = await asyncio.gather(
            round_.decide(HEAD_OF_OFFICE, verdict, comment="Ý kiến"), round_.withdraw()
        )
        decisions = await approval.rows("decisions", round_.case)
        answers = await approval.rows("withdrawal_answers", round_.case)
        assert made.status_code == (200 if decisions else 409)
        if made.is_success and verdict == "return":
            expected = (Review.RETURNED, ["returned_first"])
        else:  # an approving check does not keep anybody from withdrawing
            expected = (Review.WITHDRAWN, ["withdrawn"])
        assert (answer.review, [row["reply"] for row in answers]) == expected
        assert await round_.open_step() == replace(answer, answer=None)
        open_turns = [
            turn for turn in await approval.rows("turns", round_.case) if not turn["over_at"]
        ]
        assert open_turns == []
        seen[answer.review] += 1
    assert seen.total() == 20


async def test_a_withdrawal_and_the_decision_to_sign_at_once_agree(approval: Approval) -> None:
    for _ in range(4):
        round_ = await approval.reach("signature")
        made, answer = await asyncio.gather(round_.decide_to_sign(), round_.withdraw())
        (row,) = await approval.rows("withdrawal_answers", round_.case)
        if made.is_success:
            assert (answer.review, row["reply"]) == (Review.SIGNING, "too_late")
            assert (await round_.withdraw()).review is Review.SIGNING
        else:
            assert (made.status_code, made.json()["code"]) == (409, "withdrawn")
            assert (answer.review, row["reply"]) == (Review.WITHDRAWN, "withdrawn")


async def test_a_signature_and_its_cancelling_at_once_leave_one_of_them(
    approval: Approval,
) -> None:
    for _ in range(3):
        round_ = await approval.reach("signature")
        await round_.decide_to_sign()
        cancelled, _answer = await asyncio.gather(round_.cancel(DEPUTY), round_.sign())
        signatures = await approval.rows("signatures", round_.case)
        cancellations = await approval.rows("cancellations", round_.case)
        assert len(signatures) + len(cancellations) == 1
        assert cancelled.is_success == bool(cancellations)
        stands = await round_.open_step()
        assert stands.review is (Review.DECIDING if cancellations else Review.SIGNED)


async def test_a_round_opened_by_many_at_once_is_opened_once(approval: Approval) -> None:
    round_ = await approval.submit()
    answers: list[RoundPosition] = await asyncio.gather(*(round_.open_step() for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await round_.tasks()) == 1
    acts = [event["act"] for event in await approval.events(round_.case)]
    assert acts == ["open_round", "open_turn"]


async def test_prepared_by_many_at_once_it_is_prepared_once(approval: Approval) -> None:
    round_ = await approval.reach("office_review")
    await round_.approve("pho-chanh-van-phong")
    turn = await round_.turn()
    activities = approval.activities()
    answers = await asyncio.gather(*(activities.prepare(turn) for _ in range(3)))
    assert all(answer.open and answer.open.prepared for answer in answers)
    assert len(await approval.rows("prepared", round_.case)) == 1
