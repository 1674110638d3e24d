"""What the archive takes out of approval."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Response

from services.approval.operations import archiving
from services.approval.routes.common import Case
from services.approval.schemas.archive import OpinionsOut
from shared.runtime.archiving import note
from shared.runtime.history_routes import demand_for_archive
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/dispatches/{case}/archive", tags=["archive"])

ANY: Final = "application/octet-stream"
BYTES: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {ANY: {}}}}
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", examples=["5f" * 32])]


@router.get("", summary="Every opinion and decision on a signed dispatch, for the archive")
async def opinions(case: Case, desk: AtDesk) -> OpinionsOut:
    """For clerks and posts with the permission `archive`; refused before it is signed (409)."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        await note(work, me, case, "exported")
        return OpinionsOut.of(await archiving.rounds(work, me, case))


@router.get("/{digest}", response_class=Response, responses=BYTES, summary="A signed file's bytes")
async def file(case: Case, digest: Digest, desk: AtDesk) -> Response:
    """As the person signed it, also in a round that was sent back; by its SHA-256, and recorded."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        await archiving.demand_file(work, me, case, digest)
        agency = me.agency
    data = await desk.process.database.blobs.get(agency, digest)
    return Response(data, media_type=ANY, headers={"X-Content-Type-Options": "nosniff"})
