"""What receivers answer, and what a clerk sends once more."""

from fastapi import APIRouter

from services.distribution.operations import receiving
from services.distribution.schemas.acts import ReasonIn, Standing
from services.distribution.schemas.fields import CaseCode, MailboxCode
from services.distribution.schemas.mailboxes import ItemOut
from services.distribution.schemas.receiving import SendAgainIn
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["records desk"])


@router.post(
    "/mailboxes/{code}/{case}/acknowledge",
    response_model=ItemOut,
    summary="Say that a dispatch came (the mailbox's holders)",
)
async def acknowledge(code: MailboxCode, case: CaseCode, desk: AtDesk) -> Answer:
    """One final answer for a mailbox; refused if somebody answered before, naming who and when."""

    async def do(work: Work, me: Person) -> ItemOut:
        return ItemOut.of(await receiving.acknowledge(work, me, code, case))

    return await desk.act(None, do)


@router.post(
    "/mailboxes/{code}/{case}/refuse",
    response_model=ItemOut,
    summary="Send a dispatch back with a reason (the mailbox's holders)",
)
async def refuse(code: MailboxCode, case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    """One final answer for a mailbox; a clerk may then send the dispatch to another one."""

    async def do(work: Work, me: Person) -> ItemOut:
        return ItemOut.of(await receiving.refuse(work, me, code, case, body.reason))

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/send-again",
    response_model=Standing,
    summary="Deliver to another mailbox what one refused (clerks)",
)
async def send_again(case: CaseCode, body: SendAgainIn, desk: AtDesk) -> Answer:
    """Adds a delivery and a note in the register; what was refused stays as it is."""

    async def do(work: Work, me: Person) -> Standing:
        wanted = {"instead_of": body.instead_of, "to": body.to}
        return Standing.of(await receiving.send_again(work, me, case, **wanted))

    return await desk.act(body, do)
