"""Numbers that come by themselves; the seal always follows a clerk's recorded act (Đ.32.2.c)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.lifecycle import Stage
from shared.runtime import ledger
from tests.services.distribution.records_desk import RecordsDesk
from tests.support.office import LANG_SON, Office, content_of

REASON = {"reason": "Nhầm phụ lục."}


@pytest.fixture(scope="module")
async def desk(office: Office) -> RecordsDesk:
    return await RecordsDesk.open(office, content_of(LANG_SON) | {"issue": "automatic"})


@pytest.fixture
async def no_key(desk: RecordsDesk) -> AsyncIterator[None]:
    key = desk.office.keys / "agency" / "SVHTTDL.p12"
    kept = key.read_bytes()
    key.unlink()
    yield
    key.write_bytes(kept)


async def accounts(desk: RecordsDesk, case: str) -> list[tuple[str, str]]:
    async with desk.work() as (work, _):
        events = await ledger.history(work, "SVHTTDL", case)
    return [(event["act"], event["account"]) for event in events]


async def test_a_signed_dispatch_gets_its_number_by_itself_and_no_seal(desk: RecordsDesk) -> None:
    case = await desk.lay()
    stands = await desk.stands(case)
    assert (stands.stage, stands.seal_ordered) == (Stage.NUMBERED, False)
    assert stands.number.endswith("/SVHTTDL-VP")
    assert (await desk.flow.seal(desk.ref(case))).stage is Stage.NUMBERED
    assert await accounts(desk, case) == [("laid_on_desk", "system"), ("issued", "system")]
    assert (await desk.register())[-1]["case"] == case
    assert (await desk.check())["whole"]


async def test_the_seal_follows_the_order_of_a_clerk_who_is_named(desk: RecordsDesk) -> None:
    case = await desk.lay()
    async with desk.client("giam-doc") as head:
        refused = await head.post(f"/dispatches/{case}/order-seal")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_a_clerk")
    async with desk.client() as clerk:
        done = await clerk.post(f"/dispatches/{case}/order-seal")
        assert done.json() == {"case": case, "round": 1, "stage": "NUMBERED"}
        again = await clerk.post(f"/dispatches/{case}/order-seal")
        assert (again.status_code, again.json()["code"]) == (409, "seal_ordered")
    assert (await accounts(desk, case))[-1] == ("seal_ordered", "van-thu")
    assert (await desk.stands(case)).seal_ordered
    assert (await desk.send_out(case)).stage is Stage.FILED
    async with desk.client() as clerk:
        late = await clerk.post(f"/dispatches/{case}/order-seal")
    assert (late.status_code, late.json()["code"]) == (409, "cannot_order_seal")


@pytest.mark.usefixtures("no_key")
async def test_what_could_not_be_sealed_waits_for_the_clerk_with_a_sentence(
    desk: RecordsDesk,
) -> None:
    before = len(await desk.register())
    case = await desk.lay()
    for _ in range(2):
        assert (await desk.stands(case)).stage is Stage.TO_ISSUE
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert "Chưa có khóa ký thử của cơ quan SVHTTDL" in record["waits_because"]
    assert [act for act, _ in await accounts(desk, case)] == [
        "laid_on_desk",
        "not_issued_by_itself",
    ]
    assert len(await desk.register()) == before


async def test_the_clerk_issues_what_waited_and_that_act_orders_the_seal(
    desk: RecordsDesk,
) -> None:
    key = desk.office.keys / "agency" / "SVHTTDL.p12"
    kept = key.read_bytes()
    key.unlink()
    case = await desk.lay()
    key.write_bytes(kept)
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert (record["waits_because"], record["seal_ordered"]) == (None, True)
    assert (await desk.send_out(case)).stage is Stage.FILED


async def test_an_invalid_signature_gets_no_number_by_itself(desk: RecordsDesk) -> None:
    good, desk.signed = desk.signed, desk.prepared
    case = await desk.lay()
    desk.signed = good
    async with desk.client() as clerk:
        record = (await clerk.get(f"/dispatches/{case}")).json()
    assert record["stage"] == "TO_ISSUE"
    assert "Không có chữ ký số của người có thẩm quyền." in record["waits_because"]


async def test_a_number_that_the_clerk_voids_is_not_given_again_by_itself(
    desk: RecordsDesk,
) -> None:
    case = await desk.lay()
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/void", json=REASON)).status_code == 200
    assert (await desk.stands(case)).stage is Stage.TO_ISSUE
    async with desk.client() as clerk:
        assert (await clerk.post(f"/dispatches/{case}/issue", json={})).status_code == 200
    assert (await desk.stands(case)).seal_ordered


async def test_a_clerk_who_does_not_order_the_seal_is_late(desk: RecordsDesk) -> None:
    case = await desk.lay()
    due = (await desk.stands(case)).due_at
    early = await desk.flow.mark_overdue(replace(desk.ref(case), at=due - timedelta(seconds=1)))
    assert not early.overdue
    assert (await desk.flow.mark_overdue(replace(desk.ref(case), at=due))).overdue
