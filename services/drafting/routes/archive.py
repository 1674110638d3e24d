"""What the archive takes out of drafting."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response

from services.drafting.operations import archiving
from services.drafting.routes.common import Case
from services.drafting.schemas.archive import VersionsOut
from shared.runtime.history_routes import demand_for_archive
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/dispatches/{case}/archive", tags=["archive"])

ANY: Final = "application/octet-stream"
BYTES: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {ANY: {}}}}
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", examples=["5f" * 32])]


@router.get("", summary="Every version of a signed dispatch, for the archive")
async def versions(case: Case, desk: AtDesk) -> VersionsOut:
    """For clerks and posts with the permission `archive`; refused before it is signed (409)."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        return VersionsOut.of(await archiving.versions(work, me, case))


@router.get(
    "/{digest}", response_class=Response, responses=BYTES, summary="A version's or file's bytes"
)
async def file(case: Case, digest: Digest, desk: AtDesk) -> Response:
    """Byte for byte, by its SHA-256, for those who take it out for the archive; it is recorded."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        await archiving.demand_file(work, me, case, digest)
        agency = me.agency
    data = await desk.process.database.blobs.get(agency, digest)
    return Response(data, media_type=ANY, headers={"X-Content-Type-Options": "nosniff"})
