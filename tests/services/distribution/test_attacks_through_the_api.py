"""Every attack of the signing chain is found out through the API as well, and by the public."""

import asyncio
from typing import Any

import pytest

from shared.document.imprint import new_check_code
from shared.document.keys import load_key
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from shared.document.trial_marks import draw_trial_seal
from shared.document.trust import trust_roots
from shared.domain.dates import date_line, vietnam_date
from shared.runtime.throttle import Allowance, Throttle
from tests.services.distribution.records_desk import (
    HEAD,
    LINES,
    NAME,
    SIGNER,
    TEXT,
    RecordsDesk,
)
from tests.shared.document.attacks import attacks
from tests.shared.document.dispatch import Chain, Keys

PDF = {"Content-Type": "application/pdf"}
PAPER = Paper(letterhead=HEAD, text=TEXT, signature=SignatureBlock(lines=LINES, name=NAME))
AS_MANY_AS_THEY_LIKE = Allowance(burst=10_000, per_minute=10_000)


@pytest.fixture(scope="module")
async def chain(desk: RecordsDesk) -> Chain:
    """An issued dispatch, and the keys that an insider has at hand."""
    prepared = prepare(PAPER, new_check_code())
    signed = await desk.sign(prepared)
    desk.prepared, desk.signed = await desk.blob(prepared), await desk.blob(signed)
    case = await desk.lay()
    number = await desk.issue(case)
    await desk.send_out(case)
    async with desk.client() as clerk:
        sealed = (await clerk.get(f"/dispatches/{case}/pdf")).content
    desk.process.throttle = Throttle(AS_MANY_AS_THEY_LIKE, AS_MANY_AS_THEY_LIKE)
    at = desk.now.replace(microsecond=0)
    return Chain(
        prepared=prepared,
        signed=signed,
        sealed=sealed,
        seal_png=draw_trial_seal("UBND TỈNH LẠNG SƠN", "Sở"),
        keys=keys_of(desk),
        number_line=f"Số: {number}",
        date_line=date_line(HEAD.place, vietnam_date(at)),
        at=at,
    )


def keys_of(desk: RecordsDesk) -> Keys:
    folder = desk.office.keys
    password = (folder / "password").read_text().strip()
    (root,) = trust_roots(folder, test_keys=True)
    own, other = folder / "agency" / "SVHTTDL.p12", desk.key("giam-doc")
    return Keys(
        root=root,
        person=desk.key(SIGNER),
        agency=load_key(own.read_bytes(), password),
        other_agency=other,
    )


@pytest.fixture(scope="module")
async def forgeries(chain: Chain) -> dict[str, bytes]:
    return await asyncio.to_thread(lambda: dict(attacks(chain)))


async def posted(desk: RecordsDesk, path: str, pdf: bytes, account: str | None) -> dict[str, Any]:
    async with desk.office.client("distribution", account) as client:
        answer = await client.post(path, content=pdf, headers=PDF)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def test_the_issued_file_itself_passes_both_ways(desk: RecordsDesk, chain: Chain) -> None:
    verified = await posted(desk, "/verify", chain.sealed, "van-thu")
    public = await posted(desk, "/public/check", chain.sealed, None)

    assert (verified["problems"], verified["whole"], verified["registered"]) == ([], True, True)
    assert (public["known"], public["registered"]) == (True, True)


async def test_no_forgery_is_the_issued_file_for_the_records_desk(
    desk: RecordsDesk, forgeries: dict[str, bytes]
) -> None:
    said = {name: await posted(desk, "/verify", pdf, "van-thu") for name, pdf in forgeries.items()}

    assert [name for name, answer in said.items() if not answer["problems"]] == []
    assert [name for name, one in said.items() if one["whole"] and one["registered"]] == []
    assert len(forgeries) > 70


async def test_no_forgery_is_the_registered_file_for_the_public(
    desk: RecordsDesk, forgeries: dict[str, bytes]
) -> None:
    for name, pdf in forgeries.items():
        assert (await posted(desk, "/public/check", pdf, None))["registered"] is False, name


async def test_no_forgery_of_the_signed_file_is_numbered(
    desk: RecordsDesk, forgeries: dict[str, bytes]
) -> None:
    """An insider lays another file where the signed one should be."""
    forged = forgeries["no seal: number filled by anybody"]
    desk.prepared = await desk.blob(prepare(PAPER))
    desk.signed = await desk.blob(forged)
    case = await desk.lay()
    async with desk.client() as clerk:
        refused = await clerk.post(f"/dispatches/{case}/issue", json={})

    assert (refused.status_code, refused.json()["code"]) == (422, "signature_not_valid")
