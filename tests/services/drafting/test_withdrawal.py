"""Withdrawing: at once while drafting has the draft, else a request that is answered later."""

import httpx
import pytest

from shared.contracts.drafting import Closing
from tests.services.drafting.desk import AT, SEEN, Drafting

WHY = {"reason": "Chờ ý kiến của UBND tỉnh"}


async def test_a_draft_that_was_never_submitted_is_withdrawn_at_once(
    drafting: Drafting, drafter: httpx.AsyncClient, case: str
) -> None:
    withdrawn = await drafter.post(f"/drafts/{case}/withdraw", json=WHY)
    assert withdrawn.json() | {"stage": "WITHDRAWN", "round": 1, "locked": True} == withdrawn.json()
    (fact,) = await drafting.rows("withdrawals", case)
    assert (fact["reason"], fact["account"]) == (WHY["reason"], "chuyen-vien-vp")
    assert fact["handed_over_at"] is not None  # no flow waits for it
    for path in ("submit", "withdraw"):
        refused = await drafter.post(f"/drafts/{case}/{path}", json=WHY, headers=SEEN)
        assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")
        assert refused.json()["detail"].startswith("Chuyên viên Văn phòng đã rút văn bản này lúc ")


async def test_a_returned_draft_is_withdrawn_by_drafting_alone_and_wakes_the_flow(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafting.reopen(submitted, 1)
    withdrawn = await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    assert withdrawn.json() | {"stage": "WITHDRAWN", "round": 2} == withdrawn.json()
    (fact,) = await drafting.rows("withdrawals", submitted)
    assert fact["handed_over_at"] is None
    (answer,) = await drafting.rows("withdrawal_answers", submitted)
    assert (answer["withdrawal"], answer["answer"]) == (fact["id"], "withdrawn")
    position = await drafting.open_case(submitted)
    assert (position.round, position.version) == (2, None)
    assert (position.closing, position.withdrawal) == (Closing.WITHDRAWN, None)
    (told,) = await drafting.rows("withdrawals", submitted)
    assert told["handed_over_at"] is not None


async def test_under_review_it_is_a_request_of_which_one_may_wait(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    asked = await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    assert asked.json() | {"stage": "UNDER_REVIEW", "locked": True} == asked.json()
    assert asked.json()["withdrawal_asked_at"] is not None
    (fact,) = await drafting.rows("withdrawals", submitted)
    assert (await drafting.open_case(submitted)).withdrawal == fact["id"]
    for path in ("submit", "withdraw"):
        refused = await drafter.post(f"/drafts/{submitted}/{path}", json=WHY, headers=SEEN)
        assert (refused.status_code, refused.json()["code"]) == (409, "withdrawal_waits")
        assert "Chuyên viên Văn phòng đã đề nghị rút" in refused.json()["detail"]


async def test_a_request_is_answered_by_closing_the_round_as_withdrawn(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    position = await drafting.close(submitted, 1, Closing.WITHDRAWN)
    assert (position.closing, position.withdrawal) == (Closing.WITHDRAWN, None)
    (answer,) = await drafting.rows("withdrawal_answers", submitted)
    assert answer["answer"] == "withdrawn"
    part = (await drafter.get(f"/dispatches/{submitted}")).json()
    assert (part["stage"], part["round"], part["withdrawal"]) == ("WITHDRAWN", 1, None)


@pytest.mark.parametrize(
    ("closing", "stage"), [(Closing.SIGNED, "UNDER_REVIEW"), (Closing.REJECTED, "REJECTED")]
)
async def test_a_request_that_came_too_late_is_told_so(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str, closing: Closing, stage: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    position = await drafting.close(submitted, 1, closing)
    assert (position.closing, position.withdrawal) == (closing, None)
    (answer,) = await drafting.rows("withdrawal_answers", submitted)
    assert answer["answer"] == "too_late"
    acts = [event["act"] for event in await drafting.rows("events", submitted)]
    assert acts[-2:] == ["answer_withdrawal", "close_round"]
    assert (await drafter.get(f"/drafts/{submitted}")).json()["stage"] == stage
    refused = await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    assert (refused.status_code, refused.json()["code"]) == (409, closing.value)


async def test_a_request_that_came_after_the_decision_to_sign_is_answered_while_the_round_goes_on(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    (asked,) = await drafting.rows("withdrawals", submitted)
    position = await drafting.too_late(submitted, asked["id"], "pho-giam-doc-1")
    assert (position.round, position.closing, position.withdrawal) == (1, None, None)
    assert await drafting.too_late(submitted, asked["id"], "pho-giam-doc-1") == position
    (row,) = await drafting.rows("withdrawal_answers", submitted)
    assert (row["answer"], row["decided_by"], row["decided_at"]) == (
        "too_late",
        "pho-giam-doc-1",
        AT,
    )
    acts = [event["act"] for event in await drafting.rows("events", submitted)]
    assert acts.count("answer_withdrawal") == 1
    part = (await drafter.get(f"/dispatches/{submitted}")).json()
    assert (part["stage"], part["withdrawal"]) == ("UNDER_REVIEW", None)
    told = part["withdrawal_answered"]
    assert (told["answer"], told["decided_by"]) == ("too_late", "pho-giam-doc-1")
    refused = await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "under_review")


async def test_after_an_answer_the_drafter_may_ask_again_and_old_answers_touch_nothing(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    (first,) = await drafting.rows("withdrawals", submitted)
    await drafting.too_late(submitted, first["id"], "pho-giam-doc-1")
    again = await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    assert again.status_code == 200
    late = await drafting.too_late(submitted, first["id"], "pho-giam-doc-1")
    assert late.withdrawal not in {None, first["id"]}
    closed = await drafting.close(submitted, 1, Closing.WITHDRAWN)
    assert closed.withdrawal is None
    part = (await drafter.get(f"/dispatches/{submitted}")).json()
    assert part["withdrawal_answered"]["answer"] == "withdrawn"
    assert part["withdrawal_answered"]["decided_by"] is None


async def test_a_return_that_meets_a_request_is_applied_first_and_then_closed(
    drafting: Drafting, drafter: httpx.AsyncClient, submitted: str
) -> None:
    await drafter.post(f"/drafts/{submitted}/withdraw", json=WHY)
    position = await drafting.reopen(submitted, 1)
    assert (position.round, position.closing) == (2, Closing.WITHDRAWN)
    assert position.withdrawal is None
    assert (await drafter.get(f"/drafts/{submitted}")).json()["stage"] == "WITHDRAWN"
    again = await drafting.reopen(submitted, 1)
    assert again == position
    refused = await drafter.post(f"/drafts/{submitted}/submit", headers=SEEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "còn thiếu"),
        ({"reason": "   "}, "không được để trống"),
        ({"reason": "a\x00"}, "có ký tự ẩn U+0000 ở vị trí 2; hãy xóa ký tự đó"),
    ],
)
async def test_a_withdrawal_needs_its_reason_and_says_once_what_is_wrong_with_it(
    drafter: httpx.AsyncClient, case: str, body: dict[str, str], said: str
) -> None:
    refused = await drafter.post(f"/drafts/{case}/withdraw", json=body)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "reason", "message": said}]
