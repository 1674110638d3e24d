"""The register over HTTP: read as a book, and proved."""

from typing import Annotated, Final

from fastapi import APIRouter, Query

from services.distribution.operations import inspecting, reading
from services.distribution.schemas.fields import LastCase, SeriesName
from services.distribution.schemas.register import (
    CasesCheck,
    RegisterCheck,
    RegisterOut,
    RegularCheckOut,
)
from shared.domain.refusals import Unknown
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/register", tags=["records desk"])

FIRST_YEAR: Final = 1945
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=9999, examples=[2026])]
Series = Annotated[SeriesName | None, Query(description="Code of the series; else the general one")]


@router.get("", summary="The register of outgoing dispatches of one year")
async def register(desk: AtDesk, year: Year = None, series: Series = None) -> RegisterOut:
    """The whole book in one answer, without pages: a year's entries are few, and read together.

    Without a year it is this year's.
    """
    async with desk.open() as (work, me):
        return RegisterOut.of(await reading.book_of(work, me, series=series, year=year))


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
