"""A year's end, older registers, and series after a restore, over HTTP."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request

from services.distribution.operations import closing, confirming, importing
from services.distribution.schemas.books import ClosedOut, ConfirmedOut, ConfirmIn, ImportOut
from services.distribution.schemas.fields import SeriesName
from shared.domain.canonical import sha256
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

router = APIRouter(tags=["records desk"])

CSV: Final = "text/csv"
TABLE: Final = '"Số, ký hiệu văn bản",Ngày tháng văn bản,…'
CSV_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {CSV: {"schema": {"type": "string"}, "example": TABLE}},
    }
}
SeriesCode = Annotated[Text, Path(max_length=20, description="Code of the series", examples=["VB"])]
Year = Annotated[int, Path(ge=1945, le=9999, examples=[2026])]


@router.post(
    "/register/{year}/close", response_model=ClosedOut, summary="Close a year's books (clerks)"
)
async def close_year(year: Year, desk: AtDesk) -> Answer:
    """Columns stand from then on; what comes later is a note. Open reservations are voided.

    Refused while the year is not over, or something of it is numbered and not sealed.
    """

    async def do(work: Work, me: Person) -> ClosedOut:
        return ClosedOut.of(await closing.close_year(work, me, year))

    return await desk.act(None, do)


@router.post(
    "/register/series/{series}/confirm",
    response_model=ConfirmedOut,
    summary="Confirm the last number of a series after a restore (clerks)",
)
async def confirm_series(series: SeriesCode, body: ConfirmIn, desk: AtDesk) -> Answer:
    """Opens the series. What the book lost is entered as LOST_IN_RESTORE, and never given again.

    Reserved numbers of the series are voided; dispatches that waited get their numbers.
    """

    async def do(work: Work, me: Person) -> ConfirmedOut:
        return ConfirmedOut.of(await confirming.confirm(work, me, series, body.said))

    return await desk.act(body, do)


@router.post(
    "/register/import",
    response_model=ImportOut,
    openapi_extra=CSV_BODY,
    summary="Take over an older register, whole or not at all (clerks)",
)
async def import_register(
    *,
    request: Request,
    desk: AtDesk,
    series: Annotated[
        SeriesName | None, Query(description="Code of the series; else the general one")
    ] = None,
    dry_run: Annotated[
        bool, Query(description="Only look through it, and tell everything", examples=[True])
    ] = False,
    accept_duplicates: Annotated[
        bool, Query(description="Numbers that another series has too", examples=[False])
    ] = False,
) -> Any:
    """The ten columns of ND30 PL4 I.2, separated by commas, semicolons or tabs, in UTF-8."""
    data = await request.body()
    table = await importing.read(data)
    if dry_run:
        async with desk.open() as (work, me):
            return ImportOut.of(await importing.look(work, me, table, series), entered=False)
    said = {"file": sha256(data), "series": series, "accept_duplicates": accept_duplicates}

    async def do(work: Work, me: Person) -> ImportOut:
        report = await importing.enter_all(
            work, me, table, series, accept_duplicates=accept_duplicates
        )
        return ImportOut.of(report, entered=True)

    return await desk.act(said, do)
