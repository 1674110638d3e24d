"""The register over HTTP: read as a book, and proved."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from services.distribution.domain.finding import State, Wanted
from services.distribution.operations import finding, inspecting, printing, reading
from services.distribution.operations.printing import Format, Kind
from services.distribution.schemas.fields import LastCase, SeriesName
from services.distribution.schemas.register import (
    CasesCheck,
    PageOut,
    RegisterCheck,
    RegisterOut,
    RegularCheckOut,
)
from shared.domain.refusals import Unknown
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

router = APIRouter(prefix="/register", tags=["records desk"])

MEDIA: Final = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PRINTED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The book's bytes",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7 …"}
            for media in MEDIA.values()
        },
    }
}
FIRST_YEAR: Final = 1945
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=9999, examples=[2026])]
Day = Annotated[date | None, Query(description="By the document's day", examples=["2026-01-05"])]
Short = Annotated[Text, Query(max_length=64)] | None
Said = Annotated[Text, Query(max_length=200)]
Series = Annotated[SeriesName | None, Query(description="Code of the series; else the general one")]


@router.get("", summary="The register of outgoing dispatches of one year")
async def register(desk: AtDesk, year: Year = None, series: Series = None) -> RegisterOut:
    """The whole book in one answer, without pages: a year's entries are few, and read together.

    Without a year it is this year's.
    """
    async with desk.open() as (work, me):
        return RegisterOut.of(await reading.book_of(work, me, series=series, year=year))


@router.get("/entries", summary="Entries that fulfil everything that is asked, page by page")
async def entries(
    *,
    desk: AtDesk,
    year: Year = None,
    series: Annotated[SeriesName | None, Query(description="Code of the series")] = None,
    first: Day = None,
    last: Day = None,
    doc_type: Annotated[Short, Query(description="Tên loại", examples=["giay_moi"])] = None,
    unit: Annotated[Short, Query(description="Drafting unit", examples=["VP"])] = None,
    signer: Annotated[Said, Query(description="Part of the name", examples=["tue"])] = "",
    recipient: Annotated[Said, Query(description="Part of a name", examples=["UBND"])] = "",
    state: Annotated[State | None, Query(examples=[State.VOIDED])] = None,
    text: Annotated[
        Said, Query(description="Words of any column or of the text", examples=["bao chi"])
    ] = "",
    after: Annotated[Short, Query(description="Of the page before", examples=["2026/1/VB"])] = None,
    limit: Annotated[int, Query(ge=1, le=500, examples=[100])] = 100,
) -> PageOut:
    """By year, series and number. Words and names are found without diacritics."""
    wanted = Wanted(
        year=year,
        series=series,
        first=first,
        last=last,
        doc_type=doc_type,
        unit=unit,
        signer=signer,
        recipient=recipient,
        state=state,
        text=text,
    )
    async with desk.open() as (work, me):
        return PageOut.of(await finding.find(work, me, wanted, after=after, limit=limit))


@router.get(
    "/print",
    response_class=Response,
    responses=PRINTED,
    summary="A whole book in the decree's form, as PDF/A or XLSX",
)
async def print_book(
    desk: AtDesk,
    kind: Annotated[
        Kind, Query(description="Which book", examples=[Kind.REGISTER])
    ] = Kind.REGISTER,
    form: Annotated[Format, Query(description="PDF or XLSX", examples=[Format.PDF])] = Format.PDF,
    year: Year = None,
    series: Series = None,
) -> Response:
    """Columns of ND30 PL4, totals carried from page to page, the chain's head at the end."""
    async with desk.open() as (work, me):
        wanted = await printing.to_print(work, me, kind, series=series, year=year)
    data = await printing.made(wanted, form)
    headers = {
        "Content-Disposition": f'attachment; filename="{kind}.{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=MEDIA[form], headers=headers)


@router.get("/verify", summary="Recompute the register's chain and its numbers")
async def verify_register(desk: AtDesk) -> RegisterCheck:
    """Reads the agency's chain from its first event on and tells breaks, gaps and disorder."""
    async with desk.open() as (_, me):
        agency = me.agency
    return RegisterCheck.of(await inspecting.inspect_register(desk.process.database, agency))


@router.get("/verify/dispatches", summary="Compare rows and files with the chain, in parts")
async def verify_dispatches(
    desk: AtDesk,
    year: Year = None,
    after: Annotated[
        LastCase | None, Query(description="The `after` of the part before; none: from the start")
    ] = None,
) -> CasesCheck:
    """Every row that speaks of a dispatch, its own events, and every file, read and hashed."""
    async with desk.open() as (_, me):
        agency = me.agency
    part = await inspecting.inspect_cases(
        desk.process.database, agency, after=after or "", year=year
    )
    return CasesCheck.of(part)


@router.get("/checks/latest", summary="What the last regular check found")
async def latest_check(desk: AtDesk) -> RegularCheckOut:
    """The check that runs by itself every night; 404 before the first one."""
    async with desk.open() as (work, me):
        checked = await reading.latest_check(work, me)
    if checked is None:
        raise Unknown("not_checked_yet", "Sổ chưa được soát lần nào; việc soát chạy mỗi đêm.")
    return RegularCheckOut.of(checked)
