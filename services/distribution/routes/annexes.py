"""The files that are issued with a dispatch."""

from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Response

from services.distribution.domain.sent import Annex
from services.distribution.operations import annexes
from services.distribution.schemas.annexes import AnnexesOut, Place
from services.distribution.schemas.fields import CaseCode, MailboxCode
from shared.runtime.http import AtDesk, Desk

router = APIRouter(tags=["records desk"])

ANY: Final = "application/octet-stream"
FILE_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The bytes; the ETag is their SHA-256",
        "content": {
            ANY: {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7 …"}
        },
    }
}


@router.get("/dispatches/{case}/annexes", summary="What is issued with a dispatch")
async def listed(case: CaseCode, desk: AtDesk) -> AnnexesOut:
    """Each annex with its hash, and whether it carries the agency's signature."""
    async with desk.open() as (work, me):
        return AnnexesOut.of(await annexes.listed(work, me, case))


@router.get(
    "/dispatches/{case}/annexes/{place}",
    response_class=Response,
    responses=FILE_ANSWER,
    summary="An annex as issued; the view is recorded",
)
async def file(case: CaseCode, place: Place, desk: AtDesk) -> Response:
    """The bytes that were issued, signed where the file could carry it, with every later stamp."""
    async with desk.open() as (work, me):
        annex = await annexes.file(work, me, case, place)
    return await _file(desk, me.agency, annex)


@router.get("/mailboxes/{code}/{case}/annexes", summary="What came with a dispatch in a mailbox")
async def listed_in_mailbox(code: MailboxCode, case: CaseCode, desk: AtDesk) -> AnnexesOut:
    """For the post's holder or the unit's members."""
    async with desk.open() as (work, me):
        return AnnexesOut.of(await annexes.listed_in_mailbox(work, me, code, case))


@router.get(
    "/mailboxes/{code}/{case}/annexes/{place}",
    response_class=Response,
    responses=FILE_ANSWER,
    summary="An annex in a mailbox; the view is recorded",
)
async def file_in_mailbox(
    code: MailboxCode, case: CaseCode, place: Place, desk: AtDesk
) -> Response:
    """The bytes that were issued, for the post's holder or the unit's members."""
    async with desk.open() as (work, me):
        annex = await annexes.file_in_mailbox(work, me, code, case, place)
    return await _file(desk, me.agency, annex)


async def _file(desk: Desk, agency: str, annex: Annex) -> Response:
    """Always to be kept as a file: nobody's browser should run what a drafter attached."""
    data = await desk.process.database.blobs.get(agency, annex.newest)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(annex.name)}",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{annex.newest}"',
    }
    return Response(data, media_type=annex.media_type, headers=headers)
