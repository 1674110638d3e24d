"""Who signed: told by approval, demanded of the file, named in the register."""

from dataclasses import replace
from typing import Any

import pytest

from services.distribution.domain.signer import Signer, signer_of
from shared.domain.lifecycle import Stage
from shared.domain.organisation import Account, Organisation
from shared.domain.refusals import Invalid
from shared.runtime.organisations import read_organisation
from tests.services.distribution.records_desk import (
    LINES,
    POST,
    SECOND_DEPUTY,
    SIGNER,
    RecordsDesk,
)
from tests.support.office import LANG_SON, content_of

SECOND = "Phó Giám đốc thứ hai"


@pytest.fixture(scope="module")
def agency() -> Organisation:
    return read_organisation(content_of(LANG_SON))


async def test_a_dispatch_signed_by_another_deputy_is_registered_under_that_deputy(
    desk: RecordsDesk,
) -> None:
    case = "SVHTTDL-2026-700001"
    ref = await desk.signed_by(SECOND_DEPUTY, SECOND, case)
    await desk.flow.open_issue(ref)
    async with desk.client() as clerk:
        issued = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert issued.status_code == 200, issued.text
        assert (await desk.send_out(case)).stage is Stage.FILED
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert (record["signer"], record["signer_lines"]) == (SECOND, list(LINES))
    assert (record["signer_account"], record["signer_post"]) == (SECOND_DEPUTY, POST)
    assert record["certificate"] == ref.certificate
    entry = next(one for one in await desk.register() if one["case"] == case)
    assert entry["signer"] == SECOND


async def test_a_file_signed_with_another_trusted_certificate_gets_no_number(
    desk: RecordsDesk,
) -> None:
    case = "SVHTTDL-2026-700002"
    ref = await desk.signed_by(SECOND_DEPUTY, SECOND, case)
    desk.refs[case] = replace(ref, signer=SIGNER, certificate=desk.certificate)
    await desk.flow.open_issue(desk.refs[case])
    async with desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "signature_not_valid")
    assert "Người ký không dùng chứng thư số đã ghi trong hồ sơ." in refused.json()["detail"]
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE


async def test_a_file_signed_with_another_trusted_certificate_gets_no_seal(
    desk: RecordsDesk,
) -> None:
    case = "SVHTTDL-2026-700003"
    ref = await desk.signed_by(SECOND_DEPUTY, SECOND, case)
    desk.refs[case] = replace(ref, certificate=desk.certificate)
    await desk.flow.open_issue(desk.refs[case])
    await desk.issue(case)
    with pytest.raises(Invalid, match="chứng thư số đã ghi trong hồ sơ") as refused:
        await desk.flow.seal(desk.ref(case))
    assert refused.value.code == "signature_not_valid"
    assert (await desk.stands(case)).stage is Stage.NUMBERED


async def test_the_register_names_the_signer_whatever_the_text_says(desk: RecordsDesk) -> None:
    case = await desk.lay(signer_name="", signature_lines=())
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert (record["signer"], record["signer_lines"]) == ("Dương Minh Tuệ", list(LINES))


def test_the_signer_is_named_as_the_organisation_in_force_names_the_account(
    agency: Organisation,
) -> None:
    renamed = replace(agency, accounts=_with(agency, name="Dương Minh Tuệ (Thứ trưởng)"))
    found = signer_of(SIGNER, POST, None, (renamed, agency))
    assert found == Signer(
        account=SIGNER, post=POST, lines=LINES, name="Dương Minh Tuệ (Thứ trưởng)"
    )


def test_who_was_promoted_since_has_signed_as_what_they_were(agency: Organisation) -> None:
    promoted = replace(agency, accounts=_with(agency, posts=("giam-doc",)))
    assert signer_of(SIGNER, POST, None, (promoted, agency)).lines == LINES
    assert signer_of(SIGNER, "giam-doc", None, (promoted, agency)).lines == ("GIÁM ĐỐC",)


def test_who_left_since_is_named_as_at_submission_or_by_the_account(agency: Organisation) -> None:
    left = replace(agency, accounts=())
    assert signer_of(SIGNER, POST, None, (left, agency)).name == "Dương Minh Tuệ"
    assert signer_of(SIGNER, POST, None, (left, left)) == Signer(
        account=SIGNER, post=POST, lines=(), name=SIGNER
    )


def test_a_post_that_does_not_sign_gives_no_lines(agency: Organisation) -> None:
    assert signer_of(SIGNER, "van-thu", None, (agency,)).lines == ()
    assert signer_of(SIGNER, "no-such-post", None, (agency,)).lines == ()


@pytest.mark.parametrize(
    ("account", "post", "capacity", "lines"),
    [
        (SIGNER, POST, "deputy", LINES),
        ("chanh-van-phong", "chanh-van-phong", "by_order", ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        ("chanh-van-phong", "chanh-van-phong", "delegated", ("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        (
            "pho-chanh-van-phong",
            "pho-chanh-van-phong",
            "by_order_deputy",
            ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
    ],
)
def test_the_lines_are_those_of_the_capacity_in_which_it_was_signed(
    agency: Organisation, account: str, post: str, capacity: str, lines: tuple[str, ...]
) -> None:
    assert signer_of(account, post, capacity, (agency,)).lines == lines


def test_a_unit_that_lost_its_head_since_is_named_as_at_submission(agency: Organisation) -> None:
    headless = replace(
        agency, posts=tuple(one for one in agency.posts if one.code != "chanh-van-phong")
    )
    sub = "pho-chanh-van-phong"
    found = signer_of(sub, sub, "by_order_deputy", (headless, agency))
    assert found.lines[1] == "KT. CHÁNH VĂN PHÒNG"
    assert signer_of(sub, sub, "by_order_deputy", (headless,)).lines == ()


async def test_the_desk_names_the_capacity_that_approval_told(desk: RecordsDesk) -> None:
    case = "SVHTTDL-2026-700004"
    ref = await desk.signed_round(case, 1)
    head = "chanh-van-phong"
    await desk.flow.open_issue(replace(ref, signer=head, signer_post=head, capacity="delegated"))
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert record["signer_lines"] == ["TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]


def _with(agency: Organisation, **changes: Any) -> tuple[Account, ...]:
    return tuple(
        replace(account, **changes) if account.id == SIGNER else account
        for account in agency.accounts
    )
