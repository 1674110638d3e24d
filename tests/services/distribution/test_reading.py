import asyncio
import json

import pytest

from services.distribution import tables
from services.distribution.manifest import SERVICE
from shared.domain.canonical import sha256
from shared.runtime import ledger
from tests.services.distribution.records_desk import RecordsDesk

PDF = {"Content-Type": "application/pdf"}
NEVER_CAME = "SVHTTDL-2026-777777"
REASON = {"reason": "Không đúng việc."}


@pytest.fixture(scope="module")
async def filed(desk: RecordsDesk) -> str:
    case = await desk.lay()
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200
    await desk.send_out(case)
    return case


async def pdf_of(desk: RecordsDesk, case: str) -> bytes:
    async with desk.client() as clerk:
        return (await clerk.get(f"/dispatches/{case}/pdf")).content


async def test_another_agency_finds_nothing(desk: RecordsDesk, filed: str) -> None:
    for account in ("xa-van-thu", "xa-truong"):
        async with desk.client(account) as stranger:
            for path in ("", "/pdf"):
                assert (await stranger.get(f"/dispatches/{filed}{path}")).status_code == 404
            for path, body in (("issue", {}), ("send-back", REASON), ("void", REASON)):
                answer = await stranger.post(f"/dispatches/{filed}/{path}", json=body)
                assert answer.status_code == 404
            for path in ("/mailboxes/QLVH", f"/mailboxes/QLVH/{filed}/pdf"):
                assert (await stranger.get(path)).status_code == 404
            assert (await stranger.get("/register")).json()["entries"] == []
            checked = (await stranger.get("/register/verify")).json()
            assert (checked["whole"], checked["events"]) == (True, 0)
    async with desk.client("xa-van-thu") as stranger:
        assert not any((await stranger.get("/desk")).json().values())
        bytes_ = await pdf_of(desk, filed)
        found = (await stranger.post("/verify", content=bytes_, headers=PDF)).json()
    assert (found["registered"], found["case"], found["number"]) == (False, None, None)


async def test_without_a_token_nobody_reads(desk: RecordsDesk, filed: str) -> None:
    async with desk.office.client("distribution") as nobody:
        for path in ("/desk", "/register", f"/dispatches/{filed}", "/mailboxes/QLVH"):
            assert (await nobody.get(path)).status_code == 401
        assert (await nobody.post("/verify", content=b"", headers=PDF)).status_code == 401


async def test_a_mailbox_opens_for_its_people_and_every_view_is_recorded(
    desk: RecordsDesk, filed: str
) -> None:
    async with desk.client("chuyen-vien-qlvh") as member:
        (item,) = (await member.get("/mailboxes/QLVH")).json()["items"]
        assert (item["case"], item["number"]) == (filed, "01/SVHTTDL-VP")
        pdf = await member.get(f"/mailboxes/QLVH/{filed}/pdf")
        assert sha256(pdf.content) == item["file"]
        closed = await member.get("/mailboxes/giam-doc")
        assert (closed.status_code, closed.json()["code"]) == (403, "not_your_mailbox")
        assert (await member.get(f"/mailboxes/giam-doc/{filed}/pdf")).status_code == 403
        assert (await member.get("/mailboxes/KHONG-CO")).status_code == 404
        absent = await member.get("/mailboxes/QLVH/SVHTTDL-2026-777777/pdf")
        assert (absent.status_code, absent.json()["code"]) == (404, "not_in_mailbox")
    async with desk.work() as (work, _):
        events = await ledger.history(work, "SVHTTDL", filed)
    view = [event for event in events if event["act"] == "file_viewed"][-1]
    assert (view["account"], view["object"]) == ("chuyen-vien-qlvh", item["file"])
    assert view["details"] == {"round": 1, "where": "QLVH"}


async def test_unknown_cases_and_odd_paths_are_no_faults(desk: RecordsDesk) -> None:
    async with desk.client() as clerk:
        assert (await clerk.get("/dispatches/SVHTTDL-2026-777777")).status_code == 404
        assert (await clerk.get("/dispatches/a%00b")).status_code == 422
        assert (await clerk.get(f"/dispatches/{'x' * 65}")).status_code == 422
        assert (await clerk.get("/register", params={"year": 99999})).status_code == 422
        assert (await clerk.get("/register", params={"series": "a\x00"})).status_code == 422
        other = await clerk.get("/register", params={"series": "KHAC"})
        assert (other.status_code, other.json()["code"]) == (422, "series_unknown")
        more = await clerk.post("/dispatches/X/issue", json={"number": 7})
        assert more.status_code == 422


@pytest.mark.parametrize(
    "garbage", [b"", b"%PDF-1.7", b"\x00" * 1000, b"startxref\n0\n%%EOF\n", "chữ".encode()]
)
async def test_garbage_is_answered_and_not_verified(desk: RecordsDesk, garbage: bytes) -> None:
    async with desk.client() as clerk:
        answer = await clerk.post("/verify", content=garbage, headers=PDF)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert not found["whole"]
    assert not found["registered"]
    assert {one["code"] for one in found["problems"]} >= {"unreadable", "not_registered"}


@pytest.mark.parametrize("from_the_end", [10, 4000, 20_000, 40_000])
async def test_a_file_with_a_changed_bit_is_altered_even_where_no_signature_covers_it(
    desk: RecordsDesk, filed: str, from_the_end: int
) -> None:
    good = await pdf_of(desk, filed)
    altered = bytearray(good)
    altered[len(good) - from_the_end] ^= 1
    async with desk.client() as clerk:
        found = (await clerk.post("/verify", content=bytes(altered), headers=PDF)).json()
    assert found["problems"]
    assert not found["whole"]


async def test_a_signed_file_without_seal_is_not_the_issued_one(
    desk: RecordsDesk, filed: str
) -> None:
    async with desk.client() as clerk:
        signed = await desk.bytes_of(desk.signed)
        found = (await clerk.post("/verify", content=signed, headers=PDF)).json()
    assert found["case"] == filed
    assert not found["whole"]
    codes = {one["code"] for one in found["problems"]}
    assert {"agency_signature_missing", "number_line_differs"} <= codes


async def test_many_issues_at_once_over_http_are_gapless(desk: RecordsDesk, filed: str) -> None:
    before = len(await desk.register())
    cases = [await desk.lay() for _ in range(10)]
    async with desk.client() as clerk:
        answers = await asyncio.gather(
            *(clerk.post(f"/dispatches/{case}/issue", json={}) for case in (*cases, filed))
        )
    assert [one.status_code for one in answers] == [200] * 10 + [409]
    numbers = sorted(int(one.json()["number"]) for one in answers[:-1])
    assert numbers == list(range(before + 1, before + 11))


async def test_the_operators_see_the_subject_in_the_summary(desk: RecordsDesk, filed: str) -> None:
    async with desk.work() as (work, _):
        assert (await SERVICE.summary(work.db, filed)).startswith(f"Công văn {filed}: Triển khai")
        assert await SERVICE.summary(work.db, NEVER_CAME) == f"Công văn {NEVER_CAME}"


async def test_the_service_announces_its_news_and_activities(desk: RecordsDesk) -> None:
    assert set(SERVICE.facts) == {"issue", "send_back", "void", "seal_order"}
    assert SERVICE.facts["void"] is tables.voids
    done = {one.__name__ for one in SERVICE.activities(desk.process)}
    assert done >= {"open_issue", "seal", "deliver", "expire_reservation", "check_register"}
    async with desk.client() as clerk:
        api = (await clerk.get("/openapi.json")).json()
    assert "SVHTTDL-2026-000123" in json.dumps(api)
    assert "application/pdf" in api["paths"]["/verify"]["post"]["requestBody"]["content"]
