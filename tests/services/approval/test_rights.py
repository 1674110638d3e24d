"""Who may ask what of approval: every route, every kind of person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    DEPUTY,
    HEAD,
    HEAD_OF_OFFICE,
    TEXT,
    Approval,
    Submitted,
)
from tests.services.approval.granted import PAPER, declare, delegate, term
from tests.services.approval.routes_office import BY_ACT
from tests.support import rights
from tests.support.any_text import ask_with_any_text
from tests.support.devices import key_pair
from tests.support.rights import Ask

NOBODY = str(UUID(int=0))
NOWHERE = "SVHTTDL-2026-999999"
REASON = {"reason": "Cần xin thêm ý kiến"}


@dataclass(frozen=True, slots=True)
class Tasks:
    """Rounds in the states that acts ask for; the Office's own drafts, signed by a deputy."""

    content: Submitted
    claimed: Submitted
    urgent: Submitted
    signature: Submitted
    signing: Submitted
    signed: Submitted


@dataclass(frozen=True, slots=True)
class Papers:
    """Ids of what people put down beside the rounds."""

    absence: str
    delegation: str
    certificate: str


@pytest.fixture
async def tasks(approval: Approval) -> Tasks:
    claimed = await approval.reach("content_check")
    head_of_office = await approval.person(HEAD_OF_OFFICE)
    assert (await head_of_office.post(f"/tasks/{await claimed.task()}/claim")).is_success
    signing, signed = [await approval.reach("signature") for _ in range(2)]
    for one in (signing, signed):
        assert (await one.decide_to_sign()).is_success
    await signed.sign()
    return Tasks(
        content=await approval.reach("content_check"),
        claimed=claimed,
        urgent=await approval.reach("content_check", text=replace(TEXT, urgency=Urgency.EXPRESS)),
        signature=await approval.reach("signature"),
        signing=signing,
        signed=signed,
    )


@pytest.fixture
async def papers(approval: Approval) -> Papers:
    later = timedelta(days=3)
    away = await declare(approval, DEPUTY, HEAD, **term(approval, later))
    delegated = await delegate(approval, HEAD_OF_OFFICE, **term(approval, later))
    pem = key_pair(approval.office.keys).pem
    since = term(approval, later)["starts_at"]
    said = {"account": DEPUTY, "kind": "own_device", "certificate": pem, "since": since}
    officer = await approval.person(HEAD_OF_OFFICE)
    registered = await officer.post("/certificates", json=said)
    assert registered.is_success, registered.text
    return Papers(away.json()["id"], delegated.json()["id"], registered.json()["id"])


async def asks(approval: Approval, tasks: Tasks, papers: Papers) -> list[Ask]:
    def of_case(route: str, case: str, body: Mapping[str, Any] | None = None) -> Ask:
        return Ask(route=route, of={"case": case}, unknown={"case": NOWHERE}, body=body)

    case = tasks.content.case
    return [
        *[ask async for ask in acts_on_tasks(tasks)],
        *[ask async for ask in looks_at_tasks(tasks)],
        of_case("GET /dispatches/{case}", case),
        of_case("POST /dispatches/{case}/replan", case, REASON),
        *[ask async for ask in looks_at_history(approval, tasks)],
        Ask(route="POST /deadlines", body=REASON),
        Ask(route="GET /notices"),
        Ask(route="GET /statistics", query={"by": "unit"}),
        *grants(approval, papers),
        *rights.of_every_service(approval.versions["SVHTTDL"]),
    ]


HISTORY = ("archive", "archive/{digest}", "events", "views")


async def looks_at_history(approval: Approval, tasks: Tasks) -> Any:
    case = tasks.signed.case
    clerk = await approval.person("van-thu")
    (told,) = (await clerk.get(f"/dispatches/{case}/archive")).json()["rounds"]
    of = {"case": case, "digest": told["signature"]["signed"]}
    for path in HISTORY:
        route = f"GET /dispatches/{{case}}/{path}"
        yield Ask(route=route, of=of, unknown=of | {"case": NOWHERE})


async def acts_on_tasks(tasks: Tasks) -> Any:
    content, signature, signing = [
        await one.task() for one in (tasks.content, tasks.signature, tasks.signing)
    ]
    approve = {"verdict": "approve", "version": tasks.content.version}
    yield Ask(route="POST /tasks/decisions", body={"decisions": [approve | {"task": content}]})
    yield on_task("POST /tasks/{task}/decision", content, approve)
    yield on_task("POST /tasks/{task}/prepared", signature)
    yield on_task("POST /tasks/{task}/cancel-signing", signing, REASON)
    yield on_task("POST /tasks/{task}/signature", signing, {"pin": "1234"})
    yield on_task("POST /tasks/{task}/signature/file", signing, content=b"%PDF-1.7")
    yield on_task("POST /tasks/{task}/signature/otp", signing)
    at = {"release": await tasks.claimed.task(), "bypass": await tasks.urgent.task()}
    at |= dict.fromkeys(("forward", "urgency"), signature)
    for act, body in BY_ACT.items():
        said = body | ({"to": HEAD} if act == "forward" else {})
        yield on_task(f"POST /tasks/{{task}}/{act}", at.get(act, content), said or None)


async def looks_at_tasks(tasks: Tasks) -> Any:
    task = await tasks.content.task()
    yield Ask(route="GET /tasks")
    for path in ("", "/document", "/rounds/{number}", "/attachments/{number}"):
        yield on_task(f"GET /tasks/{{task}}{path}", task)


def on_task(
    route: str, task: str, body: Mapping[str, Any] | None = None, content: bytes | None = None
) -> Ask:
    named = {"task": task, "number": "1"}
    unknown = named | {"task": NOBODY}
    return Ask(route=route, of=named, unknown=unknown, body=body, content=content)


def grants(approval: Approval, papers: Papers) -> Iterator[Ask]:
    def on_one(route: str, name: str, value: str, body: Mapping[str, Any]) -> Ask:
        return Ask(route=route, of={name: value}, unknown={name: NOBODY}, body=body)

    when = term(approval, timedelta(days=9))
    away = {"substitute": "pho-giam-doc-2", "reason": "Đi công tác"} | when
    given = {"delegate": HEAD_OF_OFFICE, "types": ["cong_van"], "paper": PAPER} | when
    pem = key_pair(approval.office.keys).pem
    yield Ask(route="GET /absences")
    yield Ask(route="POST /absences", body=away)
    yield on_one("POST /absences/{absence}/end", "absence", papers.absence, REASON)
    yield Ask(route="GET /delegations")
    yield Ask(route="POST /delegations", body=given)
    yield on_one("POST /delegations/{delegation}/end", "delegation", papers.delegation, REASON)
    yield Ask(route="GET /certificates")
    said = {"account": DEPUTY, "kind": "own_device", "certificate": pem}
    yield Ask(route="POST /certificates", body=said)
    revoke = "POST /certificates/{certificate}/revoke"
    yield on_one(revoke, "certificate", papers.certificate, REASON)


async def test_every_route_answers_every_kind_of_person_as_documented_and_bears_any_text(
    approval: Approval, tasks: Tasks, papers: Papers, thorough: bool
) -> None:
    every = await asks(approval, tasks, papers)
    assert {ask.route for ask in every} == rights.routes(approval.office, "approval")
    found = await rights.rows(approval.office, "approval", every)
    rights.assert_as_documented("approval", found)
    places = await ask_with_any_text(approval.office, "approval", every, thorough=thorough)
    assert places > 50
