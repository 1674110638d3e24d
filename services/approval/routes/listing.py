"""Lists of tasks, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.approval.domain.listing import Wanted, Whose, words_of
from services.approval.operations import listing
from services.approval.schemas.listing import TasksOut
from shared.domain.route import StepKind
from shared.domain.urgency import Urgency
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

router = APIRouter(tags=["tasks"])

Of = Annotated[
    Whose, Query(description="mine, unit (my units'), substitute (in another's place), done")
]
Kind = Annotated[StepKind | None, Query(description="Only steps of this kind")]
Level = Annotated[Urgency | None, Query(description="Only of this urgency, as it counts now")]
Overdue = Annotated[bool, Query(description="Only those past their deadline")]
Unit = Annotated[
    Text | None, Query(max_length=64, description="Code of the drafting unit", examples=["VP"])
]
Words = Annotated[
    Text,
    Query(
        max_length=200,
        description="Words of the subject or the case code, without diacritics; each must be found",
        examples=["chuyen doi so"],
    ),
]
After = Annotated[Text | None, Query(max_length=200, description="The `next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100, description="Tasks in a page", examples=[20])]


@router.get("/tasks", summary="Tasks: mine, my unit's, those I substitute for, done")
async def tasks(
    desk: AtDesk,
    *,
    of: Of = Whose.MINE,
    kind: Kind = None,
    urgency: Level = None,
    overdue: Overdue = False,
    unit: Unit = None,
    text: Words = "",
    after: After = None,
    limit: Limit = 20,
) -> TasksOut:
    """Open tasks come the most urgent first, then by deadline; done ones the newest first.

    `mine` and `substitute` hold what the caller may decide now: never a task of a dispatch in
    which they took another part, nor one that somebody else has alone. `unit` is for looking.
    """
    wanted = Wanted(
        whose=of, kind=kind, urgency=urgency, unit=unit, words=words_of(text), overdue=overdue
    )
    async with desk.open() as (work, me):
        return TasksOut.of(await listing.tasks(work, me, wanted, after=after, limit=limit))
