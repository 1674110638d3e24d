"""Acts on a task besides deciding, over HTTP: consult, ask, set the urgency, bypass."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from services.approval import operations
from services.approval.schemas import (
    ChangedOut,
    ConsultationIn,
    MessageIn,
    MessageOut,
    ReasonIn,
    UrgencyIn,
)
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["acts"])


@router.post("/tasks/{task}/consultations", response_model=ChangedOut, summary="Ask others first")
async def consult(task: UUID, said: ConsultationIn, desk: AtDesk) -> dict[str, Any]:
    """For whoever may decide the task, with a reason: it opens again after the consultation.

    Refused (422) where somebody named has nobody to answer.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        made = await operations.consult(work, me, str(task), said.wanted())
        return ChangedOut.of(*made)

    return await desk.act(said, do)


@router.post(
    "/tasks/{task}/messages", response_model=MessageOut, summary="Ask the drafter, or answer"
)
async def say(task: UUID, said: MessageIn, desk: AtDesk) -> dict[str, Any]:
    """Whoever may decide asks, the drafter answers; the deadline stands still in between.

    One question at a time (409 `already_asked`).
    """

    async def do(work: Work, me: Person) -> MessageOut:
        made = await operations.say(work, me, str(task), said.kind, said.said)
        return MessageOut.of(*made)

    return await desk.act(said, do)


@router.post(
    "/tasks/{task}/urgency", response_model=ChangedOut, summary="The signer sets the urgency"
)
async def set_urgency(task: UUID, said: UrgencyIn, desk: AtDesk) -> dict[str, Any]:
    """For the signer, before deciding, with a reason: the PDF is made anew, approvals stay.

    The deadline is counted anew from when the task was opened.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        made = await operations.set_urgency(work, me, str(task), said.urgency, said.reason)
        return ChangedOut.of(*made)

    return await desk.act(said, do)


@router.post(
    "/tasks/{task}/bypass", response_model=ChangedOut, summary="Skip a step of an urgent dispatch"
)
async def bypass(task: UUID, said: ReasonIn, desk: AtDesk) -> dict[str, Any]:
    """For posts with the permission `bypass`, with a reason, marked for ever; never a signature.

    Refused to who wrote the dispatch, and (409) for a dispatch that is not urgent.
    """

    async def do(work: Work, me: Person) -> ChangedOut:
        return ChangedOut.of(*await operations.bypass(work, me, str(task), said.reason))

    return await desk.act(said, do)
