"""The records desk over HTTP."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from services.distribution.domain.numbering import DEFAULT_SERIES
from services.distribution.operations import acts, checking, papers, reading
from services.distribution.operations.papers import Examined
from services.distribution.schemas.acts import Issued, IssueIn, ReasonIn, Standing, Waiting
from services.distribution.schemas.fields import CaseCode, MailboxCode, SeriesName
from services.distribution.schemas.records import ItemOut, RecordOut
from services.distribution.schemas.register import RegisterCheck, RegisterOut
from services.distribution.schemas.verification import VerificationOut
from shared.document.verification import Expected
from shared.domain.dates import vietnam_date
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk, Desk

router = APIRouter(tags=["records desk"])

PDF: Final = "application/pdf"
TEST_MARK: Final = "không có giá trị"
"""What certificates of a trial authority say of themselves."""
PDF_ANSWER: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {PDF: {}}}}
PDF_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/desk", summary="What waits to be issued, by deadline (clerks)")
async def desk_list(desk: AtDesk) -> Sequence[Waiting]:
    async with desk.open() as (work, me):
        return [Waiting.of(one) for one in await acts.pending(work, me)]


@router.post(
    "/dispatches/{case}/issue",
    response_model=Issued,
    summary="Give number and date, register, order the seal (clerks)",
)
async def issue(case: CaseCode, desk: AtDesk, body: IssueIn | None = None) -> Answer:
    examined = await _examined(desk, case)

    async def do(work: Work, me: Person) -> Issued:
        return Issued.of(await acts.issue(work, me, case, examined))

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/send-back",
    response_model=Standing,
    summary="Back to the drafter with a reason (clerks)",
)
async def send_back(case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    async def do(work: Work, me: Person) -> Standing:
        return Standing.of(await acts.send_back(work, me, case, body.reason))

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/void",
    response_model=Standing,
    summary="Void a number before the seal; it stays in the register (clerks)",
)
async def void(case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    async def do(work: Work, me: Person) -> Standing:
        return Standing.of(await acts.void(work, me, case, body.reason))

    return await desk.act(body, do)


@router.get("/dispatches/{case}", summary="The records desk's part of a dispatch")
async def record(case: CaseCode, desk: AtDesk) -> RecordOut:
    async with desk.open() as (work, me):
        return RecordOut.of(await reading.record(work, me, case))


@router.get(
    "/dispatches/{case}/pdf",
    response_class=Response,
    responses=PDF_ANSWER,
    summary="The issued PDF; the view is recorded",
)
async def issued_pdf(case: CaseCode, desk: AtDesk) -> Response:
    async with desk.open() as (work, me):
        file = await reading.issued_file(work, me, case)
    return await _pdf(desk, me.agency, file, case)


@router.get("/register", summary="The register of outgoing dispatches of one year")
async def register(
    desk: AtDesk,
    year: Annotated[int | None, Query(ge=1945, le=9999)] = None,
    series: Annotated[SeriesName, Query()] = DEFAULT_SERIES,
) -> RegisterOut:
    async with desk.open() as (work, me):
        wanted = year or vietnam_date(work.clock.now()).year
        entries = await reading.entries(work, me, series=series, year=wanted)
    return RegisterOut.of(wanted, series, entries)


@router.get("/register/verify", summary="Recompute the register's chain and its numbers")
async def verify_register(desk: AtDesk) -> RegisterCheck:
    async with desk.open() as (work, me):
        events, head = await reading.chain(work, me)
    return RegisterCheck.of(await reading.check_chain(events, head))


@router.get("/mailboxes/{code}", summary="What lies in a mailbox, the newest first")
async def mailbox(code: MailboxCode, desk: AtDesk) -> Sequence[ItemOut]:
    async with desk.open() as (work, me):
        return [ItemOut.of(item) for item in await reading.mailbox(work, me, code)]


@router.get(
    "/mailboxes/{code}/{case}/pdf",
    response_class=Response,
    responses=PDF_ANSWER,
    summary="A PDF in a mailbox; the view is recorded",
)
async def mailbox_pdf(code: MailboxCode, case: CaseCode, desk: AtDesk) -> Response:
    async with desk.open() as (work, me):
        file = await reading.mailbox_file(work, me, code, case)
    return await _pdf(desk, me.agency, file, case)


@router.post(
    "/verify",
    openapi_extra=PDF_BODY,
    summary="Who signed a PDF, when; whole or altered; registered or not",
)
async def verify(request: Request, desk: AtDesk) -> VerificationOut:
    pdf = await request.body()
    hashes = await papers.hashes(pdf)
    async with desk.open() as (work, me):
        now = work.clock.now()
        known = await checking.known(work, me, file=hashes.file, prepared=hashes.prepared)
    at = known.sealed_at if known and known.exact and known.sealed_at else now
    expected = await _expected(desk, known) if known else None
    found = await papers.verify(pdf, keys=desk.process.keys, at=at, expected=expected)
    test_keys = any(TEST_MARK in signature.subject for signature in found.signatures)
    return VerificationOut.of(found, known, test_keys=test_keys)


async def _expected(desk: Desk, known: checking.Known) -> Expected:
    return Expected(
        prepared=await desk.process.database.blobs.get(known.agency, known.prepared),
        number_line=known.number_line,
        date_line=known.date_line,
        person_certificate=known.person_certificate,
        agency_certificate=known.agency_certificate,
    )


async def _examined(desk: Desk, case: str) -> Examined | None:
    """The look at the signed file, before and outside of the act's transaction."""
    async with desk.open() as (work, me):
        wanted = await acts.to_examine(work, me, case)
    if wanted is None:
        return None
    blobs = desk.process.database.blobs
    return await papers.examine(
        await blobs.get(wanted.agency, wanted.signed),
        await blobs.get(wanted.agency, wanted.prepared),
        digest=wanted.signed,
        certificate=wanted.certificate,
        keys=desk.process.keys,
        at=wanted.at,
    )


async def _pdf(desk: Desk, agency: str, file: str, case: str) -> Response:
    data = await desk.process.database.blobs.get(agency, file)
    headers = {
        "Content-Disposition": f'inline; filename="{case}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{file}"',
    }
    return Response(data, media_type=PDF, headers=headers)
