"""Lấy số trước: number and date are kept for a purpose, used in time or voided."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.distribution.expiring import Expiring, TooEarly
from shared.contracts.reservations import Expiry
from shared.domain.dates import vietnam_date
from shared.domain.lifecycle import Stage
from shared.runtime import ledger
from tests.services.distribution.records_desk import RecordsDesk

REASON = {"reason": "Hoãn cuộc họp."}


@pytest.fixture
async def clerk(desk: RecordsDesk) -> AsyncIterator[httpx.AsyncClient]:
    ahead = desk.office.clock.ahead
    async with desk.client() as client:
        yield client
    desk.office.clock.ahead = ahead


async def reserve(desk: RecordsDesk, clerk: httpx.AsyncClient, **said: Any) -> dict[str, Any]:
    body = {"unit": "VP", "purpose": "Giấy mời họp"} | said
    body.setdefault("expires_at", (desk.now + timedelta(days=3)).isoformat())
    answer = await clerk.post("/reservations", json=body)
    assert answer.status_code == 200, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


async def issue(clerk: httpx.AsyncClient, case: str, kept: dict[str, Any]) -> httpx.Response:
    return await clerk.post(f"/dispatches/{case}/issue", json={"reserved": kept["id"]})


async def expire(desk: RecordsDesk, kept: dict[str, Any]) -> None:
    expiring = Expiring(desk.process.database)
    expiry = Expiry(agency="SVHTTDL", id=kept["id"], at=desk.now)
    await expiring.expire_reservation(expiry)


async def test_a_reserved_number_is_used_later_under_its_own_date(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    case = await desk.lay()
    kept = await reserve(desk, clerk)
    assert kept["date"] == vietnam_date(desk.now).isoformat()
    between = await desk.issue(await desk.lay())
    assert int(between.split("/")[0]) == int(kept["number"].split("/")[0]) + 1
    desk.office.clock.ahead += timedelta(days=2)
    listed = (await clerk.get("/desk")).json()["reservations"]
    assert [(one["id"], one["soon"]) for one in listed] == [(kept["id"], True)]
    used = await issue(clerk, case, kept)
    assert used.status_code == 200, used.text
    assert (used.json()["printed"], used.json()["date"]) == (kept["number"], kept["date"])
    assert (await clerk.get("/desk")).json()["reservations"] == []
    entry = next(one for one in await desk.register() if one["printed"] == kept["number"])
    assert (entry["case"], entry["note"]) == (case, "Giữ số: Giấy mời họp")
    assert (await desk.check())["whole"]
    assert (await desk.send_out(case)).stage is Stage.FILED


async def test_a_reserved_number_is_given_once(desk: RecordsDesk, clerk: httpx.AsyncClient) -> None:
    first, second = await desk.lay(), await desk.lay()
    kept = await reserve(desk, clerk)
    assert (await issue(clerk, first, kept)).status_code == 200
    again = await issue(clerk, second, kept)
    assert (again.status_code, again.json()["code"]) == (409, "reservation_over")
    assert f"đã cấp cho {first}" in again.json()["detail"]
    assert (await desk.stands(second)).stage is Stage.TO_ISSUE


async def test_what_was_signed_after_the_reserved_date_may_not_bear_it(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    kept = await reserve(desk, clerk)
    desk.office.clock.ahead += timedelta(days=1)
    case = await desk.lay()
    refused = await issue(clerk, case, kept)
    assert (refused.status_code, refused.json()["code"]) == (409, "signed_after_reservation")


async def test_a_number_kept_for_another_kind_of_dispatch_does_not_fit(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    case = await desk.lay()
    kept = await reserve(desk, clerk, unit="QLVH")
    refused = await issue(clerk, case, kept)
    assert refused.json()["code"] == "reservation_of_another_kind"
    assert "ký hiệu SVHTTDL-VP" in refused.json()["detail"]


async def test_an_expired_number_is_refused_at_once_and_voided_by_itself(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    case = await desk.lay()
    kept = await reserve(desk, clerk)
    await expire(desk, kept)
    forged = Expiry(agency="SVHTTDL", id=kept["id"], at=desk.now + timedelta(days=3))
    with pytest.raises(TooEarly):
        await Expiring(desk.process.database).expire_reservation(forged)
    assert kept["id"] in {one["id"] for one in (await clerk.get("/desk")).json()["reservations"]}
    desk.office.clock.ahead += timedelta(days=3)
    refused = await issue(clerk, case, kept)
    assert (refused.status_code, refused.json()["code"]) == (409, "reservation_expired")
    for _ in range(2):
        await expire(desk, kept)
    entry = next(one for one in await desk.register() if one["printed"] == kept["number"])
    assert entry["voided"]
    assert "Giữ số: Giấy mời họp; Hủy số: hết hạn giữ số lúc" in entry["note"]
    assert (await issue(clerk, case, kept)).json()["code"] == "reservation_over"
    async with desk.work() as (work, _):
        events = await ledger.history(work, "SVHTTDL", kept["id"])
    assert [event["act"] for event in events] == ["number_reserved", "reservation_expired"]
    assert (await desk.check())["whole"]


async def test_a_cancelled_number_stays_in_the_register_with_the_reason(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    kept = await reserve(desk, clerk)
    path = f"/reservations/{kept['id']}/cancel"
    assert (await clerk.post(path, json=REASON)).status_code == 200
    again = await clerk.post(path, json=REASON)
    assert (again.status_code, again.json()["code"]) == (409, "reservation_over")
    entry = next(one for one in await desk.register() if one["printed"] == kept["number"])
    assert (entry["voided"], entry["case"]) == (True, "")
    assert entry["note"] == "Giữ số: Giấy mời họp; Hủy số: Hoãn cuộc họp."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"purpose": "  "}, "purpose_missing"),
        ({"unit": "XX"}, "unit_unknown"),
        ({"doc_type": "bao_lao"}, "doc_type_unknown"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expiry_wrong"),
        ({"expires_at": "2999-01-01T00:00:00Z"}, "expiry_wrong"),
    ],
)
async def test_a_wish_that_is_wrong_takes_no_number(
    desk: RecordsDesk, clerk: httpx.AsyncClient, said: dict[str, Any], code: str
) -> None:
    before = len(await desk.register())
    expires = (desk.now + timedelta(days=3)).isoformat()
    body = {"unit": "VP", "purpose": "Giấy mời", "expires_at": expires} | said
    answer = await clerk.post("/reservations", json=body)
    problem, (field,) = answer.json(), said
    assert (answer.status_code, problem["code"]) == (422, code)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert not code.endswith("_unknown") or f"“{said[field]}”" in problem["detail"]
    assert len(await desk.register()) == before


async def test_only_a_clerk_takes_numbers_beforehand(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    kept = await reserve(desk, clerk)
    async with desk.client("giam-doc") as head:
        body = {"unit": "VP", "purpose": "Giấy mời", "expires_at": kept["expires_at"]}
        for path, said in (("/reservations", body), (f"/reservations/{kept['id']}/cancel", REASON)):
            refused = await head.post(path, json=said)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_a_clerk")
    unknown = await clerk.post("/reservations/SVHTTDL-VB-2026-999/cancel", json=REASON)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_reservation")


async def test_a_selection_is_issued_in_the_order_of_signing_each_with_its_result(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    desk.office.clock.ahead += timedelta(seconds=5)
    refs = [await desk.signed_round(f"SVHTTDL-2026-7{number:05d}", 1) for number in range(3)]
    cases = [ref.case for ref in refs]
    for earlier, ref in zip((1, 3, 2), refs, strict=True):
        signed_at = refs[0].signed_at - timedelta(milliseconds=10 * earlier)
        await desk.flow.open_issue(replace(ref, signed_at=signed_at))
    body = {"cases": [*cases, "SVHTTDL-2026-999999"]}
    answer = await clerk.post("/desk/issue", json=body, headers={"Idempotency-Key": "all"})
    results = answer.json()["results"]
    assert [one["case"] for one in results] == [cases[1], cases[2], cases[0], body["cases"][3]]
    assert [one["status"] for one in results] == [200, 200, 200, 404]
    numbers = [int(one["issued"]["number"]) for one in results[:3]]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    again = await clerk.post("/desk/issue", json=body, headers={"Idempotency-Key": "all"})
    assert again.json()["results"] == results
    sealed = await clerk.post("/desk/order-seal", json={"cases": cases[:1]})
    assert [one["problem"]["code"] for one in sealed.json()["results"]] == ["seal_ordered"]


async def test_what_should_be_sent_and_is_not_is_listed(
    desk: RecordsDesk, clerk: httpx.AsyncClient
) -> None:
    case = await desk.lay()
    await desk.issue(case)
    assert case not in {one["case"] for one in (await clerk.get("/desk")).json()["to_send"]}
    desk.office.clock.ahead += timedelta(days=10)
    assert case in {one["case"] for one in (await clerk.get("/desk")).json()["to_send"]}
