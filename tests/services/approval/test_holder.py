"""Who holds a signature step: the person for whom the PDF is, or will be, prepared."""

from typing import Any

from services.approval.signing_keys import SoftKeys
from shared.contracts.approval import OpenTurn, RoundPosition
from shared.domain.dates import VIETNAM
from tests.services.approval.conftest import (
    DEPUTY,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.services.approval.granted import absent
from tests.support.office import LANG_SON, content_of

AS_DEPUTY, AS_HEAD = ("pho-giam-doc", "Phó Giám đốc"), ("giam-doc", "Giám đốc")


def held(position: RoundPosition) -> tuple[str, str]:
    waiting = position.open
    assert isinstance(waiting, OpenTurn)
    return waiting.holder_post, waiting.holder


async def to_signature(approval: Approval, **other: Any) -> Submitted:
    """A round whose signature step is open, and not prepared yet."""
    round_ = await approval.submit(**other)
    await round_.open_step()
    for account in (HEAD_OF_OFFICE, FORM):
        await round_.approve(account)
        await round_.open_step()
    return round_


async def part(approval: Approval, round_: Submitted) -> dict[str, Any]:
    """How the dispatch stands with approval, for its drafter."""
    answer = await (await approval.person(HEAD_OF_OFFICE)).get(f"/dispatches/{round_.case}")
    found: dict[str, Any] = answer.json()
    return found


async def test_before_and_after_preparing_the_named_signers_post_holds_it(
    approval: Approval,
) -> None:
    round_ = await to_signature(approval)
    unprepared = await round_.open_step()
    assert (held(unprepared), unprepared.open and unprepared.open.prepared) == (AS_DEPUTY, False)
    assert held(await round_.prepare()) == AS_DEPUTY
    told = await part(approval, round_)
    assert (told["open"]["holder"], told["open"]["prepared"]) == ("Phó Giám đốc", True)
    assert told["waiting"].startswith("Đang chờ Phó Giám đốc ký từ ")
    assert ", hạn " in told["waiting"]


async def test_a_signature_named_for_the_head_is_held_by_the_head(approval: Approval) -> None:
    round_ = await to_signature(approval, signer=HEAD)
    assert held(await round_.open_step()) == AS_HEAD
    assert held(await round_.prepare()) == AS_HEAD


async def test_a_pdf_that_another_had_made_moves_the_holder(approval: Approval) -> None:
    round_ = await to_signature(approval)
    await round_.prepare()
    made = await (await approval.person(HEAD)).post(f"/tasks/{await round_.task()}/prepared")
    assert made.status_code == 200, made.text
    assert held(await round_.open_step()) == AS_HEAD
    assert (await part(approval, round_))["waiting"].startswith("Đang chờ Giám đốc ký")


async def test_a_named_signer_who_left_is_replaced_by_whom_the_pdf_will_be_for(
    at_rest: Approval,
) -> None:
    round_ = await to_signature(at_rest)
    content = content_of(LANG_SON)
    content["accounts"] = [one for one in content["accounts"] if one["id"] != DEPUTY]
    await at_rest.office.load("approval", content)
    assert held(await round_.open_step()) == AS_HEAD
    assert held(await round_.prepare()) == AS_HEAD
    (made,) = await at_rest.rows("prepared", round_.case)
    assert made["account"] == HEAD


async def test_a_pdf_made_before_an_absence_was_said_goes_to_the_substitute_if_it_began_earlier(
    at_rest: Approval,
) -> None:
    """Said at nine of the whole day, as `--from` with a day alone says it."""
    round_ = await to_signature(at_rest)
    await round_.prepare()
    today = at_rest.now().astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    async with absent(at_rest, DEPUTY, HEAD, starts_at=today.isoformat()):
        assert held(await round_.open_step()) == AS_HEAD
        await round_.prepare()
        assert (await at_rest.rows("prepared", round_.case))[-1]["account"] == HEAD


async def test_where_nobody_may_sign_the_step_is_told_by_the_posts_of_the_plan(
    approval: Approval,
) -> None:
    round_ = await approval.submit(
        "UBNDX-2026-000077",
        unit="VPX",
        drafter="xa-truong",
        submitter="xa-soan-thao",
        signer="xa-truong",
    )
    for account in ("xa-bo-phan", "xa-kiem-tra"):
        await round_.open_step()
        await round_.approve(account)
    assert "chức vụ truong vào" in await round_.open_in_vain()
    told = (await (await approval.person("xa-soan-thao")).get(f"/dispatches/{round_.case}")).json()
    assert told["open"]["holder"] == "Trưởng Văn phòng"


async def test_the_signed_file_says_who_signed_in_which_post_with_which_certificate(
    at_rest: Approval,
) -> None:
    """The second deputy has the field too, and signs what was meant for the first."""
    keys = SoftKeys(at_rest.office.keys)
    content = content_of(LANG_SON)
    for account in content["accounts"]:
        if account["id"] == SECOND_DEPUTY:
            account["fields"].append("hanh-chinh")
    at_rest.versions["SVHTTDL"] = await at_rest.office.load("approval", content)
    round_ = await at_rest.reach("signature")
    other = await at_rest.person(SECOND_DEPUTY)
    await other.post(f"/tasks/{await round_.task()}/prepared")
    assert (await round_.decide_to_sign(SECOND_DEPUTY)).status_code == 200
    file = (await round_.sign()).file
    certificate = await keys.certificate(SECOND_DEPUTY)
    assert file is not None
    assert certificate is not None
    assert (file.signer, file.signer_post) == (SECOND_DEPUTY, "pho-giam-doc")
    assert file.certificate == certificate.fingerprint
    assert (await round_.open_step()).file == file  # asked again, told the same
