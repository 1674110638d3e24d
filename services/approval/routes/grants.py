"""Absences and delegations, over HTTP: thin, everything is decided by the operations."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Query

from services.approval.operations import granting
from services.approval.schemas.grants import (
    AbsenceIn,
    AbsenceOut,
    AbsencesOut,
    DelegationIn,
    DelegationOut,
    DelegationsOut,
    EndGrantIn,
)
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["grants"])

OverToo = Annotated[bool, Query(alias="all", description="Those that are over or ended too")]
NO_REASON: Final = EndGrantIn()


@router.get("/absences", summary="Who is away, and who acts in whose place")
async def absences(desk: AtDesk, *, over: OverToo = False) -> AbsencesOut:
    """For everybody of the agency: absences in force and coming, the newest first, 200 at most."""
    async with desk.open() as (work, me):
        found = await granting.absences(work, me, over=over)
        return AbsencesOut.of(found, me.organisation, work.clock.now())


@router.post("/absences", response_model=AbsenceOut, summary="Declare an absence")
async def declare_absence(said: AbsenceIn, desk: AtDesk) -> dict[str, Any]:
    """For who is away, or a superior: another sees and decides the tasks while it is in force.

    The substitute passes nothing on. Refused (409) where another substitute acts then
    (`overlaps`), or the substitute is away too (`substitute_away`).
    """
    id_ = str(uuid4())

    async def do(work: Work, me: Person) -> AbsenceOut:
        made = await granting.declare_absence(work, me, said.absence(id_, me.id), said.reason)
        return AbsenceOut.of(made, me.organisation, work.clock.now())

    return await desk.act(said, do)


@router.post(
    "/absences/{absence}/end", response_model=AbsenceOut, summary="End an absence before its time"
)
async def end_absence(absence: UUID, desk: AtDesk, said: EndGrantIn = NO_REASON) -> dict[str, Any]:
    """For who is away, or a superior; what was decided in the meantime stands.

    Refused (409) once it is over or ended.
    """

    async def do(work: Work, me: Person) -> AbsenceOut:
        ended = await granting.end_absence(work, me, str(absence), said.reason)
        return AbsenceOut.of(ended, me.organisation, work.clock.now())

    return await desk.act(said, do)


@router.get("/delegations", summary="Who signs for the head by delegation (TUQ.)")
async def delegations(desk: AtDesk, *, over: OverToo = False) -> DelegationsOut:
    """For everybody of the agency: those in force and coming, the newest first, 200 at most."""
    async with desk.open() as (work, me):
        found = await granting.delegations(work, me, over=over)
        return DelegationsOut.of(found, me.organisation, work.clock.now())


@router.post("/delegations", response_model=DelegationOut, summary="Delegate signing (TUQ.)")
async def delegate(said: DelegationIn, desk: AtDesk) -> dict[str, Any]:
    """For the head or the acting head alone: to a unit's head, in writing, limited (ND30 Đ.13.3).

    Refused to whoever acts for the head (403 `no_passing_on`), and (422) without its writing, or
    without a limit of types or fields.
    """
    id_ = str(uuid4())

    async def do(work: Work, me: Person) -> DelegationOut:
        made = await granting.delegate(work, me, said.delegation(id_, me.id))
        return DelegationOut.of(made, me.organisation, work.clock.now())

    return await desk.act(said, do)


@router.post(
    "/delegations/{delegation}/end",
    response_model=DelegationOut,
    summary="End a delegation before its time",
)
async def end_delegation(
    delegation: UUID, desk: AtDesk, said: EndGrantIn = NO_REASON
) -> dict[str, Any]:
    """For the head or the acting head alone; what was signed by it stands.

    Refused (409) once it is over or ended.
    """

    async def do(work: Work, me: Person) -> DelegationOut:
        ended = await granting.end_delegation(work, me, str(delegation), said.reason)
        return DelegationOut.of(ended, me.organisation, work.clock.now())

    return await desk.act(said, do)
