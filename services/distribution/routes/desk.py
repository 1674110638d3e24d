"""The records desk over HTTP."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from services.distribution.operations import checking, papers, publishing, reading
from services.distribution.schemas.fields import CaseCode, LastCase, MailboxCode
from services.distribution.schemas.mailboxes import MailboxOut
from services.distribution.schemas.records import RecordOut
from services.distribution.schemas.verification import VerificationOut
from shared.document.verification import Expected
from shared.domain.canonical import sha256
from shared.runtime.http import AtDesk, Desk

router = APIRouter(tags=["records desk"])

PDF: Final = "application/pdf"
BYTES: Final = {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7 …"}
PDF_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The bytes as sealed; the ETag is their SHA-256",
        "content": {PDF: BYTES},
    }
}
PDF_BODY: Final = {"requestBody": {"required": True, "content": {PDF: BYTES}}}


@router.get("/dispatches/{case}", summary="The records desk's part of a dispatch")
async def record(case: CaseCode, desk: AtDesk) -> RecordOut:
    """How its latest round stands at the desk, what was sent back or voided, and where it went."""
    async with desk.open() as (work, me):
        return RecordOut.of(await reading.record(work, me, case))


@router.get(
    "/dispatches/{case}/pdf",
    response_class=Response,
    responses=PDF_ANSWER,
    summary="The issued PDF; the view is recorded",
)
async def issued_pdf(case: CaseCode, desk: AtDesk) -> Response:
    """The file as it was sealed; refused before the seal."""
    async with desk.open() as (work, me):
        file = await reading.issued_file(work, me, case)
    return await _pdf(desk, me.agency, file, case)


@router.get("/mailboxes/{code}", summary="What lies in a mailbox, the newest first")
async def mailbox(
    code: MailboxCode,
    desk: AtDesk,
    after: Annotated[LastCase | None, Query(description="The `after` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Items in a page", examples=[100])] = 100,
) -> MailboxOut:
    """A page for the post's holder or the unit's members; send its `after` to get the next one."""
    async with desk.open() as (work, me):
        return MailboxOut.of(await reading.mailbox(work, me, code, after=after, limit=limit))


@router.get(
    "/mailboxes/{code}/{case}/pdf",
    response_class=Response,
    responses=PDF_ANSWER,
    summary="A PDF in a mailbox; the view is recorded",
)
async def mailbox_pdf(code: MailboxCode, case: CaseCode, desk: AtDesk) -> Response:
    """The file as it was sealed, for the post's holder or the unit's members."""
    async with desk.open() as (work, me):
        file = await reading.mailbox_file(work, me, code, case)
    return await _pdf(desk, me.agency, file, case)


@router.post(
    "/verify",
    openapi_extra=PDF_BODY,
    summary="Who signed a PDF, when; whole or altered; registered or not",
)
async def verify(request: Request, desk: AtDesk) -> VerificationOut:
    """Answers for any bytes, and never refuses; only the issued file itself has no problems."""
    pdf = await request.body()
    if await papers.is_annex(pdf):
        return await _annex(pdf, desk)
    marks = await papers.marks(pdf)
    async with desk.open() as (work, me):
        at = person_at = work.clock.now()
        known = await checking.known(work, me, marks)
        gaps = await publishing.gaps(work)
    if known and known.exact and known.sealed_at:
        at, person_at = known.sealed_at, known.signed_at
    found = await papers.verify(
        pdf,
        keys=desk.process.keys,
        at=at,
        person_at=person_at,
        expected=await _expected(desk, known) if known else None,
    )
    test_keys = any(signature.trial for signature in found.signatures)
    return VerificationOut.of(found, known, gaps, test_keys=test_keys)


async def _annex(pdf: bytes, desk: Desk) -> VerificationOut:
    """The registered bytes alone are known; without a stamp they are judged for their seal."""
    async with desk.open() as (work, me):
        at = work.clock.now()
        known = await checking.known_annex(work, me, sha256(pdf))
        gaps = await publishing.gaps(work)
    if known and known.sealed_at:
        at = known.sealed_at
    certificate = known.agency_certificate if known else None
    found = await papers.verify_annex(pdf, keys=desk.process.keys, at=at, certificate=certificate)
    test_keys = any(signature.trial for signature in found.signatures)
    return VerificationOut.of(found, known, gaps, test_keys=test_keys, annex=True)


async def _expected(desk: Desk, known: checking.Known) -> Expected:
    return Expected(
        prepared=await desk.process.database.blobs.get(known.agency, known.prepared),
        number_line=known.number_line,
        date_line=known.date_line,
        person_certificate=known.person_certificate,
        agency_certificate=known.agency_certificate,
    )


async def _pdf(desk: Desk, agency: str, file: str, case: str) -> Response:
    data = await desk.process.database.blobs.get(agency, file)
    headers = {
        "Content-Disposition": f'inline; filename="{case}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{file}"',
    }
    return Response(data, media_type=PDF, headers=headers)
