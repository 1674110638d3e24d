"""Who may read a dispatch, over HTTP."""

from fastapi import APIRouter

from services.distribution.operations import access
from services.distribution.schemas.access import AccessIn, AccessOut, ConfirmIn
from services.distribution.schemas.fields import CaseCode
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(prefix="/dispatches/{case}/access", tags=["access"])


@router.get("", summary="Who may read a dispatch, and changes to confirm")
async def rights(case: CaseCode, desk: AtDesk) -> AccessOut:
    """For its readers, and for whoever got or lost the right."""
    async with desk.open() as (work, me):
        return AccessOut.of(await access.rights_of(work, me, case))


@router.post(
    "",
    response_model=AccessOut,
    summary="Restrict, open, grant or withdraw (head, signer, head of the drafting unit)",
)
async def change(case: CaseCode, body: AccessIn, desk: AtDesk) -> Answer:
    """A change that changes nothing is refused; those concerned are warned until they confirm."""

    async def do(work: Work, me: Person) -> AccessOut:
        said = {"reader": body.reader, "reason": body.reason}
        return AccessOut.of(await access.change(work, me, case, body.change, **said))

    return await desk.act(body, do)


@router.post("/confirm", response_model=AccessOut, summary="Confirm having seen changes of rights")
async def confirm(case: CaseCode, body: ConfirmIn, desk: AtDesk) -> Answer:
    """Up to the number that was seen: a change made meanwhile is still to be confirmed."""

    async def do(work: Work, me: Person) -> AccessOut:
        return AccessOut.of(await access.confirm(work, me, case, body.number))

    return await desk.act(body, do)
