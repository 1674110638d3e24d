"""A real signature is the signer's second act: with a token, a service, or a device of his own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.approval import operations
from services.approval.routes.devices import devices_of
from services.approval.signing_keys import Secret
from shared.contracts.approval import Review, TurnRef
from shared.document.sign import fill_and_seal, sign_by_person
from tests.services.approval.conftest import (
    DEPUTY,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.services.approval.signing_desk import Desk, signing_desk
from tests.support.devices import PASSWORD, KeyPair, key_pair
from tests.support.moods import Mood
from tests.support.signing_service import OTP
from tests.support.signing_service import PIN as REMOTE_PIN
from tests.support.token import PIN
from tests.support.waiting import until


@pytest.fixture(scope="module")
async def desk(approval: Approval, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with signing_desk(approval, tmp_path_factory.mktemp("devices")) as opened:
        yield opened


@pytest.fixture
async def token_desk(desk: Desk) -> Desk:
    """The deputy has a token of his own, and its certificate is the one that counts."""
    await desk.with_token(f"thẻ {len(list((desk.hsm.folder / 'tokens').iterdir()))}")
    return desk


async def test_after_deciding_the_signer_signs_with_a_token(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    waiting = await round_.sign()
    assert waiting.review is Review.SIGNING
    assert waiting.open
    assert waiting.open.second_act
    done = await token_desk.sign(round_, pin=PIN)
    assert done.status_code == 200, done.text
    assert done.json()["stage"] == "TO_ISSUE"
    (kept,) = await token_desk.signatures(round_)
    assert kept["fingerprint"] == done.json()["certificate"]
    after = await round_.open_step()
    assert after.file
    assert after.file.signed == kept["signed"]
    (event,) = [e for e in await token_desk.approval.events(round_.case) if e["act"] == "sign"]
    assert (event["account"], event["object"]) == (DEPUTY, kept["signed"])
    assert event["details"]["how"] == "token"


async def test_a_signature_by_a_second_act_wakes_the_flow(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    await round_.open_step()
    await token_desk.sign(round_, pin=PIN)
    (news,) = list(await token_desk.approval.rows("changes", round_.case))
    assert (news["kind"], news["handed_over_at"]) == ("sign", None)


async def test_a_wrong_pin_is_told_and_the_next_try_signs(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    wrong = await token_desk.sign(round_, pin="000000")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "pin_wrong")
    assert "Sai mã PIN" in wrong.json()["detail"]
    assert "Còn ít lần thử" in wrong.json()["detail"]
    assert await token_desk.signatures(round_) == []
    assert (await token_desk.sign(round_, pin=PIN)).status_code == 200


async def test_no_pin_is_kept_anywhere(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    deputy = await token_desk.approval.person(DEPUTY)
    address = f"/tasks/{await round_.task()}/signature"
    key = {"Idempotency-Key": "one-signature"}
    first = await deputy.post(address, json={"pin": PIN}, headers=key)
    again = await deputy.post(address, json={"pin": "something else"}, headers=key)
    assert first.status_code == 200, first.text
    assert again.json() == first.json()  # so the act was remembered without its PIN
    assert len(await token_desk.signatures(round_)) == 1


async def test_a_token_that_is_not_there_is_told_and_signs_when_it_is_back(desk: Desk) -> None:
    pair = key_pair(desk.approval.office.keys)
    await desk.register(pair, "token", token="thẻ đến sau")
    round_ = await desk.decided()
    gone = await desk.sign(round_, pin=PIN)
    assert (gone.status_code, gone.json()["code"]) == (503, "device_gone")
    assert "Không tìm thấy thiết bị ký" in gone.json()["detail"]
    desk.hsm.add("thẻ đến sau", pair.pkcs12, PASSWORD)
    assert (await desk.sign(round_, pin=PIN)).status_code == 200


async def test_a_token_that_hangs_holds_up_nobody_else(token_desk: Desk) -> None:
    process = token_desk.approval.office.process("approval")
    before, process.devices = process.devices, replace(process.devices, within=3)
    round_, other = await token_desk.decided(), await token_desk.approval.reach("signature")
    try:
        with token_desk.hsm.hanging() as asked:
            waiting = asyncio.create_task(token_desk.sign(round_, pin=PIN))
            await until(asked)
            cancelled = await other.decide(DEPUTY, "return", comment="Sửa câu cuối")
            beside = await round_.cancel(HEAD)
            assert not waiting.done()
            silent = await waiting
    finally:
        process.devices = before
    assert cancelled.status_code == beside.status_code == 200
    assert (silent.status_code, silent.json()["code"]) == (503, "device_silent")
    assert "không trả lời trong 3 giây" in silent.json()["detail"]
    assert await token_desk.signatures(round_) == []


async def test_only_who_decided_signs(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    for account in (HEAD, SECOND_DEPUTY, HEAD_OF_OFFICE):
        refused = await token_desk.sign(round_, account, pin=PIN)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_signer")


async def test_nothing_is_signed_before_it_was_decided(token_desk: Desk) -> None:
    round_ = await token_desk.approval.reach("signature")
    refused = await token_desk.sign(round_, pin=PIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_signing")


async def test_a_cancelled_signing_is_signed_only_after_deciding_again(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    assert (await round_.cancel(DEPUTY)).status_code == 200
    refused = await token_desk.sign(round_, pin=PIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "signing_cancelled")
    await round_.open_step()
    await round_.prepare()
    assert (await round_.decide_to_sign()).status_code == 200
    assert (await token_desk.sign(round_, pin=PIN)).status_code == 200
    assert (await token_desk.sign(round_, pin=PIN)).json()["code"] == "already_signed"


async def test_of_two_signatures_made_at_once_one_is_kept(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    answers = await asyncio.gather(*(token_desk.sign(round_, pin=PIN) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    others = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert others <= {"already_signed", "device_busy"}
    assert len(await token_desk.signatures(round_)) == 1


async def test_a_certificate_that_ends_before_the_signature_signs_no_more(desk: Desk) -> None:
    await desk.with_token("thẻ sắp hết hạn", days=2)
    round_ = await desk.decided()
    desk.approval.office.clock.ahead = timedelta(days=3)
    try:
        refused = await desk.sign(round_, pin=PIN)
        assert (refused.status_code, refused.json()["code"]) == (409, "certificate_not_valid")
        assert "hủy quyết định ký" in refused.json()["detail"]
        assert (await round_.cancel(DEPUTY)).status_code == 200
        await desk.with_token("thẻ mới")
        await round_.open_step()
        await round_.prepare()
        assert (await round_.decide_to_sign()).status_code == 200
        assert (await desk.sign(round_, pin=PIN)).status_code == 200
    finally:
        desk.approval.office.clock.ahead = timedelta()


async def test_a_revoked_certificate_signs_no_more(desk: Desk) -> None:
    made = await desk.with_token("thẻ bị mất")
    round_ = await desk.decided()
    clerk = await desk.approval.person(HEAD_OF_OFFICE)
    gone = await clerk.post(f"/certificates/{made['id']}/revoke", json={"reason": "Mất thẻ"})
    assert gone.json()["revoked_by"] == HEAD_OF_OFFICE
    refused = await desk.sign(round_, pin=PIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_revoked")


async def test_the_signing_has_the_deadline_of_its_step(token_desk: Desk) -> None:
    round_ = await token_desk.decided()
    opened = (await round_.open_step()).open
    assert opened
    assert opened.wake_at
    late = TurnRef(case=round_.case, round=1, step=opened.step, turn=opened.turn, at=opened.due_at)
    marked = await token_desk.approval.activities().mark_overdue(late)
    assert marked.open
    assert marked.open.overdue
    told = await token_desk.approval.rows("notices", round_.case)
    assert {n["recipient"] for n in told if n["kind"] == "overdue"} == {DEPUTY}
    assert (await token_desk.sign(round_, pin=PIN)).status_code == 200


async def test_a_signing_service_signs_with_pin_and_otp(desk: Desk) -> None:
    pair = key_pair(desk.approval.office.keys)
    desk.remote.add("pgd-2026", pair.pkcs12, PASSWORD)
    await desk.register(None, "remote", credential="pgd-2026")
    round_ = await desk.decided()
    deputy = await desk.approval.person(DEPUTY)
    sent = await deputy.post(f"/tasks/{await round_.task()}/signature/otp")
    assert (sent.status_code, desk.remote.otps) == (200, 1)
    wrong = await desk.sign(round_, pin=REMOTE_PIN, otp="000000")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "otp_wrong")
    desk.remote.mood = Mood.BUSY
    away = await desk.sign(round_, pin=REMOTE_PIN, otp=OTP)
    desk.remote.mood = Mood.ACCEPTS
    assert (away.status_code, away.json()["code"]) == (503, "device_gone")
    done = await desk.sign(round_, pin=REMOTE_PIN, otp=OTP)
    assert done.status_code == 200, done.text
    assert len(await desk.signatures(round_)) == 1


async def own_device(desk: Desk) -> tuple[KeyPair, Submitted]:
    pair = key_pair(desk.approval.office.keys)
    await desk.register(pair, "own_device")
    return pair, await desk.decided()


async def test_a_file_signed_elsewhere_is_taken(desk: Desk) -> None:
    pair, round_ = await own_device(desk)
    by_pin = await desk.sign(round_, pin=PIN)
    assert (by_pin.status_code, by_pin.json()["code"]) == (409, "no_device_here")
    done = await desk.send(round_, await desk.signed_elsewhere(round_, pair))
    assert done.status_code == 200, done.text
    assert (await round_.open_step()).review is Review.SIGNED
    twice = await desk.send(round_, await desk.signed_elsewhere(round_, pair))
    assert (twice.status_code, twice.json()["code"]) == (409, "already_signed")


async def refused_file(desk: Desk, round_: Submitted, pdf: bytes) -> str:
    refused = await desk.send(round_, pdf)
    assert refused.status_code == 422, refused.text
    assert await desk.signatures(round_) == []
    return str(refused.json()["detail"])


async def test_a_file_that_is_not_the_prepared_one_is_refused(desk: Desk) -> None:
    pair, other = await own_device(desk)
    text = replace(other.frozen.text, subject="một văn bản khác")
    different = await desk.approval.reach("signature", text=text)
    assert (await different.decide_to_sign()).status_code == 200
    signed = await desk.signed_elsewhere(different, pair)
    assert "không phải" in await refused_file(desk, other, signed)


async def test_a_file_signed_by_somebody_else_is_refused(desk: Desk) -> None:
    _, round_ = await own_device(desk)
    stranger = key_pair(desk.approval.office.keys, "Người khác")
    await refused_file(desk, round_, await desk.signed_elsewhere(round_, stranger))


async def test_a_file_that_is_not_signed_or_no_pdf_is_refused(desk: Desk) -> None:
    _, round_ = await own_device(desk)
    await refused_file(desk, round_, await desk.prepared(round_))
    await refused_file(desk, round_, b"not a PDF")
    await refused_file(desk, round_, b"")


async def test_a_file_changed_after_its_signature_is_refused(desk: Desk) -> None:
    pair, round_ = await own_device(desk)
    signed = await desk.signed_elsewhere(round_, pair)
    await refused_file(desk, round_, signed + signed[len(await desk.prepared(round_)) :])
    await refused_file(desk, round_, signed[:-30])


async def test_a_file_that_is_signed_twice_is_refused(desk: Desk) -> None:
    pair, round_ = await own_device(desk)
    once = await desk.signed_elsewhere(round_, pair)
    at = desk.approval.now().replace(microsecond=0)
    twice = await fill_and_seal(
        once,
        pair.key,
        None,
        number_line="Số: 01/SVHTTDL-VP",
        date_line="Lạng Sơn, ngày 28 tháng 11 năm 2026",
        at=at,
    )
    await refused_file(desk, round_, twice)


async def test_a_crash_after_the_device_answered_costs_that_signature_alone(
    token_desk: Desk,
) -> None:
    round_ = await token_desk.decided()
    process = token_desk.approval.office.process("approval")
    devices = devices_of(process)
    async with process.database.work("crashes") as work:
        me = await work.organisations.person(work.db, DEPUTY)
        wanted = await operations.second_act(work, me, await round_.task())
    assert wanted
    secret, blobs = Secret(pin=PIN), process.database.blobs
    made = await operations.sign_with_device(blobs, devices, wanted, secret)
    assert await token_desk.signatures(round_) == []  # the process died here
    done = await token_desk.sign(round_, pin=PIN)
    assert done.status_code == 200, done.text
    (kept,) = await token_desk.signatures(round_)
    assert kept["signed"] != made.signed


async def test_a_file_signed_before_it_was_decided_is_refused(desk: Desk) -> None:
    pair, round_ = await own_device(desk)
    prepared = await desk.prepared(round_)
    at = desk.approval.now().replace(microsecond=0) + timedelta(hours=1)
    early = await sign_by_person(prepared, pair.key, None, reason="Ký", at=at)
    assert "chỉnh giờ" in await refused_file(desk, round_, early)
