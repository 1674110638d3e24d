"""Nobody approves what is his own, whatever way he comes: every act, asked of the real service.

The whole matrix is asked of the pure rules (`domain/test_matrix.py`); here each act is sent.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

import httpx
import pytest

from shared.domain.urgency import Urgency
from tests.services.approval.conftest import (
    CLERK,
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    TEXT,
    Approval,
    Submitted,
)
from tests.services.approval.granted import absent, delegated, end_all
from tests.support.office import LANG_SON, content_of

INSPECTOR = "chanh-thanh-tra"
CLEAN = {
    "content_check": "chanh-van-phong-2",
    "office_review": "pho-chanh-van-phong-2",
    "signature": "giam-doc-2",
}
"""Somebody else who may decide each step, so that it waits for somebody."""
NO = {"second_part", "second_part_of_absent"}
"""He took a part; or he in whose place he would act."""


@dataclass(frozen=True, slots=True)
class Path:
    """Who of the office has a part in the dispatch, and who then tries to decide, in which way."""

    kind: str
    own: str
    actor: str
    away: tuple[str, str] | None = None
    delegate: str | None = None


PATHS = {
    "holds the post": Path("content_check", HEAD_OF_OFFICE, HEAD_OF_OFFICE),
    "stands in": Path("content_check", CLERK, CLERK, away=(HEAD_OF_OFFICE, CLERK)),
    "is away": Path("content_check", HEAD_OF_OFFICE, CLERK, away=(HEAD_OF_OFFICE, CLERK)),
    "checks the form": Path("office_review", FORM, FORM),
    "stands in for the form": Path("office_review", CLERK, CLERK, away=(FORM, CLERK)),
    "is the deputy": Path("signature", DEPUTY, DEPUTY),
    "is the head, superior, permitted": Path("signature", HEAD, HEAD),
    "stands in for the deputy": Path(
        "signature", SECOND_DEPUTY, SECOND_DEPUTY, away=(DEPUTY, SECOND_DEPUTY)
    ),
    "signs by delegation": Path("signature", INSPECTOR, INSPECTOR, delegate=INSPECTOR),
    "delegated": Path("signature", HEAD, INSPECTOR, delegate=INSPECTOR),
}
PARTS: dict[str, dict[str, Any]] = {
    "drafted": {"drafter": "{own}", "authors": ("{own}",)},
    "wrote with the drafter": {"authors": (DRAFTER, "{own}")},
    "submitted": {"submitter": "{own}"},
}


@pytest.fixture(scope="module")
async def office_of_two(approval: Approval) -> Approval:
    """With a second person in each post that decides."""
    content = content_of(LANG_SON)
    posts = ("chanh-van-phong", "pho-chanh-van-phong", "giam-doc")
    for account, post in zip(CLEAN.values(), posts, strict=True):
        content["accounts"].append({"id": account, "name": account, "posts": [post]})
    approval.versions["SVHTTDL"] = await approval.office.load("approval", content)
    return approval


@pytest.fixture(autouse=True)
async def _everybody_is_back(office_of_two: Approval) -> AsyncIterator[None]:
    yield
    await end_all(office_of_two)


async def dispatch(approval: Approval, path: Path, part: dict[str, Any]) -> Submitted:
    """An urgent dispatch that waits at the path's step."""

    def named(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(named, value))
        return path.own if value == "{own}" else value

    text = replace(TEXT, urgency=Urgency.URGENT)
    taken = {name: named(value) for name, value in part.items()}
    round_ = await approval.submit(text=text, signer=CLEAN["signature"], **taken)
    await round_.open_step()
    for kind in ("content_check", "office_review"):
        if path.kind == kind:
            return round_
        await round_.approve(CLEAN[kind])
        await round_.open_step()
    await round_.prepare()
    return round_


async def ways(approval: Approval, path: Path) -> AsyncExitStack:
    stack = AsyncExitStack()
    if path.away:
        await stack.enter_async_context(absent(approval, *path.away))
    if path.delegate:
        await stack.enter_async_context(delegated(approval, path.delegate))
    return stack


def bodies(path: Path, version: str, prepared: str | None) -> dict[str, dict[str, Any]]:
    """What is sent to a task, by the end of the address; what comes after # tells them apart."""
    seen: dict[str, Any] = {"version": version}
    seen |= {"prepared": prepared} if prepared else {}
    reason = {"reason": "Việc gấp"}
    return {
        "decision#approve": seen | {"verdict": "approve"},
        "decision#return": seen | {"verdict": "return", "comment": "Sửa lại"},
        "decision#reject": seen | {"verdict": "reject", "comment": "Không cần nữa"},
        "claim": {},
        "messages": {"kind": "question", "said": "Số liệu lấy từ đâu?"},
        "consultations": reason | {"posts": ["chanh-thanh-tra"]},
        "urgency": reason | {"urgency": "hoa_toc"},
        "prepared": {},
        "forward": reason | {"to": CLEAN[path.kind]},
    }


async def send(
    approval: Approval, account: str, address: str, body: dict[str, Any]
) -> httpx.Response:
    person = await approval.person(account)
    return await person.post(address, json=body or None)


ROWS = [
    pytest.param(path, PARTS[part], id=f"{part}, {way}")
    for (way, path), part in zip(PATHS.items(), cycle(PARTS), strict=False)
]
"""Each way with one of the parts, in turn: the parts are equal before the rules."""


@pytest.mark.parametrize(("path", "part"), ROWS)
async def test_no_act_on_a_task_gets_through(
    office_of_two: Approval, path: Path, part: dict[str, Any]
) -> None:
    round_ = await dispatch(office_of_two, path, part)
    task = await round_.task()
    signs = path.kind == "signature"
    prepared = await round_.prepared() if signs else None
    before = await facts(office_of_two, round_)
    async with await ways(office_of_two, path):
        for act, body in bodies(path, round_.version, prepared).items():
            address = f"/tasks/{task}/{act.partition('#')[0]}"
            answer = await send(office_of_two, path.actor, address, body)
            assert answer.status_code == 403, (act, answer.text)
            assert answer.json()["code"] in NO, (act, answer.text)
    assert await facts(office_of_two, round_) == before


@pytest.mark.parametrize("kind", CLEAN)
async def test_nor_is_it_given_to_him(office_of_two: Approval, kind: str) -> None:
    own = {"content_check": HEAD_OF_OFFICE, "office_review": FORM, "signature": DEPUTY}[kind]
    round_ = await dispatch(office_of_two, Path(kind, own, own), PARTS["wrote with the drafter"])
    task, reason = await round_.task(), {"reason": "Việc gấp"}
    before = await facts(office_of_two, round_)
    superior = HEAD if kind != "signature" else None  # a head is set over no other head
    for by, act, body, code in (
        (CLEAN[kind], "forward", {"to": own}, "second_part"),
        (superior, "reassign", {"to": own}, "second_part"),
        (CLEAN[kind], "consultations", {"accounts": [own]}, "nobody_to_consult"),
    ):
        if by:
            answer = await send(office_of_two, by, f"/tasks/{task}/{act}", reason | body)
            assert answer.json()["code"] == code, (act, answer.text)
    assert await facts(office_of_two, round_) == before


async def facts(approval: Approval, round_: Submitted) -> list[Any]:
    return [await approval.rows(table, round_.case) for table in ("decisions", "changes")]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
async def test_no_permission_and_no_standing_helps_with_ones_own(
    office_of_two: Approval, part: dict[str, Any]
) -> None:
    round_ = await dispatch(office_of_two, Path("office_review", HEAD, HEAD), part)
    task, reason = await round_.task(), {"reason": "Việc gấp"}
    before = await facts(office_of_two, round_)
    for address, body in (
        (f"/tasks/{task}/bypass", reason),
        (f"/tasks/{task}/reassign", reason | {"to": CLEAN["office_review"]}),
        (f"/dispatches/{round_.case}/replan", reason),
    ):
        answer = await send(office_of_two, HEAD, address, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "own_dispatch"), address
    assert await facts(office_of_two, round_) == before


NOTHING: dict[str, Any] = {}
ACTS = tuple(bodies(PATHS["is the deputy"], "", None))


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
async def test_the_same_way_is_open_to_who_took_no_part(
    office_of_two: Approval, path: Path
) -> None:
    round_ = await dispatch(office_of_two, path, NOTHING)
    async with await ways(office_of_two, path):
        claimed = await send(office_of_two, path.actor, f"/tasks/{await round_.task()}/claim", {})
        assert claimed.status_code == 200, claimed.text
        returned = await round_.decide(path.actor, "return", comment="Sửa lại")
        assert returned.status_code == 200, returned.text


@pytest.mark.parametrize("act", ACTS)
async def test_so_is_every_act(office_of_two: Approval, act: str) -> None:
    signs = act in {"decision#approve", "urgency", "prepared"}
    path = PATHS["is the head, superior, permitted" if signs else "holds the post"]
    round_ = await dispatch(office_of_two, path, NOTHING)
    task, mine = await round_.task(), None
    if signs:
        made = await send(office_of_two, path.actor, f"/tasks/{task}/prepared", {})
        mine = made.json()["prepared"]
    body = bodies(path, round_.version, mine)[act]
    answer = await send(office_of_two, path.actor, f"/tasks/{task}/{act.partition('#')[0]}", body)
    assert answer.status_code == 200, answer.text


async def test_permissions_and_standing_help_with_what_is_not_ones_own(
    office_of_two: Approval,
) -> None:
    path = replace(PATHS["checks the form"], actor=HEAD)
    reason = {"reason": "Việc gấp"}
    for address, body in (
        ("/tasks/{task}/reassign", reason | {"to": CLEAN["office_review"]}),
        ("/dispatches/{case}/replan", reason),
        ("/tasks/{task}/bypass", reason),
    ):
        round_ = await dispatch(office_of_two, path, NOTHING)
        where = address.format(task=await round_.task(), case=round_.case)
        answer = await send(office_of_two, path.actor, where, body)
        assert answer.status_code == 200, (address, answer.text)
