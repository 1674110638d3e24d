"""The signature: which PDF, for whom, with which key, and taken back while there is time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from services.approval.domain.certificates import Certificate
from services.approval.signing_keys import Signed, SoftKeys
from shared.contracts.approval import Review, TurnRef
from shared.domain.refusals import WrongMoment
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
)
from tests.support.office import LANG_SON, content_of


@contextmanager
def without(file: Path) -> Iterator[None]:
    aside = file.with_suffix(".aside")
    file.rename(aside)
    try:
        yield
    finally:
        aside.rename(file)


async def test_the_prepared_pdf_is_made_for_the_named_signer_as_deputy(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    (made,) = await approval.rows("prepared", round_.case)
    assert made["account"] == DEPUTY
    assert made["lines"] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert made["ground"] == "ND30 Đ.13.1, PL1 II.7.a"


async def test_the_head_signs_without_a_mark(approval: Approval) -> None:
    round_ = await approval.reach("signature", signer=HEAD)
    made = (await round_.decide_to_sign(HEAD)).json()
    assert made["signing_lines"] == ["GIÁM ĐỐC"]
    assert (await round_.sign()).review is Review.SIGNED


@pytest.mark.parametrize("named", [{"signer": "nobody"}, {"drafter": DEPUTY}, {"signer": FORM}])
async def test_a_named_signer_who_may_not_sign_gives_way_to_the_first_who_may(
    approval: Approval, named: dict[str, str]
) -> None:
    round_ = await approval.reach("signature", **named)
    (made,) = await approval.rows("prepared", round_.case)
    assert made["account"] == HEAD


async def test_where_nobody_may_sign_the_work_says_so(approval: Approval) -> None:
    round_ = await approval.submit(
        "UBNDX-2026-000007",
        unit="VPX",
        drafter="xa-truong",
        submitter="xa-soan-thao",
        signer="xa-truong",
    )
    await round_.open_step()
    await round_.approve("xa-bo-phan")
    await round_.open_step()
    await round_.approve("xa-kiem-tra")
    nobody = await round_.open_in_vain()
    turn = TurnRef(case=round_.case, round=1, step=3, turn=1, at=approval.now())
    opened = (await approval.activities().prepare(turn)).open
    assert opened
    assert (opened.prepared, opened.nobody) == (False, nobody)


async def test_another_signer_gets_a_pdf_of_their_own_and_the_earlier_is_stale(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    task, earlier = await round_.task(), await round_.prepared()
    head = await approval.person(HEAD)
    made = await head.post(f"/tasks/{task}/prepared")
    assert made.status_code == 200, made.text
    assert (made.json()["account"], made.json()["signing_lines"]) == (HEAD, ["GIÁM ĐỐC"])
    stale = await round_.decide(DEPUTY, "approve", prepared=earlier)
    assert (stale.status_code, stale.json()["code"]) == (412, "prepared_stale")
    assert "Giám đốc Sở (Giám đốc)" in stale.json()["detail"]
    for_other = await round_.decide(DEPUTY, "approve", prepared=made.json()["prepared"])
    assert (for_other.status_code, for_other.json()["code"]) == (412, "prepared_for_other")
    assert (await round_.decide_to_sign(HEAD)).status_code == 200


async def test_a_pdf_made_twice_for_one_person_is_one(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    deputy = await approval.person(DEPUTY)
    address = f"/tasks/{await round_.task()}/prepared"
    first, again = await deputy.post(address), await deputy.post(address)
    assert first.json() == again.json()
    assert first.json()["prepared"] == await round_.prepared()
    assert len(await approval.rows("prepared", round_.case)) == 1
    other = await approval.person(HEAD)
    assert (await other.post(address)).status_code == 200
    assert await round_.prepared() != first.json()["prepared"]
    back = await deputy.post(address)
    assert back.json()["prepared"] == await round_.prepared()
    assert back.json()["prepared"] != first.json()["prepared"]  # each carries its own check code
    assert (await round_.decide_to_sign(DEPUTY)).status_code == 200


async def test_only_a_signature_step_has_a_prepared_pdf(approval: Approval) -> None:
    round_ = await approval.reach("content_check")
    person = await approval.person(HEAD_OF_OFFICE)
    refused = await person.post(f"/tasks/{await round_.task()}/prepared")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_signature_step")
    stranger = await approval.person(FORM)
    refused = await stranger.post(f"/tasks/{await round_.task()}/prepared")
    assert refused.json()["code"] == "not_candidate"


async def test_signing_is_decided_on_a_pdf_that_was_seen(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    blind = await round_.decide(DEPUTY, "approve")
    assert (blind.status_code, blind.json()["code"]) == (422, "prepared_needed")
    wrong = await round_.decide(DEPUTY, "approve", prepared="0" * 64)
    assert (wrong.status_code, wrong.json()["code"]) == (412, "prepared_stale")


async def test_before_there_is_a_pdf_a_signer_may_only_return_or_reject(
    approval: Approval,
) -> None:
    round_ = await approval.reach("office_review")
    await round_.approve(FORM)
    await round_.open_step()
    early = await round_.decide(DEPUTY, "approve", prepared="0" * 64)
    assert (early.status_code, early.json()["code"]) == (409, "not_prepared")
    assert (await round_.decide(DEPUTY, "reject", comment="Không ban hành")).status_code == 200


async def test_a_signer_whose_post_changed_sees_a_new_pdf_first(at_rest: Approval) -> None:
    round_ = await at_rest.reach("signature")
    content = content_of(LANG_SON)
    for account in content["accounts"]:
        if account["id"] in {DEPUTY, HEAD}:
            account["posts"] = ["giam-doc" if account["id"] == DEPUTY else "pho-giam-doc"]
            account.pop("fields", None)
    await at_rest.office.load("approval", content)
    outdated = await round_.decide_to_sign()
    assert (outdated.status_code, outdated.json()["code"]) == (412, "prepared_outdated")
    deputy = await at_rest.person(DEPUTY)
    await deputy.post(f"/tasks/{await round_.task()}/prepared")
    made = await round_.decide_to_sign()
    assert made.json()["signing_lines"] == ["GIÁM ĐỐC"]


async def test_soft_keys_are_refused_where_the_agency_does_not_allow_them(
    at_rest: Approval,
) -> None:
    round_ = await at_rest.reach("signature")
    await at_rest.office.load("approval", content_of(LANG_SON) | {"test_keys": "false"})
    refused = await round_.decide_to_sign()
    assert (refused.status_code, refused.json()["code"]) == (403, "soft_key_forbidden")


async def test_a_certificate_must_be_valid_at_the_decision(at_rest: Approval) -> None:
    round_ = await at_rest.reach("signature")
    for ahead in (timedelta(days=366), timedelta(days=-1)):
        at_rest.office.clock.ahead = ahead
        refused = await round_.decide_to_sign()
        assert (refused.status_code, refused.json()["code"]) == (409, "certificate_not_valid")
        told = {error["field"] for error in refused.json()["errors"]}
        assert told == {"valid_from", "valid_until"}
    at_rest.office.clock.ahead = timedelta()
    assert (await round_.decide_to_sign()).status_code == 200
    at_rest.office.clock.ahead = timedelta(days=366)
    assert (await round_.sign()).review is Review.SIGNED  # decided while it was valid


async def test_without_a_key_nobody_decides_to_sign(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    with without(approval.office.keys / "people" / f"{DEPUTY}.p12"):
        refused = await round_.decide_to_sign()
    assert (refused.status_code, refused.json()["code"]) == (409, "no_certificate")


async def test_a_key_that_does_not_open_is_told_after_everything_else(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    password = approval.office.keys / "password"
    with without(password):
        password.write_text("wrong")
        refused = await round_.decide_to_sign()
        earlier = await round_.decide(FORM, "approve", prepared=await round_.prepared())
        password.unlink()
    assert (refused.status_code, refused.json()["code"]) == (422, "key_not_opened")
    assert earlier.json()["code"] == "not_candidate"


async def test_a_key_folder_that_can_not_be_read_is_told_and_not_retried(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    password = approval.office.keys / "password"
    with without(password):
        password.write_bytes(b"\xff\xfe")
        refused = await round_.decide_to_sign()
        password.unlink()
    assert (refused.status_code, refused.json()["code"]) == (409, "key_not_readable")


@pytest.mark.parametrize("account", ["../agency/SVHTTDL", "..", ".", "", "a/b", "nobody"])
async def test_an_accounts_name_never_leads_out_of_the_folder_of_keys(
    approval: Approval, account: str
) -> None:
    assert await SoftKeys(approval.office.keys).certificate(account) is None
    assert await SoftKeys(None).certificate(DEPUTY) is None


async def test_the_signature_states_the_time_of_the_decision(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    decided = datetime.fromisoformat((await round_.decide_to_sign()).json()["at"])
    file = (await round_.sign()).file
    assert file is not None
    assert file.signed_at == decided.replace(microsecond=0)
    data = await approval.office.process("approval").database.blobs.get("SVHTTDL", file.signed)
    with pikepdf.open(BytesIO(data)) as pdf:
        (signature,) = (f.V for f in pdf.Root.AcroForm.Fields if f.FT == "/Sig" and "/V" in f)
    assert str(signature.M).startswith(f"D:{decided + timedelta(hours=7):%Y%m%d%H%M%S}")


async def test_the_signer_takes_the_decision_back_and_decides_again(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    cancelled = await round_.cancel(DEPUTY)
    assert cancelled.status_code == 200, cancelled.text
    assert cancelled.json()["stage"] == "UNDER_REVIEW"
    again = await round_.open_step()
    assert again.open is not None
    assert (again.open.turn, again.open.prepared) == (2, False)
    await round_.prepare()
    assert (await round_.decide_to_sign()).status_code == 200
    assert (await round_.sign()).review is Review.SIGNED
    late = await round_.cancel(DEPUTY)
    assert (late.status_code, late.json()["code"]) == (409, "already_signed")


async def test_the_head_takes_a_deputys_decision_back_others_do_not(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    task = await round_.task()
    none_yet = await round_.cancel(HEAD)
    assert (none_yet.status_code, none_yet.json()["code"]) == (409, "no_signing")
    await round_.decide_to_sign()
    for account in (SECOND_DEPUTY, HEAD_OF_OFFICE, FORM):
        refused = await round_.cancel(account)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_signer_or_head")
    silent = await round_.cancel(HEAD, "  ")
    assert (silent.status_code, silent.json()["code"]) == (422, "reason_needed")
    assert (await round_.cancel(HEAD)).status_code == 200
    twice = await round_.cancel(DEPUTY)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_cancelled")
    assert "Giám đốc Sở (Giám đốc)" in twice.json()["detail"]
    await round_.open_step()
    old = await round_.decide(DEPUTY, "approve", task, prepared=await round_.prepared())
    assert (old.status_code, old.json()["code"]) == (409, "already_cancelled")


async def test_a_returned_round_has_no_signing_to_cancel(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide(DEPUTY, "return", comment="Sửa câu cuối")
    refused = await round_.cancel(DEPUTY)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_signing")
    assert "đã trả lại lúc" in refused.json()["detail"]


@dataclass
class Overtaken:
    """Keys that sign properly, but meanwhile somebody else does something."""

    keys: SoftKeys
    approval: Approval
    case: str
    meanwhile: object

    async def certificate(self, account: str) -> Certificate | None:
        return await self.keys.certificate(account)

    async def sign(
        self, account: str, prepared: bytes, *, certificate: str, reason: str, at: datetime
    ) -> Signed:
        signed = await self.keys.sign(
            account, prepared, certificate=certificate, reason=reason, at=at
        )
        assert callable(self.meanwhile)
        await self.meanwhile()
        return signed


async def test_a_signature_made_too_late_is_not_kept(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    turn = await round_.turn()
    keys = Overtaken(
        SoftKeys(approval.office.keys), approval, round_.case, lambda: round_.cancel(HEAD)
    )
    answer = await approval.activities(keys).sign(turn)
    assert answer.review is Review.DECIDING
    assert answer.open is not None
    assert answer.open.turn == 2
    assert await approval.rows("signatures", round_.case) == []


async def test_of_two_signatures_made_at_once_one_is_kept(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    turn = await round_.turn()
    keys = Overtaken(SoftKeys(approval.office.keys), approval, round_.case, round_.sign)
    answer = await approval.activities(keys).sign(turn)
    (kept,) = await approval.rows("signatures", round_.case)
    assert answer.file is not None
    assert answer.file.signed == kept["signed"]


async def test_another_certificate_than_the_one_judged_does_not_sign(approval: Approval) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    (*_, decision) = await approval.rows("decisions", round_.case)
    people = approval.office.keys / "people"
    file = people / f"{DEPUTY}.p12"
    before = file.read_bytes()
    file.write_bytes((people / f"{SECOND_DEPUTY}.p12").read_bytes())
    try:
        with pytest.raises(WrongMoment) as refused:
            await round_.sign()
    finally:
        file.write_bytes(before)
    assert refused.value.code == "certificate_changed"
    assert "hãy hủy quyết định ký" in refused.value.sentence
    assert await approval.rows("signatures", round_.case) == []
    signed = await round_.sign()
    assert signed.file is not None
    assert signed.file.certificate == decision["certificate"]
    (kept,) = await approval.rows("signatures", round_.case)
    assert kept["organisation"] == approval.versions["SVHTTDL"]


async def test_the_signer_cancels_where_the_certificate_has_changed_and_signs_anew(
    approval: Approval,
) -> None:
    round_ = await approval.reach("signature")
    await round_.decide_to_sign()
    people = approval.office.keys / "people"
    file = people / f"{DEPUTY}.p12"
    before = file.read_bytes()
    file.write_bytes((people / f"{SECOND_DEPUTY}.p12").read_bytes())
    try:
        assert (await round_.cancel(DEPUTY)).status_code == 200
        await round_.open_step()
        await round_.prepare()
        assert (await round_.decide_to_sign()).status_code == 200
        assert (await round_.sign()).review is Review.SIGNED
    finally:
        file.write_bytes(before)
