"""Absences and delegations over HTTP, for the tests of approval."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from services.approval.tables import absences, delegations
from tests.services.approval.conftest import HEAD, Approval

DAY = timedelta(days=1)
PAPER = "12/QĐ-SVHTTDL ngày 05/01/2026"


def term(
    approval: Approval, begins: timedelta = timedelta(), lasts: timedelta = DAY
) -> dict[str, str]:
    starts = approval.now() + begins
    return {"starts_at": starts.isoformat(), "ends_at": (starts + lasts).isoformat()}


async def declare(approval: Approval, by: str, substitute: str, /, **said: Any) -> httpx.Response:
    """An absence of whoever declares it, from now on for a day, unless said otherwise."""
    usual = {"substitute": substitute, "reason": "Đi công tác"} | term(approval)
    return await (await approval.person(by)).post("/absences", json=usual | said)


async def delegate(approval: Approval, to: str, by: str = HEAD, **said: Any) -> httpx.Response:
    usual = {"delegate": to, "types": ["cong_van"], "paper": PAPER} | term(approval)
    return await (await approval.person(by)).post("/delegations", json=usual | said)


async def end(
    approval: Approval, by: str, what: str, id_: str, reason: str = "Đã trở lại"
) -> httpx.Response:
    person = await approval.person(by)
    return await person.post(f"/{what}/{id_}/end", json={"reason": reason})


@asynccontextmanager
async def absent(
    approval: Approval, account: str, substitute: str, **said: Any
) -> AsyncIterator[dict[str, Any]]:
    """Somebody is away, and comes back at the end of the test."""
    made = await declare(approval, account, substitute, **said)
    assert made.status_code == 200, made.text
    try:
        yield made.json()
    finally:
        await end(approval, account, "absences", made.json()["id"])


@asynccontextmanager
async def delegated(approval: Approval, to: str, **said: Any) -> AsyncIterator[dict[str, Any]]:
    """The head delegates, until the end of the test."""
    made = await delegate(approval, to, **said)
    assert made.status_code == 200, made.text
    try:
        yield made.json()
    finally:
        await end(approval, HEAD, "delegations", made.json()["id"])


async def end_all(approval: Approval) -> None:
    """Everybody is back: no test meets the grants of another."""
    async with approval.work() as work:
        for table in (absences, delegations):
            unended = table.update().where(table.c.ended_at.is_(None))
            await work.db.execute(unended.values(ended_at=approval.now(), ended_by=HEAD))


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
