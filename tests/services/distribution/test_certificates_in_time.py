"""A signature that was valid when it was made stays so, whenever the office goes on with it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.document.keys import SigningKey, load_key
from shared.document.sign import sign_by_person
from shared.document.trial_keys import TrialAuthority
from shared.domain.lifecycle import Stage
from shared.domain.refusals import Invalid
from tests.services.distribution.records_desk import NAME, RecordsDesk

DAY = timedelta(days=1)
PDF = {"Content-Type": "application/pdf"}


@pytest.fixture(autouse=True)
async def today_again(desk: RecordsDesk) -> AsyncIterator[None]:
    """Days passed stay passed for the register, so every test begins where the last one ended."""
    yield
    desk.office.clock.ahead += DAY


async def lay_signed_for_a_day(
    desk: RecordsDesk, case: str, *, signed_at: datetime | None = None
) -> str:
    """On the desk: a dispatch whose signer's certificate is valid for one day from now."""
    key = key_for_a_day(desk)
    paper = await desk.bytes_of(desk.prepared)
    ref = replace(
        await desk.signed_round(case, 1),
        signed=await desk.blob(
            await sign_by_person(paper, key, None, reason="Ký ban hành", at=desk.now)
        ),
        certificate=key.fingerprint,
        signed_at=signed_at or desk.now,
    )
    desk.refs[case] = ref
    await desk.flow.open_issue(ref)
    return case


def key_for_a_day(desk: RecordsDesk) -> SigningKey:
    private = load_pem_private_key((desk.office.keys / "authority.key").read_bytes(), None)
    assert isinstance(private, EllipticCurvePrivateKey)
    root = x509.load_pem_x509_certificate((desk.office.keys / "roots" / "ca.pem").read_bytes())
    made = TrialAuthority(root, private).key_for_person(
        NAME, "Sở", password="thu", now=desk.now - timedelta(minutes=1), days=1
    )
    return load_key(made, "thu")


async def test_a_certificate_that_expires_before_the_issue_forbids_no_number(
    desk: RecordsDesk,
) -> None:
    case = await lay_signed_for_a_day(desk, "SVHTTDL-2026-800001")
    desk.office.clock.ahead += 2 * DAY
    async with desk.client() as clerk:
        issued = await clerk.post(f"/dispatches/{case}/issue", json={})
        assert issued.status_code == 200, issued.text
        assert (await desk.send_out(case)).stage is Stage.FILED
        pdf = (await clerk.get(f"/dispatches/{case}/pdf")).content
        found = (await clerk.post("/verify", content=pdf, headers=PDF)).json()
    assert (found["problems"], found["whole"], found["registered"]) == ([], True, True)


async def test_a_certificate_that_expires_before_the_seal_forbids_no_seal(
    desk: RecordsDesk,
) -> None:
    case = await lay_signed_for_a_day(desk, "SVHTTDL-2026-800002")
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200
    desk.office.clock.ahead += 2 * DAY
    assert (await desk.flow.seal(desk.ref(case))).stage is Stage.SEALED


@pytest.mark.parametrize("days", [-5, 5])
async def test_a_certificate_that_was_not_valid_at_the_signature_gets_neither_number_nor_seal(
    desk: RecordsDesk, days: int
) -> None:
    case = f"SVHTTDL-2026-{800100 + days}"
    await lay_signed_for_a_day(desk, case, signed_at=desk.now + days * DAY)
    async with desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "signature_not_valid")
    desk.office.clock.ahead += 5 * DAY
    await desk.issue(case)
    with pytest.raises(Invalid) as unsealed:
        await desk.flow.seal(desk.ref(case))
    assert unsealed.value.code == "signature_not_valid"


async def test_the_agencys_own_key_must_be_valid_when_it_seals(desk: RecordsDesk) -> None:
    case = await desk.lay()
    await desk.issue(case)
    desk.office.clock.ahead += 400 * DAY
    with pytest.raises(Invalid) as refused:
        await desk.flow.seal(desk.ref(case))
    assert refused.value.code == "certificate_not_valid"
    assert (await desk.stands(case)).stage is Stage.NUMBERED
