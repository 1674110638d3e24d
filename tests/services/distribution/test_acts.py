import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from services.distribution.operations import acts
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid, Stale
from tests.services.distribution.records_desk import RecordsDesk

REASON = {"reason": "Thiếu phụ lục kèm theo."}


async def test_only_a_clerk_issues_sends_back_and_voids(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client("giam-doc") as head:
        for path, body in (("issue", {}), ("send-back", REASON), ("void", REASON)):
            refused = await head.post(f"/dispatches/{case}/{path}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_a_clerk")
        closed = await head.get("/desk")
    assert (closed.status_code, closed.json()["code"]) == (403, "not_a_clerk")
    assert "Chỉ văn thư cơ quan mới được xem văn bản chờ phát hành" in closed.json()["detail"]
    assert "Hãy chuyển cho Văn thư Sở, chức danh Văn thư" in closed.json()["detail"]
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE


async def test_the_same_act_again_gets_the_same_number(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        first, again = [
            await clerk.post(
                f"/dispatches/{case}/issue", json={}, headers={"Idempotency-Key": "once"}
            )
            for _ in range(2)
        ]
        other = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert other.status_code == 409
    assert "đã được Văn thư Sở cấp số" in other.json()["detail"]
    assert first.json()["printed"] in other.json()["detail"]


async def test_a_sent_back_dispatch_keeps_its_signed_file_and_takes_the_next_round(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        returned = await clerk.post(f"/dispatches/{case}/send-back", json=REASON)
        assert returned.json() == {"case": case, "round": 1, "stage": "RETURNED"}
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 409
        assert await desk.bytes_of(desk.signed)
        assert (await desk.stands(case)).stage is Stage.RETURNED
        second = await desk.flow.open_issue(await desk.signed_round(case, 2))
        assert second.stage is Stage.TO_ISSUE
        assert (await desk.stands(case, 1)).stage is Stage.RETURNED
        issued = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert issued.status_code == 200
        record = await clerk.get(f"/dispatches/{case}")
    assert (record.json()["round"], record.json()["stage"]) == (2, "NUMBERED")


async def test_what_has_a_number_or_a_seal_is_undone_in_another_way_which_is_named(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    async with desk.client() as clerk:
        early = await clerk.post(f"/dispatches/{case}/send-back", json=REASON)
        await desk.flow.seal(desk.ref(case))
        late = await clerk.post(f"/dispatches/{case}/void", json=REASON)
    assert (early.status_code, late.status_code) == (409, 409)
    assert early.json()["detail"].endswith("Hãy hủy số trước, rồi trả lại.")
    assert late.json()["detail"].endswith("đính chính, thay thế hoặc thu hồi.")


async def test_a_voided_number_stays_in_the_register_and_is_never_given_again(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    voided = await desk.issue(case)
    async with desk.client() as clerk:
        answer = await clerk.post(f"/dispatches/{case}/void", json=REASON)
        assert answer.json()["stage"] == "TO_ISSUE"
        twice = await clerk.post(f"/dispatches/{case}/void", json=REASON)
        assert (twice.status_code, twice.json()["code"]) == (409, "cannot_void_number")
    assert (await desk.flow.seal(desk.ref(case))).stage is Stage.TO_ISSUE
    later = await desk.issue(case)
    assert int(later.split("/")[0]) == int(voided.split("/")[0]) + 1
    book = {entry["printed"]: entry for entry in await desk.register()}
    assert book[voided]["voided"]
    assert book[voided]["note"] == "Hủy số: Thiếu phụ lục kèm theo."
    assert book[later]["stage"] == "NUMBERED"
    assert (await desk.check())["whole"]


async def test_a_sealed_number_can_no_longer_be_voided(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{case}/issue", json={})
        await desk.flow.seal(desk.ref(case))
        refused = await clerk.post(f"/dispatches/{case}/void", json=REASON)
    assert refused.status_code == 409
    assert "đã có dấu của cơ quan" in refused.json()["detail"]


@pytest.mark.parametrize("reason", ["", "   ", "a\u0000b", "x" * 2001])
async def test_a_reason_must_be_there_and_be_plain_text(desk: RecordsDesk, reason: str) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        answer = await clerk.post(f"/dispatches/{case}/send-back", json={"reason": reason})
    assert answer.status_code == 422
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE


async def test_a_signature_that_is_not_valid_gets_no_number(desk: RecordsDesk) -> None:
    before = len(await desk.register())
    good, paper = desk.signed, await desk.bytes_of(desk.prepared)
    desk.signed = await desk.blob(paper)
    case = await desk.lay()
    desk.signed = good
    async with desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "signature_not_valid")
    assert "Không có chữ ký số của người có thẩm quyền." in refused.json()["detail"]
    assert len(await desk.register()) == before


async def test_a_file_that_nobody_looked_at_gets_no_number(desk: RecordsDesk) -> None:
    case = await desk.lay()
    looked_at = desk.looked_at(case)
    another_file = replace(looked_at, signed="0" * 64)
    another_person = replace(looked_at, certificate="0" * 64)
    for found in (None, another_file, another_person):
        async with desk.work() as (work, me):
            with pytest.raises(Stale):
                await acts.issue(work, me, case, found)
    async with desk.work() as (work, me):
        with pytest.raises(Invalid, match="Chữ ký hỏng"):
            await acts.issue(work, me, case, desk.looked_at(case, "Chữ ký hỏng."))


async def test_a_clock_that_went_back_gets_a_sentence_and_no_number(desk: RecordsDesk) -> None:
    before = await desk.lay()
    await desk.issue(before)
    case = await desk.lay()
    desk.office.clock.ahead -= timedelta(days=2)
    try:
        async with desk.client() as clerk:
            refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    finally:
        desk.office.clock.ahead += timedelta(days=2)
    assert refused.status_code in {409, 422}
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE


async def test_of_two_acts_at_once_one_wins_and_the_other_learns_who_did_what(
    desk: RecordsDesk,
) -> None:
    for _ in range(10):
        case = await desk.lay()
        async with desk.client() as one, desk.client() as two:
            answers = await asyncio.gather(
                one.post(f"/dispatches/{case}/issue", json={}),
                two.post(f"/dispatches/{case}/send-back", json=REASON),
            )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        (refused,) = (answer.json() for answer in answers if answer.status_code == 409)
        assert "Văn bản đã được Văn thư Sở" in refused["detail"]
        assert "lúc" in refused["detail"]
    assert (await desk.check())["whole"]


async def test_every_refusal_says_who_did_what_and_when(desk: RecordsDesk) -> None:
    at = r"lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}"
    case = await desk.lay()
    assert re.search(f"do Dương Minh Tuệ ký {at}", await refused(desk, case, "void"))
    first = await desk.issue(case)
    numbered = f"Văn bản đã được Văn thư Sở cấp số {first} {at}"
    assert re.search(numbered, await refused(desk, case, "send-back"))
    async with desk.client() as clerk:
        unsealed = (await clerk.get(f"/dispatches/{case}/pdf")).json()
        assert re.search(numbered, unsealed["detail"])
        await clerk.post(f"/dispatches/{case}/void", json=REASON)
    voided = await refused(desk, case, "void")
    assert re.search(f"Số {first} của văn bản đã được Văn thư Sở hủy {at}", voided)
    second = await desk.issue(case)
    await desk.send_out(case)
    sealed = f"Văn thư Sở cấp số {second} {at}, đã có dấu của cơ quan {at}"
    for act in ("issue", "send-back", "void"):
        assert re.search(sealed, await refused(desk, case, act))
    back = await desk.lay()
    async with desk.client() as clerk:
        await clerk.post(f"/dispatches/{back}/send-back", json=REASON)
    assert re.search(f"đã được Văn thư Sở trả lại {at}", await refused(desk, back, "issue"))


async def refused(desk: RecordsDesk, case: str, act: str) -> str:
    async with desk.client() as clerk:
        answer = await clerk.post(
            f"/dispatches/{case}/{act}", json={} if act == "issue" else REASON
        )
    assert answer.status_code == 409, answer.text
    return str(answer.json()["detail"])
