"""Receivers answer once for their mailbox, and a clerk sends on what was refused."""

import asyncio
import re
from typing import Any

import pytest

from shared.domain.dates import vietnam_date
from tests.services.distribution.records_desk import RecordsDesk

HOLDER, BOX = "giam-doc", "giam-doc"
WRONG = {"reason": "Gửi nhầm nơi nhận."}


@pytest.fixture
async def sent(desk: RecordsDesk) -> str:
    """A dispatch that lies in its receivers' mailboxes."""
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    return case


async def answer(
    desk: RecordsDesk, case: str, act: str, *, account: str = HOLDER, box: str = BOX
) -> tuple[int, dict[str, Any]]:
    body = WRONG if act == "refuse" else {}
    async with desk.client(account) as holder:
        said = await holder.post(f"/mailboxes/{box}/{case}/{act}", json=body)
    return said.status_code, said.json()


async def record_of(desk: RecordsDesk, case: str) -> dict[str, Any]:
    async with desk.client() as clerk:
        record: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
    return record


async def entry_of(desk: RecordsDesk, case: str) -> dict[str, Any]:
    return next(entry for entry in await desk.register() if entry["case"] == case)


async def test_what_arrived_is_acknowledged_once_and_shows_everywhere(
    desk: RecordsDesk, sent: str
) -> None:
    async with desk.client(HOLDER) as holder:
        lying = (await holder.get(f"/mailboxes/{BOX}")).json()["items"][0]
        assert (lying["case"], lying["receipt"]) == (sent, "arrived")
    status, item = await answer(desk, sent, "acknowledge")
    assert (status, item["receipt"]) == (200, "accepted")
    (given,) = (await record_of(desk, sent))["acknowledgements"]
    assert (given["mailbox"], given["receipt"], given["account"]) == (BOX, "accepted", HOLDER)
    entry = await entry_of(desk, sent)
    assert entry["receipts"] == [f"{BOX}, {vietnam_date(desk.now):%d/%m/%Y}"]
    assert (await desk.check())["whole"]


async def test_a_second_answer_is_told_who_gave_the_first_and_when(
    desk: RecordsDesk, sent: str
) -> None:
    await answer(desk, sent, "refuse")
    status, problem = await answer(desk, sent, "acknowledge")
    assert (status, problem["code"]) == (409, "already_answered")
    first = r"đã được .+ từ chối nhận lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}"
    assert re.search(first, problem["detail"])


async def test_of_two_answers_at_once_one_counts(desk: RecordsDesk, sent: str) -> None:
    answers = await asyncio.gather(
        *(answer(desk, sent, act) for act in ("acknowledge", "refuse", "acknowledge", "refuse"))
    )
    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    assert len((await record_of(desk, sent))["acknowledgements"]) == 1
    assert (await desk.check())["whole"]


async def test_only_the_mailboxs_holders_answer_and_only_for_what_lies_there(
    desk: RecordsDesk, sent: str
) -> None:
    status, problem = await answer(desk, sent, "acknowledge", account="van-thu")
    assert (status, problem["code"]) == (403, "not_your_mailbox")
    unsent = await desk.lay()
    status, problem = await answer(desk, unsent, "acknowledge")
    assert (status, problem["code"]) == (404, "not_in_mailbox")


async def test_a_refusal_needs_a_reason(desk: RecordsDesk, sent: str) -> None:
    async with desk.client(HOLDER) as holder:
        said = await holder.post(f"/mailboxes/{BOX}/{sent}/refuse", json={"reason": " "})
    assert said.status_code == 422
    assert (await record_of(desk, sent))["acknowledgements"] == []


async def test_what_was_refused_is_sent_to_another_mailbox_and_the_refusal_stays(
    desk: RecordsDesk, sent: str
) -> None:
    wanted = {"instead_of": BOX, "to": "VP"}
    async with desk.client() as clerk:
        early = await clerk.post(f"/dispatches/{sent}/send-again", json=wanted)
        assert (early.status_code, early.json()["code"]) == (409, "not_refused")
        assert "chưa từ chối" in early.json()["detail"]
        await answer(desk, sent, "refuse")
        there = await clerk.post(f"/dispatches/{sent}/send-again", json=wanted | {"to": "QLVH"})
        assert (there.status_code, there.json()["code"]) == (409, "already_delivered")
        nobody = await clerk.post(f"/dispatches/{sent}/send-again", json=wanted | {"to": "X"})
        assert (nobody.status_code, nobody.json()["code"]) == (422, "unknown_mailbox")
        assert "“X”" in nobody.json()["detail"]
        done = await clerk.post(f"/dispatches/{sent}/send-again", json=wanted)
        assert done.status_code == 200, done.text
    record = await record_of(desk, sent)
    more = record["deliveries"][-1]
    assert (more["mailboxes"], more["instead_of"], more["sent_by"]) == (["VP"], BOX, "van-thu")
    assert record["acknowledgements"][0]["reason"] == WRONG["reason"]
    note = (await entry_of(desk, sent))["note"]
    assert f"{BOX} từ chối nhận: {WRONG['reason']}" in note
    assert f"gửi VP thay {BOX}" in note
    status, item = await answer(desk, sent, "acknowledge", account="chuyen-vien-vp", box="VP")
    assert (status, item["receipt"]) == (200, "accepted")
    assert (await desk.check())["whole"]


async def test_only_a_clerk_sends_again_and_only_what_was_sent(
    desk: RecordsDesk, sent: str
) -> None:
    wanted = {"instead_of": BOX, "to": "VP"}
    async with desk.client(HOLDER) as head, desk.client() as clerk:
        refused = await head.post(f"/dispatches/{sent}/send-again", json=wanted)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_a_clerk")
        unsent = await desk.lay()
        early = await clerk.post(f"/dispatches/{unsent}/send-again", json=wanted)
        assert (early.status_code, early.json()["code"]) == (409, "not_sent")


async def test_after_all_these_answers_every_row_says_what_the_register_says(
    desk: RecordsDesk,
) -> None:
    assert await desk.faults() == []
