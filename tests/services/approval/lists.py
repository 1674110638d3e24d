"""Looking at task lists over HTTP, as everybody does."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from shared.domain.urgency import Urgency
from tests.services.approval.conftest import TEXT, Approval, Submitted

_WORDS = (f"dấuhiệu{number:03d}" for number in count(1))


def mark() -> str:
    """A word that no other dispatch of the module has in its subject."""
    return next(_WORDS)


async def submitted(
    approval: Approval,
    word: str,
    urgency: Urgency = Urgency.NORMAL,
    *,
    doc_type: str = "cong_van",
    **other: Any,
) -> Submitted:
    """A round whose first step is open, with a word in its subject."""
    text = replace(TEXT, subject=f"triển khai {word}", urgency=urgency, doc_type=doc_type)
    made = await approval.submit(text=text, **other)
    await made.open_step()
    return made


async def page(approval: Approval, account: str, **asked: Any) -> dict[str, Any]:
    person = await approval.person(account)
    answer = await person.get("/tasks", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def lines(approval: Approval, account: str, **asked: Any) -> list[dict[str, Any]]:
    return list((await page(approval, account, **asked))["tasks"])


async def cases(approval: Approval, account: str, **asked: Any) -> list[str]:
    return [line["case"] for line in await lines(approval, account, **asked)]


async def pages(
    approval: Approval, account: str, **asked: Any
) -> AsyncIterator[list[dict[str, Any]]]:
    """Every page of a list, each when it is asked for."""
    after: dict[str, str] = {}
    while True:
        one = await page(approval, account, **asked, **after)
        yield one["tasks"]
        if one["next"] is None:
            return
        after = {"after": one["next"]}


async def declare_absence(approval: Approval, account: str, substitute: str, **scope: Any) -> str:
    """Away from now on for three days; gives the absence's id."""
    person = await approval.person(account)
    term = {
        "starts_at": approval.now().isoformat(),
        "ends_at": (approval.now() + timedelta(days=3)).isoformat(),
    }
    said = {"substitute": substitute, "reason": "Đi công tác"} | term | scope
    made = await person.post("/absences", json=said)
    assert made.status_code == 200, made.text
    return str(made.json()["id"])


async def end_absence(approval: Approval, account: str, absence: str) -> None:
    person = await approval.person(account)
    ended = await person.post(f"/absences/{absence}/end", json={"reason": "Đã về"})
    assert ended.status_code == 200, ended.text
