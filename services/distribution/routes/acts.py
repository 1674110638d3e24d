"""The clerks' lists and acts over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter

from services.distribution.operations import acts, certificates, listing
from services.distribution.routes.looking import looked_at
from services.distribution.schemas.acts import Issued, IssueIn, ReasonIn, Standing
from services.distribution.schemas.fields import CaseCode
from services.distribution.schemas.lists import DeskOut, Results, SelectionIn
from shared.domain.people import Person
from shared.domain.refusals import Refusal
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk, Desk
from shared.runtime.problems import refused, status_of

router = APIRouter(tags=["records desk"])


@router.get("/desk", summary="What waits to be issued, sealed and sent; reserved numbers (clerks)")
async def desk_list(desk: AtDesk) -> DeskOut:
    """Four lists; others than clerks are told who may see them."""
    async with desk.open() as (work, me):
        lists = await listing.lists(work, me)
        return DeskOut.of(lists, await certificates.ends_soon(work, me.agency))


@router.post("/desk/issue", response_model=Results, summary="Issue a selection (clerks)")
async def issue_all(body: SelectionIn, desk: AtDesk) -> dict[str, Any]:
    """In the order of signing, one act after another: a refusal stops none of the others.

    With an idempotency key, the whole may be sent again after a fault.
    """
    return await _each(desk, body, issue)


@router.post(
    "/desk/order-seal", response_model=Results, summary="Let a selection be sealed (clerks)"
)
async def order_all_seals(body: SelectionIn, desk: AtDesk) -> dict[str, Any]:
    """As a selection is issued."""
    return await _each(desk, body, order_seal)


@router.post(
    "/dispatches/{case}/issue",
    response_model=Issued,
    summary="Give number and date, register, order the seal (clerks)",
)
async def issue(case: CaseCode, desk: AtDesk, body: IssueIn | None = None) -> Answer:
    """Refused before a number is given if the signature does not hold or the seal can't follow."""
    examined, no_seal = await looked_at(desk, case)
    reserved = body.reserved if body else None

    async def do(work: Work, me: Person) -> Issued:
        issued = await acts.issue(work, me, case, examined, no_seal, reserved=reserved)
        return Issued.of(issued)

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/order-seal",
    response_model=Standing,
    summary="Let the seal follow a number that came by itself (clerks)",
)
async def order_seal(case: CaseCode, desk: AtDesk) -> Answer:
    """Refused where a clerk's act ordered it before, or the agency's key could not seal now."""
    _, no_seal = await looked_at(desk, case)

    async def do(work: Work, me: Person) -> Standing:
        return Standing.of(await acts.order_seal(work, me, case, no_seal))

    return await desk.act(None, do)


@router.post(
    "/dispatches/{case}/send-back",
    response_model=Standing,
    summary="Back to the drafter with a reason (clerks)",
)
async def send_back(case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    """Returns a dispatch without a number; the signed file and the reason stay to be read."""

    async def do(work: Work, me: Person) -> Standing:
        return Standing.of(await acts.send_back(work, me, case, body.reason))

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/void",
    response_model=Standing,
    summary="Void a number before the seal; it stays in the register (clerks)",
)
async def void(case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    """The dispatch waits for a new number again; the voided one is never given twice."""

    async def do(work: Work, me: Person) -> Standing:
        return Standing.of(await acts.void(work, me, case, body.reason))

    return await desk.act(body, do)


async def _each(
    desk: Desk, body: SelectionIn, act: Callable[[str, Desk], Awaitable[Answer]]
) -> dict[str, Any]:
    """Every dispatch by itself, as if it had been asked for alone."""
    async with desk.open() as (work, me):
        cases = await listing.in_signing_order(work, me, body.cases)
    return {"results": [await _result(case, desk.part(case), act) for case in cases]}


async def _result(
    case: str, desk: Desk, act: Callable[[str, Desk], Awaitable[Answer]]
) -> dict[str, Any]:
    blank = {"case": case, "issued": None, "standing": None, "problem": None}
    try:
        done = await act(case, desk)
    except Refusal as refusal:
        return blank | {"status": status_of(refusal), "problem": refused(refusal)}
    return blank | {"status": 200, "issued" if "printed" in done else "standing": done}
