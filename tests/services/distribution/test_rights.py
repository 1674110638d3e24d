"""Who may ask what of distribution: every route, every kind of person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.distribution.regular_check import RegularCheck
from shared.contracts.register_check import CheckRef
from shared.document.imprint import new_check_code
from shared.runtime.throttle import Allowance, Throttle
from tests.services.distribution.records_desk import RecordsDesk
from tests.services.distribution.test_annexes import BOX, Issued
from tests.support import rights
from tests.support.any_text import ask_with_any_text
from tests.support.devices import key_pair
from tests.support.rights import Ask

NOWHERE = "SVHTTDL-2026-999999"
REASON = {"reason": "Sai thẩm quyền."}
ORDER = REASON | {"ordered_by": "giam-doc", "paper": "Quyết định số 12/QĐ-SVHTTDL"}
OLD = "Số, ký hiệu;Ngày tháng;Trích yếu;Người ký\n1/SVHTTDL-VP;5/1/2025;Trích yếu;Người ký"


@dataclass(frozen=True, slots=True)
class Things:
    """One of each in the state that an act asks for."""

    to_issue: str
    numbered: str
    sent: str
    digest: str
    """Of the file that was sent."""
    pdf: bytes
    refused: str
    """Sent, and not taken by one mailbox."""
    recalled: str
    restricted: str
    reservation: str
    certificate: str
    pem: str
    """Of another certificate, not registered yet."""


async def answered(client: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> Any:
    answer = await client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


@pytest.fixture
async def things(desk: RecordsDesk) -> Things:
    sent = await Issued(desk).issue()
    refused, recalled, restricted = [(await Issued(desk).issue()).case for _ in range(3)]
    to_issue, numbered = await desk.lay(), await desk.lay()
    await desk.issue(numbered)
    expires = (desk.now + timedelta(days=3)).isoformat()
    kept = {"unit": "VP", "purpose": "Giấy mời họp", "expires_at": expires}
    agency = "Sở Văn hóa, Thể thao và Du lịch"
    mine, other = [key_pair(desk.office.keys, agency).pem for _ in range(2)]
    async with desk.client() as clerk, desk.client("giam-doc") as head:
        await answered(clerk, f"/dispatches/{recalled}/recall", ORDER)
        access = {"change": "restricted", "reason": "Có thông tin cá nhân."}
        await answered(head, f"/dispatches/{restricted}/access", access)
        reservation = (await answered(clerk, "/reservations", kept))["id"]
        digest = (await clerk.get(f"/dispatches/{sent.case}")).json()["sealed"]
        pdf = (await clerk.get(f"/dispatches/{sent.case}/pdf")).content
    async with desk.client("truong-phong-qlvh") as holder:
        await answered(holder, f"/mailboxes/{BOX}/{refused}/refuse", REASON)
    async with desk.client("chanh-van-phong") as officer:
        said = {"kind": "token", "certificate": mine, "token": "HSM", "since": expires}
        certificate = (await answered(officer, "/certificates", said))["id"]
    check = RegularCheck(desk.process.database)
    await check.check_register(CheckRef(agency="SVHTTDL", at=desk.now))
    desk.process.throttle = Throttle(each=Allowance(burst=100, per_minute=100))
    return Things(
        to_issue=to_issue,
        numbered=numbered,
        sent=sent.case,
        digest=digest,
        pdf=pdf,
        refused=refused,
        recalled=recalled,
        restricted=restricted,
        reservation=reservation,
        certificate=certificate,
        pem=other,
    )


def asks(things: Things, desk: RecordsDesk) -> Iterator[Ask]:
    expires = (desk.now + timedelta(days=3)).isoformat()
    year = str(desk.now.year)
    yield from at_the_desk(things, expires)
    yield from of_the_register(year)
    yield from of_mailboxes(things)
    yield from after_issue(things)
    yield from of_certificates(things)
    yield Ask(route="POST /verify", content=things.pdf)
    yield Ask(route="GET /public/check/{code}", of={"code": new_check_code()})
    yield Ask(route="POST /public/check", content=things.pdf)
    yield Ask(route="GET /archive", query={"year": year})
    for path in ("archive", "archive/{digest}", "events", "views"):
        yield on(f"GET /dispatches/{{case}}/{path}", things.sent, digest=things.digest)
    yield from rights.of_every_service(desk.organisation)


def on(route: str, case: str, body: Mapping[str, Any] | None = None, **more: str) -> Ask:
    named = {"case": case, "code": BOX, "place": "1"} | more
    return Ask(route=route, of=named, unknown=named | {"case": NOWHERE}, body=body)


def at_the_desk(things: Things, expires: str) -> Iterator[Ask]:
    yield Ask(route="GET /desk")
    for act in ("issue", "order-seal"):
        yield Ask(route=f"POST /desk/{act}", body={"cases": [things.to_issue]})
    yield on("POST /dispatches/{case}/issue", things.to_issue, {})
    yield on("POST /dispatches/{case}/order-seal", things.numbered)
    yield on("POST /dispatches/{case}/send-back", things.to_issue, REASON)
    yield on("POST /dispatches/{case}/void", things.numbered, REASON)
    kept = {"unit": "VP", "purpose": "Giấy mời họp", "expires_at": expires}
    yield Ask(route="POST /reservations", body=kept)
    yield Ask(
        route="POST /reservations/{reservation}/cancel",
        of={"reservation": things.reservation},
        unknown={"reservation": "SVHTTDL-VB-2026-99"},
        body=REASON,
    )


def of_the_register(year: str) -> Iterator[Ask]:
    yield Ask(route="POST /register/{year}/close", of={"year": year})
    yield Ask(
        route="POST /register/series/{series}/confirm",
        of={"series": "VB"},
        body=REASON | {"last": [{"year": int(year), "number": 1}]},
    )
    yield Ask(
        route="POST /register/import",
        content=OLD.encode(),
        media_type="text/csv",
        query={"series": "VB", "dry_run": "true"},
    )
    yield Ask(route="GET /register")
    yield Ask(route="GET /register/entries")
    yield Ask(route="GET /register/print", query={"kind": "register", "form": "pdf"})
    yield Ask(route="GET /register/verify")
    yield Ask(route="GET /register/verify/dispatches")
    yield Ask(route="GET /register/checks/latest")


def of_mailboxes(things: Things) -> Iterator[Ask]:
    yield Ask(route="GET /mailboxes/{code}", of={"code": BOX}, unknown={"code": "KHONGCO"})
    box = "/mailboxes/{code}/{case}"
    for path in ("pdf", "annexes", "annexes/{place}"):
        yield on(f"GET {box}/{path}", things.sent)
    yield on(f"POST {box}/acknowledge", things.sent)
    yield on(f"POST {box}/refuse", things.sent, REASON)
    yield on(f"POST {box}/recall-answer", things.recalled, {"answer": "cancelled"})


def after_issue(things: Things) -> Iterator[Ask]:
    for path in ("", "/pdf", "/annexes", "/annexes/{place}"):
        yield on(f"GET /dispatches/{{case}}{path}", things.sent)
    again = {"instead_of": BOX, "to": "VP"}
    yield on("POST /dispatches/{case}/send-again", things.refused, again)
    yield on("POST /dispatches/{case}/recall", things.sent, ORDER)
    yield on("POST /dispatches/{case}/recall/close", things.recalled, REASON)
    yield on("GET /dispatches/{case}/access", things.restricted)
    grant = {"change": "granted", "reader": "QLVH"}
    yield on("POST /dispatches/{case}/access", things.restricted, grant)
    yield on("POST /dispatches/{case}/access/confirm", things.restricted, {"number": 1})


def of_certificates(things: Things) -> Iterator[Ask]:
    yield Ask(route="GET /certificates")
    said = {"kind": "token", "certificate": things.pem, "token": "HSM"}
    yield Ask(route="POST /certificates", body=said)
    yield Ask(
        route="POST /certificates/{certificate}/revoke",
        of={"certificate": things.certificate},
        unknown={"certificate": str(UUID(int=0))},
        body=REASON,
    )


async def test_every_route_answers_every_kind_of_person_as_documented_and_bears_any_text(
    desk: RecordsDesk, things: Things, thorough: bool
) -> None:
    every = list(asks(things, desk))
    assert {ask.route for ask in every} == rights.routes(desk.office, "distribution")
    found = await rights.rows(desk.office, "distribution", every)
    rights.assert_as_documented("distribution", found)
    places = await ask_with_any_text(desk.office, "distribution", every, thorough=thorough)
    assert places > 50
