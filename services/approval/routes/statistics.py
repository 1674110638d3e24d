"""How the work goes, over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from services.approval.domain.statistics import By
from services.approval.operations import statistics as operation
from services.approval.schemas.statistics import StatisticsOut, table_of
from shared.runtime.http import AtDesk

router = APIRouter(tags=["statistics"])

CSV: Final = "text/csv"
BOTH: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {CSV: {"schema": {"type": "string"}, "example": "\ufeffMã,Tên,Đang xử lý\r\n"}}
    }
}


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"


What = Annotated[By, Query(description="By drafting unit, kind of step, or post")]
First = Annotated[
    date | None,
    Query(
        alias="from",
        description="First day, in Viet Nam; of what was done",
        examples=["2026-11-01"],
    ),
]
Last = Annotated[
    date | None,
    Query(
        alias="to",
        description="Last day; later ones count neither open nor done",
        examples=["2026-11-30"],
    ),
]
As = Annotated[Format, Query(alias="format", description="json, or csv for spreadsheets")]


@router.get(
    "/statistics",
    response_model=StatisticsOut,
    responses=BOTH,
    summary="Tasks open, done, on time, late; median and 90th percentile of working hours",
)
async def statistics(
    desk: AtDesk, by: What = By.UNIT, first: First = None, last: Last = None, as_: As = Format.JSON
) -> StatisticsOut | Response:
    """For the head and the deputies the whole agency, for a unit's head what that unit drafted.

    Done is what a decision ended within these days; a turn that was set aside, bypassed or
    withdrawn counts nowhere. Where several decide, it counts for the post that ended it.
    """
    async with desk.open() as (work, me):
        found = await operation.statistics(work, me, by, first=first, last=last)
    if as_ is Format.JSON:
        return StatisticsOut.of(by, found)
    headers = {"Content-Disposition": f'attachment; filename="thong-ke-{by}.csv"'}
    return Response(table_of(found), media_type=f"{CSV}; charset=utf-8", headers=headers)
