"""One token, one agency: everything of another agency is as if it were not there."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.cli.demo.play import Play
from tests.stories.conftest import Town
from tests.support.office import SAMPLE
from tests.support.waiting import until

HARMLESS = re.compile(r"^/(healthz|readyz|alarms|organisations|public|engine)")
OWN = {
    *("/drafts", "/drafts/from-text", "/tasks", "/desk", "/register", "/register/verify"),
    *("/notices", "/absences", "/delegations", "/statistics", "/deadlines", "/tasks/decisions"),
    *("/drafts/from-file", "/desk/issue", "/desk/order-seal", "/reservations", "/certificates"),
    *("/register/{year}/close", "/register/import", "/register/entries", "/register/print"),
    *("/register/verify/dispatches", "/archive", "/register/series/{series}/confirm"),
}
"""What is always one's own agency's: for a stranger these are empty, not unknown."""
PERMITTED = {"/certificates/{certificate}/revoke"}
"""Refused for whoever has no permission, before anything is looked for."""
REASONED = (
    *("/withdraw", "/cancel-signing", "/send-back", "/void", "/bypass", "/replan"),
    *("/refuse", "/recall/close", "/cancel", "/revoke"),
)
PDF = "application/pdf"
CHANGES: dict[str, dict[str, Any]] = {
    "/drafts/{case}": {"json": {}},
    "/drafts/{case}/file": {"files": {"file": ("a.txt", b"abc")}},
}
"""Of a draft, on the revision that was seen."""

DECIDED = {"verdict": "approve", "version": "0" * 64}
AWAY = {"substitute": "duong-minh-tue", "reason": "thử"}
GIVEN = {
    "delegate": "truong-phong-qlvh",
    "types": ["cong_van"],
    "paper": "12/QĐ-SVHTTDL ngày 05/01/2026",
}


def later() -> dict[str, str]:
    """A term in which no other story plays."""
    begins = datetime.now(UTC) + timedelta(days=300)
    return {
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(days=2)).isoformat(),
    }


async def all_paths(town: Town, service: str) -> list[tuple[str, str]]:
    async with httpx.AsyncClient(base_url=town.addresses.services[service]) as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.fixture(scope="module")
async def known(town: Town) -> dict[str, str]:
    """Everything of the Sở that a path can name, of one filed and one waiting dispatch."""
    text = SAMPLE.read_text(encoding="utf-8")
    play = Play(town.cast, lambda _scene: None)
    filed, desk = await asyncio.to_thread(play.run, text, "VP")
    made = await asyncio.to_thread(desk.act, "drafting", "/drafts/from-text", {"text": text})
    waiting = made["draft"]["case"]
    await asyncio.to_thread(desk.act, "drafting", f"/drafts/{waiting}/submit", etag="*")
    checker = town.desk("chanh-van-phong")

    async def opened() -> list[dict[str, Any]]:
        listed = await asyncio.to_thread(checker.get, "approval", "/tasks")
        return [task for task in listed["tasks"] if task["case"] == waiting]

    tasks = await until(opened)
    director = town.desk("giam-doc")
    away = await asyncio.to_thread(director.act, "approval", "/absences", later() | AWAY)
    given = await asyncio.to_thread(director.act, "approval", "/delegations", later() | GIVEN)
    return {
        "absence": away["id"],
        "delegation": given["id"],
        "case": filed,
        "task": tasks[0]["id"],
        "code": "QLVH",
        "round": "1",
        "number": "1",
        "digest": "0" * 64,
        "attachment": "0" * 32,
        "reservation": "0" * 32,
        "certificate": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "place": "1",
    }


@pytest.mark.parametrize("service", ["drafting", "approval", "distribution"])
async def test_a_stranger_gets_404_for_everything_of_the_agency(
    town: Town, known: dict[str, str], service: str
) -> None:
    office = town.neighbours.organisation
    clerk, *_ = office.holders(office.clerk_post().code)
    token = town.neighbours.desk(clerk)._clients[service].headers["Authorization"]
    asked = 0
    async with httpx.AsyncClient(
        base_url=town.addresses.services[service], headers={"Authorization": token}
    ) as client:
        for method, path in await all_paths(town, service):
            if HARMLESS.match(path) or path in OWN | PERMITTED or path == "/verify":
                continue
            address = path.format(**known)
            answer = await client.request(method.upper(), address, **body_for(method, path))
            assert answer.status_code == 404, (method, path, answer.text)
            assert answer.json()["code"] != "http_404", (method, path)
            asked += 1
    assert asked >= 5


def body_for(method: str, path: str) -> dict[str, Any]:
    """A body that is well formed, so that nothing but the agency is refused."""
    if method not in {"post", "put"}:
        return {}
    bodies: dict[str, dict[str, Any]] = {
        "/drafts/{case}/corrections": {"findings": ["place_differs"]},
        "/drafts/{case}/acknowledgements": {
            "findings": ["place_differs"],
            "reason": "Theo mẫu cũ.",
        },
        "/tasks/{task}/decision": DECIDED,
        "/tasks/{task}/consultations": {"posts": ["truong"], "reason": "thử"},
        "/tasks/{task}/messages": {"kind": "question", "said": "thử"},
        "/tasks/{task}/urgency": {"urgency": "khan", "reason": "thử"},
        "/tasks/{task}/forward": {"to": "xa-truong", "reason": "thử"},
        "/tasks/{task}/reassign": {"to": "xa-truong", "reason": "thử"},
        "/tasks/{task}/signature": {"pin": "1234"},
        "/dispatches/{case}/send-again": {"instead_of": "QLVH", "to": "VP"},
        "/dispatches/{case}/recall": {"ordered_by": "giam-doc", "paper": "QĐ", "reason": "thử"},
        "/mailboxes/{code}/{case}/recall-answer": {"answer": "cancelled"},
        "/dispatches/{case}/access": {"change": "granted", "reader": "QLVH"},
        "/dispatches/{case}/access/confirm": {"number": 1},
    }
    if path.endswith("/attachments"):
        return {"data": {"kind": "supporting"}, "files": {"file": ("a.txt", b"abc")}}
    if path in CHANGES:
        return CHANGES[path] | {"headers": {"If-Match": '"1"'}}
    if path.endswith("/signature/file"):
        return {"content": b"%PDF-1.7", "headers": {"Content-Type": PDF}}
    if path.endswith(REASONED):
        return {"json": {"reason": "thử"}}
    seen = {"If-Match": '"1"'}
    return {"json": bodies[path], "headers": seen} if path in bodies else {}


async def test_a_strangers_selection_of_tasks_is_unknown_one_by_one(
    town: Town, known: dict[str, str]
) -> None:
    stranger = town.neighbours.desk(town.neighbours.organisation.accounts[0])
    chosen = {"decisions": [DECIDED | {"task": known["task"]}]}
    said = await asyncio.to_thread(stranger.act, "approval", "/tasks/decisions", chosen)
    assert [one["status"] for one in said["results"]] == [404]


async def test_a_strangers_lists_are_empty(town: Town, known: dict[str, str]) -> None:
    stranger = town.neighbours.desk(town.neighbours.organisation.accounts[0])
    drafts = await asyncio.to_thread(stranger.get, "drafting", "/drafts")
    tasks = await asyncio.to_thread(stranger.get, "approval", "/tasks")
    book = await asyncio.to_thread(stranger.get, "distribution", "/register")
    away = await asyncio.to_thread(stranger.get, "approval", "/absences", all="true")
    given = await asyncio.to_thread(stranger.get, "approval", "/delegations", all="true")
    told = await asyncio.to_thread(stranger.get, "approval", "/notices")
    assert known
    assert (drafts["drafts"], tasks["tasks"], book["entries"]) == ([], [], [])
    assert (away["absences"], given["delegations"], told["notices"]) == ([], [], [])
