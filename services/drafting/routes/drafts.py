"""Drafts: making, reading, changing, checking, previewing."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.drafting.operations import drafts, form, reading
from services.drafting.routes.common import Case, IfMatch, tag, tagged
from services.drafting.schemas.drafts import (
    CaseCodeText,
    CorrectionsIn,
    DraftIn,
    DraftOut,
    DraftsOut,
    FindingsOut,
    ReadOut,
    TextIn,
)
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/drafts", tags=["drafts"])


@router.post("", status_code=201, response_model=DraftOut, summary="Make a draft")
async def create(body: DraftIn, desk: AtDesk, response: Response) -> dict[str, Any]:
    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await drafts.create(work, me, body.wanted()))

    return tagged(response, await desk.act(body, do))


@router.post(
    "/from-text", status_code=201, response_model=ReadOut, summary="Make a draft of a plain text"
)
async def create_from_text(body: TextIn, desk: AtDesk, response: Response) -> dict[str, Any]:
    read = await drafts.read(body.text)

    async def do(work: Work, me: Person) -> ReadOut:
        return ReadOut.of(await drafts.create_from(work, me, read), read)

    return tagged(response, await desk.act(body, do))


@router.get("", summary="The caller's own drafts, newest first")
async def own(
    desk: AtDesk,
    after: CaseCodeText | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DraftsOut:
    async with desk.open() as (work, me):
        return DraftsOut.of(await drafts.own(work, me, after=after, limit=limit + 1), limit)


@router.get("/{case}", summary="One draft; its ETag is what changes must name")
async def view(case: Case, desk: AtDesk, response: Response) -> DraftOut:
    async with desk.open() as (work, me):
        kept = await drafts.view(work, me, case)
    tag(response, kept.draft.revision)
    return DraftOut.of(kept)


@router.put("/{case}", response_model=DraftOut, summary="Put another text in its place")
async def change(
    case: Case, body: DraftIn, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await drafts.change(work, me, case, body.wanted(), seen))

    return tagged(response, await desk.act(body, do))


@router.get("/{case}/findings", summary="What the form check says now")
async def findings(case: Case, desk: AtDesk, response: Response) -> FindingsOut:
    async with desk.open() as (work, me):
        draft, found = await form.check(work, me, case)
    tag(response, draft.revision)
    return FindingsOut.of(draft, found)


@router.post(
    "/{case}/corrections", response_model=DraftOut, summary="Apply the findings' replacements"
)
async def correct(
    case: Case, body: CorrectionsIn, seen: IfMatch, desk: AtDesk, response: Response
) -> dict[str, Any]:
    async def do(work: Work, me: Person) -> DraftOut:
        return DraftOut.of(await form.correct(work, me, case, body.findings, seen))

    return tagged(response, await desk.act(body, do))


@router.get(
    "/{case}/preview",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    summary='The draft as a PDF marked "DỰ THẢO"',
)
async def preview(case: Case, desk: AtDesk) -> Response:
    from shared.document.layout import render_draft  # noqa: PLC0415 -- typst loads lazily

    async with desk.open() as (work, me):
        paper = await reading.preview(work, me, case)
    pdf = await asyncio.to_thread(render_draft, paper)
    name = f'inline; filename="{case}-du-thao.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})
