"""Who has a task, over HTTP: claim, release, forward, reassign."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.approval import operations
from services.approval.schemas import ChangedOut, GiveIn
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["acts"])


@router.post("/tasks/{task}/claim", response_model=ChangedOut, summary="Take a task for myself")
async def claim(task: UUID, desk: AtDesk) -> dict[str, Any]:
    """For whoever may decide it; others are then refused (409, with who and since when).

    A signature's PDF is made anew for who claims it. Refused where several people decide.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        return ChangedOut.of(*await operations.claim(work, me, str(task)))

    return await desk.act(None, do)


@router.post("/tasks/{task}/release", response_model=ChangedOut, summary="Give a task back")
async def release(task: UUID, desk: AtDesk) -> dict[str, Any]:
    """For who has it alone; it is everybody's again who may decide it."""

    async def do(work: Work, me: Person) -> ChangedOut:
        return ChangedOut.of(*await operations.release(work, me, str(task)))

    return await desk.act(None, do)


@router.post(
    "/tasks/{task}/forward", response_model=ChangedOut, summary="Pass a task on to another"
)
async def forward(task: UUID, said: GiveIn, desk: AtDesk) -> dict[str, Any]:
    """For whoever may decide it, with a reason; the other one must be able to decide it too."""

    async def do(work: Work, me: Person) -> ChangedOut:
        made = await operations.forward(work, me, str(task), said.to, said.reason)
        return ChangedOut.of(*made)

    return await desk.act(said, do)


@router.post(
    "/tasks/{task}/reassign", response_model=ChangedOut, summary="A superior gives a task away"
)
async def reassign(task: UUID, said: GiveIn, desk: AtDesk) -> dict[str, Any]:
    """For a superior of who has or may take it, with a reason; never for who wrote the dispatch.

    Somebody who was no candidate becomes one; a signature goes only to who may sign by law.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        made = await operations.reassign(work, me, str(task), said.to, said.reason)
        return ChangedOut.of(*made)

    return await desk.act(said, do)
