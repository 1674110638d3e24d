"""An office whose routes a story chooses, and what people and the flow do in it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx

from shared.contracts.approval import RoundPosition, TurnRef
from shared.domain.chains import broken_at
from shared.domain.dates import VIETNAM
from tests.services.approval.conftest import (
    DEPUTY,
    DRAFTER,
    FORM,
    HEAD,
    HEAD_OF_OFFICE,
    SECOND_DEPUTY,
    Approval,
    Submitted,
)
from tests.support.office import LANG_SON, content_of

INSPECTOR, CULTURE, TOURISM = "chanh-thanh-tra", "truong-phong-qlvh", "truong-phong-qldl"
SPORT = "truong-phong-qltdtt"
CONTENT: Final = {"kind": "content_check", "hours": 2}
REVIEW: Final = {"kind": "office_review", "hours": 2, "posts": [FORM]}
SIGNATURE: Final = {
    "kind": "signature",
    "hours": 4,
    "deputy_of_field": True,
    "posts": [HEAD],
    "urgent_hours": {"khan": 2, "hoa_toc": 1},
}
STRAIGHT: Final = (CONTENT, REVIEW, SIGNATURE)
EVERY_DAY: Final = {
    "shifts": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"}],
    "weekend": [6, 7],
}
BY_ACT: Final[dict[str, dict[str, Any]]] = {
    "claim": {},
    "release": {},
    "forward": {"to": DEPUTY, "reason": "Đi họp"},
    "reassign": {"to": DEPUTY, "reason": "Đi họp"},
    "consultations": {"posts": [INSPECTOR], "reason": "Cần thêm ý kiến"},
    "messages": {"kind": "question", "said": "Số liệu lấy ở đâu?"},
    "urgency": {"urgency": "khan", "reason": "Phải phát hành trong ngày"},
    "bypass": {"reason": "Người kiểm tra đi vắng"},
}
"""Every act on a task besides deciding, with something to say."""


def office_of(*steps: dict[str, Any], **other: Any) -> dict[str, Any]:
    """The file of Lạng Sơn with one route for everything; `after_return` is the route's."""
    route = {"name": "Luồng chung", "steps": list(steps or STRAIGHT)}
    if "after_return" in other:
        route["after_return"] = other.pop("after_return")
    return office_with([route], **other)


def office_with(routes: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
    """The same with several routes; working every weekday, so that no story meets a holiday."""
    allowed = {"permissions": {"bypass": [HEAD], "replan": [HEAD, HEAD_OF_OFFICE]}}
    file = content_of(LANG_SON) | allowed | {"working_time": EVERY_DAY, "routes": routes}
    return file | other


async def settle(approval: Approval, content: dict[str, Any]) -> Approval:
    """Put a file into force: what is submitted from now on follows it."""
    approval.versions["SVHTTDL"] = await approval.office.load("approval", content)
    return approval


def set_clock(approval: Approval, hour: int, minute: int = 0, *, day: int = 0) -> None:
    """Move the clock to an hour in Viet Nam, of the Monday after next or so many days later."""
    today = datetime.now(VIETNAM).replace(hour=hour, minute=minute, second=0, microsecond=0)
    monday = today + timedelta(days=14 - today.weekday())
    approval.office.clock.ahead = monday + timedelta(days=day) - datetime.now(UTC)


async def submitted(approval: Approval, *approvals: str, **other: Any) -> Submitted:
    """A round of which so many steps were approved, and the next is open."""
    round_ = await approval.submit(**other)
    await round_.open_step()
    for account in approvals:
        await approve(round_, account)
    return round_


async def approve(round_: Submitted, account: str, **more: Any) -> RoundPosition:
    """Approve the open task, and let the flow open what comes next."""
    return await decide(round_, account, "approve", **more)


async def decide(round_: Submitted, account: str, verdict: str, **more: Any) -> RoundPosition:
    made = await round_.decide(account, verdict, await open_task(round_), **more)
    assert made.status_code == 200, made.text
    return await round_.open_step()


async def to_sign(round_: Submitted, account: str = DEPUTY) -> RoundPosition:
    """Have the PDF made, decide to sign it, and sign."""
    await round_.prepare()
    hash_ = (await seen(round_, account))["prepared"]["prepared"]
    await decide(round_, account, "approve", prepared=hash_)
    return await round_.sign()


async def open_task(round_: Submitted) -> str:
    """The task that waits for a decision."""
    return str((await open_turn(round_))["id"])


async def open_turn(round_: Submitted) -> dict[str, Any]:
    turns = await turns_of(round_)
    (waiting,) = (turn for turn in turns if turn["over_at"] is None)
    return waiting


async def turns_of(round_: Submitted) -> list[dict[str, Any]]:
    turns = await round_.approval.rows("turns", round_.case)
    mine = (turn for turn in turns if turn["round"] == round_.frozen.round)
    return sorted(mine, key=lambda turn: turn["opened_at"])


async def act(
    round_: Submitted,
    account: str,
    what: str,
    task: str | None = None,
    *,
    key: str | None = None,
    **said: Any,
) -> httpx.Response:
    """An act on a task: what is not said is taken from `BY_ACT`."""
    person = await round_.approval.person(account)
    body = BY_ACT[what] | said
    headers = {"Idempotency-Key": key} if key else {}
    address = f"/tasks/{task or await open_task(round_)}/{what}"
    return await person.post(address, json=body or None, headers=headers)


async def on_case(
    round_: Submitted, account: str, what: str = "replan", *, key: str | None = None, **said: Any
) -> httpx.Response:
    """An act on the whole dispatch: `replan`, or `deadlines`."""
    person = await round_.approval.person(account)
    body = {"reason": "Luồng mới đã có hiệu lực"} | said
    headers = {"Idempotency-Key": key} if key else {}
    if what == "deadlines":
        return await person.post("/deadlines", json=body | {"case": round_.case}, headers=headers)
    return await person.post(f"/dispatches/{round_.case}/{what}", json=body, headers=headers)


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The sentence of a refusal."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    return str(answer.json()["detail"])


def named(answer: httpx.Response) -> dict[str, str]:
    """What a refusal says for machines."""
    return {one["field"]: one["message"] for one in answer.json().get("errors", ())}


async def seen(round_: Submitted, account: str, task: str | None = None) -> dict[str, Any]:
    """A task as somebody sees it."""
    person = await round_.approval.person(account)
    return done(await person.get(f"/tasks/{task or await open_task(round_)}"))


async def part(round_: Submitted, account: str = DRAFTER) -> dict[str, Any]:
    """The dispatch as somebody sees it."""
    person = await round_.approval.person(account)
    return done(await person.get(f"/dispatches/{round_.case}"))


async def taken(round_: Submitted) -> list[tuple[str, str]]:
    """Who did what in the latest round, as its history tells the drafter."""
    latest = (await part(round_))["rounds"][-1]
    return [(one["act"], one["account"]) for one in latest["taken"]]


async def plan(round_: Submitted) -> list[tuple[int, str]]:
    """Step numbers and kinds of the latest plan."""
    latest = (await part(round_))["rounds"][-1]
    return [(step["step"], step["kind"]) for step in latest["plan"]]


async def told(round_: Submitted, kind: str) -> Counter[str]:
    """Who was told of this kind, how often, in every round so far."""
    notices = await round_.approval.rows("notices", round_.case)
    return Counter(one["recipient"] for one in notices if one["kind"] == kind)


async def marked(round_: Submitted) -> list[tuple[str, int]]:
    marks = await round_.approval.rows("marks", round_.case)
    return sorted((one["kind"], one["ordinal"]) for one in marks)


async def mark(round_: Submitted, at: datetime | None = None) -> RoundPosition:
    """What the flow does when it wakes up at an open turn, at the clock's instant."""
    turn = await open_turn(round_)
    ref = TurnRef(
        case=round_.case,
        round=round_.frozen.round,
        step=turn["step"],
        turn=turn["turn"],
        at=at or round_.approval.now(),
    )
    return await round_.approval.activities().mark_overdue(ref)


async def assert_whole(round_: Submitted) -> list[str]:
    """The acts of the case's events, whose chain must be whole."""
    events = await round_.approval.events(round_.case)
    assert broken_at(events) is None
    return [event["act"] for event in events]


def fresh_key() -> str:
    return str(uuid4())


__all__ = [
    "CONTENT",
    "CULTURE",
    "DEPUTY",
    "DRAFTER",
    "FORM",
    "HEAD",
    "HEAD_OF_OFFICE",
    "INSPECTOR",
    "REVIEW",
    "SECOND_DEPUTY",
    "SIGNATURE",
    "SPORT",
    "STRAIGHT",
    "TOURISM",
]
