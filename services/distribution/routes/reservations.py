"""Numbers taken beforehand, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.distribution.operations import reserving
from services.distribution.operations.reserving import Wish
from services.distribution.schemas.acts import ReasonIn
from services.distribution.schemas.lists import Kept, ReserveIn
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk
from shared.runtime.text import Text

router = APIRouter(tags=["records desk"])

ReservationId = Annotated[Text, Path(max_length=64, examples=["SVHTTDL-VB-2026-05"])]


@router.post(
    "/reservations", response_model=Kept, summary="Keep the next number for a purpose (clerks)"
)
async def reserve(body: ReserveIn, desk: AtDesk) -> Answer:
    """Number and date stand from now on; who may use it is judged when it is used.

    Used by `reserved` of an issue; voided by itself when its time is over.
    """
    wish = Wish(
        unit=body.unit,
        doc_type=body.doc_type,
        purpose=body.purpose,
        expires_at=body.expires_at,
    )

    async def do(work: Work, me: Person) -> Kept:
        return Kept.of(await reserving.reserve(work, me, wish), work.clock.now())

    return await desk.act(body, do)


@router.post(
    "/reservations/{reservation}/cancel",
    response_model=Kept,
    summary="Void a reserved number with a reason (clerks)",
)
async def cancel(reservation: ReservationId, body: ReasonIn, desk: AtDesk) -> Answer:
    """It stays in the register, and is never given to anything."""

    async def do(work: Work, me: Person) -> Kept:
        kept = await reserving.cancel(work, me, reservation, body.reason)
        return Kept.of(kept, work.clock.now())

    return await desk.act(body, do)
