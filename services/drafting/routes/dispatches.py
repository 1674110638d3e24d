"""Drafting's part of a dispatch."""

from fastapi import APIRouter

from services.drafting.operations import reading
from services.drafting.routes.common import Case
from services.drafting.schemas.dispatches import PartOut
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/dispatches", tags=["dispatches"])


@router.get("/{case}", summary="How the dispatch stands with drafting, and its history here")
async def part(case: Case, desk: AtDesk) -> PartOut:
    """For everybody of the agency: round, stage and version as drafting knows them.

    Findings and the details of the history are shown only to the people of the drafting unit.
    """
    async with desk.open() as (work, me):
        return PartOut.of(await reading.part(work, me, case))
