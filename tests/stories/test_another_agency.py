"""One token, one agency: everything of another agency is as if it were not there."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from services.cli.demo.play import Play
from shared.domain.organisation import Account
from tests.stories.conftest import Town
from tests.support.office import SAMPLE
from tests.support.waiting import until

HARMLESS = re.compile(r"^/(healthz|readyz|organisations)")
OWN = {"/drafts", "/drafts/from-text", "/tasks", "/desk", "/register", "/register/verify"}
"""Lists of one's own, and drafts of one's own: for a stranger they are empty, not unknown."""


async def all_paths(town: Town, service: str) -> list[tuple[str, str]]:
    async with httpx.AsyncClient(base_url=town.addresses.services[service]) as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.fixture(scope="session")
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
    return {
        "case": filed,
        "task": tasks[0]["id"],
        "code": "QLVH",
        "round": "1",
        "number": "1",
        "attachment": "0" * 32,
    }


@pytest.mark.parametrize("service", ["drafting", "approval", "distribution"])
async def test_a_stranger_gets_404_for_everything_of_the_agency(
    town: Town, known: dict[str, str], service: str
) -> None:
    stranger: Account = town.neighbours.organisation.accounts[0]
    token = town.neighbours.desk(stranger)._clients[service].headers["Authorization"]
    asked = 0
    async with httpx.AsyncClient(
        base_url=town.addresses.services[service], headers={"Authorization": token}
    ) as client:
        for method, path in await all_paths(town, service):
            if HARMLESS.match(path) or path in OWN or path == "/verify":
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
        "/tasks/{task}/decision": {"verdict": "approve", "version": "0" * 64},
    }
    if path.endswith("/attachments"):
        return {"data": {"kind": "supporting"}, "files": {"file": ("a.txt", b"abc")}}
    if path == "/drafts/{case}":
        return {"json": {}, "headers": {"If-Match": '"1"'}}
    if path.endswith(("/withdraw", "/cancel-signing", "/send-back", "/void")):
        return {"json": {"reason": "thử"}}
    seen = {"If-Match": '"1"'}
    return {"json": bodies[path], "headers": seen} if path in bodies else {}


async def test_a_strangers_lists_are_empty(town: Town, known: dict[str, str]) -> None:
    stranger = town.neighbours.desk(town.neighbours.organisation.accounts[0])
    drafts = await asyncio.to_thread(stranger.get, "drafting", "/drafts")
    tasks = await asyncio.to_thread(stranger.get, "approval", "/tasks")
    book = await asyncio.to_thread(stranger.get, "distribution", "/register")
    assert known
    assert (drafts["drafts"], tasks["tasks"], book["entries"]) == ([], [], [])
