"""Deciding, over HTTP: thin, everything is decided by the operations."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.approval import operations
from services.approval.schemas import (
    CancelledOut,
    CancelSigningIn,
    DecidedOut,
    DecisionIn,
    DecisionOf,
    DecisionsIn,
    DecisionsOut,
    PreparedOut,
)
from services.approval.signing_keys import SoftKeys
from shared.domain.people import Person
from shared.domain.refusals import Refusal
from shared.runtime.database import Work
from shared.runtime.http import AtDesk, Desk
from shared.runtime.problems import refused, status_of

router = APIRouter(tags=["acts"])


@router.post(
    "/tasks/decisions",
    response_model=DecisionsOut,
    summary="Decide on a selection of tasks, each with its own result",
)
async def decide_all(said: DecisionsIn, desk: AtDesk) -> dict[str, Any]:
    """One act after another, as if each had been sent alone: a refusal stops none of the others.

    With an idempotency key, the whole may be sent again after a fault.
    """
    results = [await _result(desk.part(one.task), one) for one in said.decisions]
    return {"results": results}


async def _result(desk: Desk, said: DecisionOf) -> dict[str, Any]:
    try:
        decision = await desk.act(said, _deciding(desk, said.task, said))
    except Refusal as refusal:
        status, problem = status_of(refusal), refused(refusal)
        return {"task": said.task, "status": status, "decision": None, "problem": problem}
    return {"task": said.task, "status": 200, "decision": decision, "problem": None}


def _deciding(
    desk: Desk, task: str, said: DecisionIn
) -> Callable[[Work, Person], Awaitable[DecidedOut]]:
    keys = SoftKeys(desk.process.keys)

    async def do(work: Work, me: Person) -> DecidedOut:
        return DecidedOut.of(*await operations.decide(work, me, keys, task, said.order()))

    return do


@router.post(
    "/tasks/{task}/prepared",
    response_model=PreparedOut,
    summary="Make the prepared PDF for me, another eligible signer; the earlier becomes stale",
)
async def prepare(task: UUID, desk: AtDesk) -> dict[str, Any]:
    """For a candidate of a signature step who is not the one that the PDF was made for.

    Refused if the task is over, if the caller may not sign, or took another part in the dispatch;
    asked again by the same person, it answers with the PDF that there is.
    """
    async with desk.open() as (work, me):
        drawing = await operations.drawing_for_me(work, me, str(task))
    drawn = await operations.draw(desk.process.database.blobs, drawing) if drawing else None

    async def do(work: Work, me: Person) -> PreparedOut:
        return PreparedOut.of(await operations.keep_mine(work, me, str(task), drawn))

    return await desk.act(None, do)


@router.post(
    "/tasks/{task}/decision",
    response_model=DecidedOut,
    summary="Decide: approve, return with a comment, reject with a reason",
)
async def decide(task: UUID, said: DecisionIn, desk: AtDesk) -> dict[str, Any]:
    """Final when it is answered; for candidates of the step who took no other part in the dispatch.

    Refused if somebody decided before (409, with who and when), if another version or PDF was seen
    (412), without the comment of a return or reject (422), or to sign without a valid certificate.
    """
    return await desk.act(said, _deciding(desk, str(task), said))


@router.post(
    "/tasks/{task}/cancel-signing",
    response_model=CancelledOut,
    summary="Take back the decision to sign, while no signature is kept",
)
async def cancel_signing(task: UUID, said: CancelSigningIn, desk: AtDesk) -> dict[str, Any]:
    """For the signer or the head of the agency, with a reason; the step opens anew.

    Refused (409) once a signature is kept, and where nobody decided to sign.
    """

    async def do(work: Work, me: Person) -> CancelledOut:
        return CancelledOut.of(*await operations.cancel_signing(work, me, str(task), said.reason))

    return await desk.act(said, do)
