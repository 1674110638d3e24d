"""An issued dispatch is called back: frozen, told to everybody, answered once by each mailbox."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.distribution.activities import Recalls
from shared.contracts.recall import RecallRef
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, content_of

HEAD, CLERK = "giam-doc", "van-thu"
ORDER = {
    "ordered_by": HEAD,
    "paper": "Quyết định số 12/QĐ-SVHTTDL ngày 24/11/2026",
    "reason": "Ban hành sai thẩm quyền.",
}
CANCELLED = {"answer": "cancelled"}
KEPT = {"answer": "refused", "reason": "Đã thi hành xong."}
LATER = timedelta(days=7)


@pytest.fixture
async def sent(desk: RecordsDesk) -> str:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    return case


async def post(
    desk: RecordsDesk, path: str, body: dict[str, Any], account: str = CLERK
) -> tuple[int, dict[str, Any]]:
    async with desk.client(account) as client:
        said = await client.post(path, json=body)
    return said.status_code, said.json()


async def recall(
    desk: RecordsDesk, case: str, account: str = CLERK, **changed: str
) -> tuple[int, dict[str, Any]]:
    return await post(desk, f"/dispatches/{case}/recall", ORDER | changed, account)


async def answer(
    desk: RecordsDesk, case: str, body: dict[str, Any], box: str = HEAD, account: str = HEAD
) -> tuple[int, dict[str, Any]]:
    return await post(desk, f"/mailboxes/{box}/{case}/recall-answer", body, account)


async def record_of(desk: RecordsDesk, case: str) -> dict[str, Any]:
    async with desk.client() as clerk:
        record: dict[str, Any] = (await clerk.get(f"/dispatches/{case}")).json()
    return record


async def test_a_recall_freezes_the_dispatch_keeps_its_number_and_deletes_nothing(
    desk: RecordsDesk, sent: str
) -> None:
    before = await record_of(desk, sent)
    status, made = await recall(desk, sent)
    assert (status, made["over"], len(made["waiting"])) == (200, False, 10)
    after = await record_of(desk, sent)
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed == {"recall", "ways_back"}
    assert after["ways_back"] == ["recalled"]
    assert (after["recall"]["ordered_by"], after["recall"]["account"]) == (HEAD, CLERK)
    frozen = r"đã được Văn thư Sở thu hồi lúc \d\d:\d\d ngày .+ theo quyết định của "
    for path, body, account in (
        (f"/dispatches/{sent}/recall", ORDER, CLERK),
        (f"/dispatches/{sent}/issue", {}, CLERK),
        (f"/dispatches/{sent}/send-back", {"reason": "Sai."}, CLERK),
        (f"/dispatches/{sent}/void", {"reason": "Sai."}, CLERK),
        (f"/dispatches/{sent}/send-again", {"instead_of": "QLVH", "to": "VP"}, CLERK),
        (f"/mailboxes/{HEAD}/{sent}/acknowledge", {}, HEAD),
        (f"/mailboxes/{HEAD}/{sent}/refuse", {"reason": "Nhầm."}, HEAD),
    ):
        status, problem = await post(desk, path, body, account)
        assert (status, problem["code"]) == (409, "recalled"), path
        assert re.search(frozen, problem["detail"]), path
    other = await desk.lay()
    assert int((await desk.issue(other)).split("/")[0]) > int(before["number"].split("/")[0])
    assert (await desk.check())["whole"]


async def test_every_mailbox_has_the_recall_and_may_still_read_the_file(
    desk: RecordsDesk, sent: str
) -> None:
    await recall(desk, sent)
    async with desk.client(HEAD) as holder:
        lying = (await holder.get(f"/mailboxes/{HEAD}")).json()["items"][0]
        assert (lying["case"], lying["recall"]["reason"]) == (sent, ORDER["reason"])
        assert lying["recall"]["answer"] is None
        read = await holder.get(f"/mailboxes/{HEAD}/{sent}/pdf")
        assert read.status_code == 200
        headers = {"Content-Type": "application/pdf"}
        checked = await holder.post("/verify", content=read.content, headers=headers)
    assert checked.json()["ways_back"] == ["recalled"]


async def test_each_mailbox_answers_once_and_a_refusal_needs_a_reason(
    desk: RecordsDesk, sent: str
) -> None:
    early, problem = await answer(desk, sent, CANCELLED)
    assert (early, problem["code"]) == (409, "not_recalled")
    await recall(desk, sent)
    status, problem = await answer(desk, sent, {"answer": "refused", "reason": " "})
    assert (status, problem["code"]) == (422, "reason_missing")
    status, item = await answer(desk, sent, KEPT)
    assert (status, item["recall"]["answer"]) == (200, "refused")
    status, problem = await answer(desk, sent, CANCELLED)
    assert (status, problem["code"]) == (409, "already_answered")
    assert re.search(r"không đồng ý thu hồi\) lúc \d\d:\d\d", problem["detail"])
    made = (await record_of(desk, sent))["recall"]
    assert HEAD not in made["waiting"]
    assert [one["reason"] for one in made["replies"]] == [KEPT["reason"]]
    note = next(one["note"] for one in await desk.register() if one["case"] == sent)
    assert "thu hồi theo quyết định của" in note
    assert f"{HEAD} không đồng ý thu hồi: {KEPT['reason']}" in note
    assert (await desk.check())["whole"]


async def test_who_refused_the_dispatch_has_nothing_to_cancel(desk: RecordsDesk, sent: str) -> None:
    await post(desk, f"/mailboxes/{HEAD}/{sent}/refuse", {"reason": "Nhầm."}, HEAD)
    _, made = await recall(desk, sent)
    assert HEAD not in made["waiting"]
    status, problem = await answer(desk, sent, CANCELLED)
    assert (status, problem["code"]) == (409, "nothing_to_cancel")


async def test_only_who_may_decides_on_a_recall_and_only_a_clerk_carries_it_out(
    desk: RecordsDesk, sent: str
) -> None:
    status, problem = await recall(desk, sent, account=HEAD)
    assert (status, problem["code"]) == (403, "not_a_clerk")
    status, problem = await recall(desk, sent, ordered_by="chanh-van-phong")
    assert (status, problem["code"]) == (403, "may_not_order_recall")
    assert "người ký Dương Minh Tuệ" in problem["detail"]
    status, problem = await recall(desk, sent, ordered_by="nobody")
    assert (status, problem["code"]) == (404, "unknown_account")
    status, _ = await recall(desk, sent, ordered_by="duong-minh-tue")
    assert status == 200


async def test_a_post_that_the_agencys_file_names_decides_too(desk: RecordsDesk, sent: str) -> None:
    content = content_of(LANG_SON)
    permitted = content["permissions"] | {"recall": ["chanh-van-phong"]}
    await desk.office.load("distribution", content | {"permissions": permitted})
    try:
        status, _ = await recall(desk, sent, ordered_by="chanh-van-phong")
    finally:
        await desk.office.load("distribution", content)
    assert status == 200


@pytest.mark.parametrize("empty", ["paper", "reason"])
async def test_a_recall_names_its_paper_and_its_reason(
    desk: RecordsDesk, sent: str, empty: str
) -> None:
    status, _ = await recall(desk, sent, **{empty: "  "})
    assert status == 422
    assert (await record_of(desk, sent))["recall"] is None


async def test_what_was_not_sent_cannot_be_recalled(desk: RecordsDesk) -> None:
    case = await desk.lay()
    status, problem = await recall(desk, case)
    assert (status, problem["code"]) == (409, "not_sent")
    assert "hãy trả lại người soạn thảo" in problem["detail"]
    await desk.issue(case)
    status, problem = await recall(desk, case)
    assert (status, problem["code"]) == (409, "not_sent")
    assert "hãy hủy số rồi trả lại" in problem["detail"]


async def test_a_recall_and_an_acknowledgement_at_once_come_one_after_the_other(
    desk: RecordsDesk,
) -> None:
    for _ in range(5):
        case = await desk.lay()
        await desk.issue(case)
        await desk.send_out(case)
        (called, _), (received, problem) = await asyncio.gather(
            recall(desk, case), post(desk, f"/mailboxes/{HEAD}/{case}/acknowledge", {}, HEAD)
        )
        assert called == 200
        assert received == 200 or problem["code"] == "recalled"
        record = await record_of(desk, case)
        assert len(record["acknowledgements"]) == (received == 200)
        assert HEAD in record["recall"]["waiting"]
    assert (await desk.check())["whole"]


async def test_of_two_answers_to_a_recall_at_once_one_counts(desk: RecordsDesk, sent: str) -> None:
    await recall(desk, sent)
    answers = await asyncio.gather(*(answer(desk, sent, body) for body in (CANCELLED, KEPT)))
    assert sorted(status for status, _ in answers) == [200, 409]


async def test_a_clerk_ends_the_waiting_and_a_late_answer_is_still_kept(
    desk: RecordsDesk, sent: str
) -> None:
    await recall(desk, sent)
    why = {"reason": "Nơi nhận đã giải thể."}
    status, problem = await post(desk, f"/dispatches/{sent}/recall/close", why, HEAD)
    assert (status, problem["code"]) == (403, "not_a_clerk")
    status, made = await post(desk, f"/dispatches/{sent}/recall/close", why)
    assert (status, made["over"], made["closing"]["reason"]) == (200, True, why["reason"])
    status, problem = await post(desk, f"/dispatches/{sent}/recall/close", why)
    assert (status, problem["code"]) == (409, "recall_over")
    assert "đã được Văn thư Sở kết thúc lúc" in problem["detail"]
    status, _ = await answer(desk, sent, CANCELLED)
    assert status == 200
    status, problem = await post(desk, f"/mailboxes/{HEAD}/{sent}/acknowledge", {}, HEAD)
    assert (status, problem["code"]) == (409, "recalled")


# What the flow asks


def flow_side(desk: RecordsDesk) -> Recalls:
    return Recalls(desk.process.database)


async def test_asking_hands_over_what_was_recorded_until_then(desk: RecordsDesk, sent: str) -> None:
    await recall(desk, sent)
    flow = flow_side(desk)
    stands = await flow.open_recall(RecallRef(case=sent, at=desk.now))
    assert (stands.agency, stands.asked, len(stands.waiting)) == ("SVHTTDL", 10, 10)
    await answer(desk, sent, KEPT)
    again = await flow.open_recall(RecallRef(case=sent, at=desk.now))
    assert (len(again.waiting), again.refused) == (9, 1)


async def test_who_is_late_is_reminded_once_for_each_deadline(desk: RecordsDesk, sent: str) -> None:
    _, made = await recall(desk, sent)
    flow, due_at = flow_side(desk), datetime.fromisoformat(made["due_at"])
    early = await flow.remind_recall(RecallRef(case=sent, at=due_at - timedelta(seconds=1)))
    assert early.reminders == 0
    await answer(desk, sent, CANCELLED)
    for _ in range(2):
        late = await flow.remind_recall(RecallRef(case=sent, at=due_at))
        assert (late.reminders, late.due_at > due_at) == (1, True)
    async with desk.client("chuyen-vien-qlvh") as holder:
        lying = (await holder.get("/mailboxes/QLVH")).json()["items"][0]
    assert (lying["case"], lying["recall"]["reminders"]) == (sent, 1)
    async with desk.client(HEAD) as holder:
        lying = (await holder.get(f"/mailboxes/{HEAD}")).json()["items"][0]
    assert lying["recall"]["reminders"] == 0
    later = await flow.remind_recall(RecallRef(case=sent, at=late.due_at + LATER))
    assert later.reminders == 2


async def test_a_recall_that_is_over_reminds_nobody(desk: RecordsDesk, sent: str) -> None:
    _, made = await recall(desk, sent)
    await post(desk, f"/dispatches/{sent}/recall/close", {"reason": "Xong."})
    late = RecallRef(case=sent, at=datetime.fromisoformat(made["due_at"]) + LATER)
    stands = await flow_side(desk).remind_recall(late)
    assert (stands.closed, stands.reminders) == (True, 0)


async def test_after_all_these_recalls_every_row_says_what_the_register_says(
    desk: RecordsDesk,
) -> None:
    assert await desk.faults() == []
