"""What somebody was told, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.approval.operations import noticing
from services.approval.schemas.notices import NoticesOut
from shared.runtime.http import AtDesk

router = APIRouter(tags=["notices"])

After = Annotated[UUID | None, Query(description="The `after` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200, description="Notices in a page", examples=[50])]


@router.get("/notices", summary="What I was told, the newest first")
async def notices(desk: AtDesk, after: After = None, limit: Limit = 50) -> NoticesOut:
    """My notices, whether or not they went out by mail; send `after` to get the next page.

    Never anybody else's: they are told to the account, not to its posts.
    """
    async with desk.open() as (work, me):
        last = str(after) if after else None
        return NoticesOut.of(await noticing.my_notices(work, me, after=last, limit=limit))
