"""Approval's part of a dispatch, and acts on its plan, over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter

from services.approval import operations
from services.approval.routes.common import Case
from services.approval.schemas import (
    ChangedOut,
    DeadlineOut,
    DeadlinesIn,
    DeadlinesOut,
    PartOut,
    ReasonIn,
)
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["dispatches"])


@router.get("/dispatches/{case}", summary="How a dispatch stands with approval")
async def part(case: Case, desk: AtDesk) -> PartOut:
    """For everybody of the agency: who is waited for, until when, and who decided what so far.

    Comments are shown only to those whom the dispatch concerns; refused (404) before approval
    received a round of it.
    """
    async with desk.open() as (work, me):
        return PartOut.of(await operations.dispatch(work, me, case))


@router.post(
    "/dispatches/{case}/replan",
    response_model=ChangedOut,
    summary="Give a running dispatch the plan by the route in force",
)
async def replan(case: Case, said: ReasonIn, desk: AtDesk) -> dict[str, Any]:
    """For posts with the permission `replan`, with a reason; what was settled stays as it was.

    Refused to who wrote the dispatch, and (409) once it is decided or somebody decided to sign.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        return ChangedOut.of(*await operations.replan(work, me, case, said.reason))

    return await desk.act(said, do)


def _recounting(case: str, reason: str) -> Callable[[Work, Person], Awaitable[DeadlineOut]]:
    async def do(work: Work, me: Person) -> DeadlineOut:
        return DeadlineOut.of(case, await operations.recount(work, me, case, reason))

    return do


@router.post(
    "/deadlines",
    response_model=DeadlinesOut,
    summary="Count running deadlines anew, by the calendar in force",
)
async def recount_deadlines(said: DeadlinesIn, desk: AtDesk) -> dict[str, Any]:
    """For posts with the permission `replan`: one dispatch, or every one with an open task.

    Each dispatch is an act of its own; the answer names the deadlines as they are now.
    """
    cases = [said.case] if said.case else []
    if not cases:
        async with desk.open() as (work, me):
            cases = list(await operations.open_cases(work, me))
    counted = []
    for case in cases:
        answer = await desk.part(case).act(said, _recounting(case, said.reason))
        counted.append(answer)
    return DeadlinesOut.model_validate({"dispatches": counted}).model_dump(mode="json")
