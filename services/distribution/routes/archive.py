"""What the archive takes out of the records desk."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.distribution.operations import archiving
from services.distribution.routes.annexes import ANY, FILE_ANSWER
from services.distribution.schemas.archive import ArchivedOut, CasesOut
from services.distribution.schemas.fields import HASH, CaseCode, LastCase
from shared.runtime.history_routes import demand_for_archive
from shared.runtime.http import AtDesk

router = APIRouter(tags=["archive"])

Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", examples=[HASH])]


@router.get("/archive", summary="The filed dispatches of a year's book")
async def filed(
    desk: AtDesk,
    year: Annotated[int, Query(ge=1945, le=9999, description="Of the number", examples=[2026])],
    after: Annotated[LastCase | None, Query(description="The `after` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, examples=[500])] = 500,
) -> CasesOut:
    """Their case codes, for clerks and posts with the permission `archive`, others get 403."""
    async with desk.open() as (work, me):
        found = await archiving.filed(work, me, year=year, after=after, limit=limit + 1)
        return CasesOut.of(found, limit, await archiving.register_head(work, me))


@router.get("/dispatches/{case}/archive", summary="All that the desk has of a filed dispatch")
async def archived(case: CaseCode, desk: AtDesk) -> ArchivedOut:
    """For clerks and posts with the permission `archive`; refused before the file copy (409)."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        return ArchivedOut.of(await archiving.archived(work, me, case))


@router.get(
    "/dispatches/{case}/archive/{digest}",
    response_class=Response,
    responses=FILE_ANSWER,
    summary="The bytes of a file of the dispatch, for the archive",
)
async def file(case: CaseCode, digest: Digest, desk: AtDesk) -> Response:
    """The sealed file or an annex by its SHA-256, for those who take it out; it is recorded."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        await archiving.demand_file(work, me, case, digest)
        agency = me.agency
    data = await desk.process.database.blobs.get(agency, digest)
    headers = {"X-Content-Type-Options": "nosniff", "ETag": f'"{digest}"'}
    return Response(data, media_type=ANY, headers=headers)
