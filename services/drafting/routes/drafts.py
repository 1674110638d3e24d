"""Drafts: making, reading, changing, checking, previewing."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response, UploadFile

from services.drafting.operations import drafts, form, reading
from services.drafting.routes.common import WORD, Case, IfMatch, as_word_file, tag, tagged
from services.drafting.schemas.drafts import (
    CaseCodeText,
    Corrects,
    DraftIn,
    DraftOut,
    DraftsOut,
    MeantAddressees,
    NewDraftIn,
    Replaces,
    TextIn,
)
from services.drafting.schemas.findings import (
    AcknowledgementsIn,
    CorrectionsIn,
    FindingsOut,
    ReadOut,
)
from shared.domain.amendments import amends
from shared.domain.canonical import sha256
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/drafts", tags=["drafts"])


@router.post("", status_code=201, response_model=DraftOut, summary="Make a draft")
async def create(body: NewDraftIn, desk: AtDesk, response: Response) -> dict[str, Any]:
    """For everybody who belongs to a unit: keeps the text, complete or not, under a new case code.

    Refused for who belongs to no unit (403), for texts marked secret, for what is none of the 29
    types and for letters that can't be printed (422).
    """

    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await drafts.create(work, me, body.wanted()))

    return tagged(response, await desk.act(body, do))


@router.post(
    "/from-text", status_code=201, response_model=ReadOut, summary="Make a draft of a plain text"
)
async def create_from_text(body: TextIn, desk: AtDesk, response: Response) -> dict[str, Any]:
    """Reads a plain text into the fields of a draft and keeps it, as `POST /drafts` would.

    Lines that could not be placed, and a symbol other than the drafting unit's, are told as
    findings; refused (422) if it is marked secret, of no type of ND30, or issued by another agency.
    """
    read = await drafts.read(body.text)

    async def do(work: Work, me: Person) -> ReadOut:
        return ReadOut.of(*await drafts.create_from(work, me, read, body.amends, body.addressees))

    return tagged(response, await desk.act(body, do))


@router.post(
    "/from-file", status_code=201, response_model=ReadOut, summary="Make a draft of a text file"
)
async def create_from_file(
    file: UploadFile,
    desk: AtDesk,
    response: Response,
    *,
    addressees: Annotated[MeantAddressees, Form()] = (),
    corrects: Annotated[Corrects, Form()] = None,
    replaces: Annotated[Replaces, Form()] = None,
) -> dict[str, Any]:
    """The same of a .docx, or of a plain text in Unicode, windows-1258, TCVN3 (ABC) or VNI.

    What the reader makes of the file is kept, never the file. A .docx that came from
    `GET /drafts/{case}/docx`, edited or not, gives its draft part by part. Refused as a text would
    be, and for PDF, pictures, old Word files and encodings that are not known (422).
    """
    content = await file.read()
    read = await drafts.read_file(content)

    async def do(work: Work, me: Person) -> ReadOut:
        return ReadOut.of(
            *await drafts.create_from(
                work,
                me,
                read.reading,
                amends(corrects=corrects, replaces=replaces),
                addressees,
                written_here=read.written_here,
            )
        )

    said = {"addressees": list(addressees), "corrects": corrects, "replaces": replaces}
    told = {name: value for name, value in said.items() if value}
    return tagged(response, await desk.act({"sha256": sha256(content)} | told, do))


@router.get("", summary="The caller's own drafts, newest first")
async def own(
    desk: AtDesk,
    after: CaseCodeText | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DraftsOut:
    """A page of the drafts that the caller made, whatever became of them; `after` reads on.

    How far a submitted one is beyond drafting is known to approval and distribution.
    """
    async with desk.open() as (work, me):
        return DraftsOut.of(await drafts.own(work, me, after=after, limit=limit + 1), limit)


@router.get("/{case}", summary="One draft; its ETag is what changes must name")
async def view(case: Case, desk: AtDesk, response: Response) -> DraftOut:
    """For the drafter and the people of the drafting unit, others get 403; the view is recorded."""
    async with desk.open() as (work, me):
        kept = await drafts.view(work, me, case)
    tag(response, kept.draft.revision)
    return DraftOut.of(kept)


@router.put("/{case}", response_model=DraftOut, summary="Put another text in its place")
async def change(
    case: Case, body: DraftIn, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """Replaces the whole text, for the drafter and the people of the drafting unit.

    Needs `If-Match`: refused if another revision was seen (412), while it is under review, asked to
    be withdrawn or closed (409), and for texts that could not be kept as a new draft (422).
    """

    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await drafts.change(work, me, case, body.wanted(), seen))

    return tagged(response, await desk.act(body, do))


@router.put("/{case}/file", response_model=ReadOut, summary="Put a file's text in its place")
async def change_from_file(
    case: Case, file: UploadFile, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """The same with a file that `POST /drafts/from-file` would take, most of all the draft's own.

    A .docx of this draft, edited, gives its text part by part. Field and signer stay, and so does
    what the draft corrects or replaces. Needs `If-Match`.
    """
    content = await file.read()
    read = await drafts.read_file(content)

    async def do(work: Work, me: Person) -> ReadOut:
        return ReadOut.of(*await drafts.change_from(work, me, case, read, seen))

    return tagged(response, await desk.act({"sha256": sha256(content)}, do))


@router.get("/{case}/findings", summary="What the form check says now")
async def findings(case: Case, desk: AtDesk, response: Response) -> FindingsOut:
    """Remarks on the form (ND30 PL1) of the draft as it is, for the unit's people."""
    async with desk.open() as (work, me):
        found = await form.check(work, me, case)
    tag(response, found.draft.revision)
    return FindingsOut.of(found)


@router.post(
    "/{case}/corrections", response_model=DraftOut, summary="Apply the findings' replacements"
)
async def correct(
    case: Case, body: CorrectionsIn, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """Puts the replacements of the named findings in place, all or none; it is a new revision.

    Needs `If-Match`; refused if a finding is unknown or brings no replacement (422), or if the
    draft is locked (409) or changed since (412).
    """

    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await form.correct(work, me, case, body.findings, seen))

    return tagged(response, await desk.act(body, do))


@router.post(
    "/{case}/acknowledgements",
    response_model=FindingsOut,
    summary="Let findings stand, and say why",
)
async def acknowledge(
    case: Case, body: AcknowledgementsIn, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    """Keeps the reason with the named findings, all or none; reviewers see it with the task.

    A finding stays what it is: an error that the agency does not leave to the office is to be
    corrected all the same. It holds until the finding is gone or is about other words.

    Needs `If-Match`; refused if a finding is unknown or the reason says nothing (422), or if the
    draft is locked (409) or changed since (412).
    """

    async def do(work: Work, me: Person) -> FindingsOut:
        found = await form.acknowledge(work, me, case, body.findings, seen, reason=body.reason)
        return FindingsOut.of(found)

    return tagged(response, await desk.act(body, do))


@router.get(
    "/{case}/preview",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    summary='The draft as a PDF marked "DỰ THẢO"',
)
async def preview(case: Case, desk: AtDesk) -> Response:
    """How it would be printed now, without number, date and signature, for the unit's people."""
    from shared.document.layout import render_draft  # noqa: PLC0415 -- typst loads lazily

    async with desk.open() as (work, me):
        paper = await reading.preview(work, me, case)
    pdf = await asyncio.to_thread(render_draft, paper)
    name = f'inline; filename="{case}-du-thao.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})


@router.get(
    "/{case}/docx",
    response_class=Response,
    responses={200: {"content": {WORD: {}}}},
    summary="The draft as a Word file",
)
async def docx(case: Case, desk: AtDesk) -> Response:
    """Editable, by the measures of the preview, without number and date; for the unit's people.

    `POST /drafts/from-file` reads it back to the same draft, `PUT /drafts/{case}/file` onto it.
    """
    async with desk.open() as (work, me):
        paper = await reading.preview(work, me, case)
    return await as_word_file(paper, f"{case}-du-thao.docx")
