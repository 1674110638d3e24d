"""What the archive takes out of approval."""

from fastapi import APIRouter

from services.approval.operations import archiving
from services.approval.routes.common import Case
from services.approval.schemas.archive import OpinionsOut
from shared.runtime.archiving import note
from shared.runtime.history_routes import demand_for_archive
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/dispatches/{case}/archive", tags=["archive"])


@router.get("", summary="Every opinion and decision on a signed dispatch, for the archive")
async def opinions(case: Case, desk: AtDesk) -> OpinionsOut:
    """For clerks and posts with the permission `archive`; refused before it is signed (409)."""
    async with desk.open() as (work, me):
        await demand_for_archive(work, me, case, archiving.parties)
        await note(work, me, case, "exported")
        return OpinionsOut.of(await archiving.rounds(work, me, case))
