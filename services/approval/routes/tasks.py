"""A task with everything that is needed to decide it, over HTTP."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from services.approval import operations
from services.approval.routes.common import CAREFUL, Number, RoundNumber
from services.approval.schemas import TaskOut, VersionOut
from shared.runtime.http import AtDesk

router = APIRouter()


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
    headers = {"Content-Disposition": f'inline; filename="{page.name}"', **CAREFUL}
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
    headers = {"Content-Disposition": disposition, **CAREFUL}
    return Response(data, media_type=file.media_type, headers=headers)
