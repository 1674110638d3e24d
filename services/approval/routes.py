"""Approval's HTTP API: thin, everything is decided by the operations."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from services.approval import operations
from services.approval.schemas import (
    CancelledOut,
    CancelSigningIn,
    DecidedOut,
    DecisionIn,
    PartOut,
    PreparedOut,
    TaskOut,
    TasksOut,
    VersionOut,
)
from services.approval.signing_keys import SoftKeys
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter()

Case = Annotated[
    str,
    Path(
        pattern="^[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9]{6,9}$",
        max_length=64,
        examples=["SVHTTDL-2026-000123"],
    ),
]
Number = Annotated[int, Path(ge=1, le=100_000)]
RoundNumber = Annotated[
    int | None, Query(ge=1, le=100_000, description="An earlier round; else the task's own")
]


@router.get("/tasks", tags=["tasks"], summary="My open tasks")
async def tasks(desk: AtDesk) -> TasksOut:
    """Open tasks of the caller's posts, the most urgent first, then by deadline.

    Never one of a dispatch in which the caller took another part.
    """
    async with desk.open() as (work, me):
        return TasksOut.of(await operations.my_tasks(work, me), work.clock.now())


@router.get("/tasks/{task}", tags=["tasks"], summary="A task with document, findings and history")
async def task(task: UUID, desk: AtDesk) -> TaskOut:
    """For those whom the dispatch concerns: authors, deciders, candidates, the head; else 403.

    It gives the version, and of a signature the prepared PDF, that a decision must name; the view
    is recorded.
    """
    async with desk.open() as (work, me):
        return TaskOut.of(await operations.task(work, me, str(task)))


@router.get(
    "/tasks/{task}/document",
    tags=["tasks"],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    summary="The document: a draft preview, or the prepared PDF whose ETag is its hash",
)
async def document(task: UUID, desk: AtDesk, round: RoundNumber = None) -> Response:  # noqa: A002 -- the office's word
    """For those whom the dispatch concerns: what the decision is about, as it looks on paper.

    A signature step shows the prepared PDF once there is one, else the draft; the view is recorded.
    """
    async with desk.open() as (work, me):
        page = await operations.document(work, me, str(task), round)
    headers = {"Content-Disposition": f'inline; filename="{page.name}"', **_CAREFUL}
    if page.prepared:
        headers["ETag"] = f'"{page.prepared}"'
    return Response(await page.pdf(), media_type="application/pdf", headers=headers)


@router.get("/tasks/{task}/rounds/{number}", tags=["tasks"], summary="One round's frozen version")
async def version(task: UUID, number: Number, desk: AtDesk) -> VersionOut:
    """Text, attachments and findings exactly as they were submitted, for those whom it concerns.

    Refused (404) for a round that approval did not receive.
    """
    async with desk.open() as (work, me):
        return VersionOut.of(*await operations.version_of(work, me, str(task), number))


@router.get(
    "/tasks/{task}/attachments/{number}",
    tags=["tasks"],
    response_class=Response,
    summary="An attachment of the version, counted from 1",
)
async def attachment(
    task: UUID,
    number: Number,
    desk: AtDesk,
    round: RoundNumber = None,  # noqa: A002 -- the office's word
) -> Response:
    """A file of the version, for those whom the dispatch concerns; the view is recorded."""
    async with desk.open() as (work, me):
        file, data = await operations.attachment(work, me, str(task), number, round)
    disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": disposition, **_CAREFUL}
    return Response(data, media_type=file.media_type, headers=headers)


@router.post(
    "/tasks/{task}/prepared",
    tags=["acts"],
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
    tags=["acts"],
    response_model=DecidedOut,
    summary="Decide: approve, return with a comment, reject with a reason",
)
async def decide(task: UUID, said: DecisionIn, desk: AtDesk) -> dict[str, Any]:
    """Final when it is answered; for candidates of the step who took no other part in the dispatch.

    Refused if somebody decided before (409, with who and when), if another version or PDF was seen
    (412), without the comment of a return or reject (422), or to sign without a valid certificate.
    """
    keys = SoftKeys(desk.process.keys)

    async def do(work: Work, me: Person) -> DecidedOut:
        return DecidedOut.of(*await operations.decide(work, me, keys, str(task), said.order()))

    return await desk.act(said, do)


@router.post(
    "/tasks/{task}/cancel-signing",
    tags=["acts"],
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


@router.get(
    "/dispatches/{case}", tags=["dispatches"], summary="How a dispatch stands with approval"
)
async def part(case: Case, desk: AtDesk) -> PartOut:
    """For everybody of the agency: who is waited for, until when, and who decided what so far.

    Comments are shown only to those whom the dispatch concerns; refused (404) before approval
    received a round of it.
    """
    async with desk.open() as (work, me):
        return PartOut.of(await operations.dispatch(work, me, case))


_CAREFUL = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
