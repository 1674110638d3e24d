"""Calling back an issued dispatch, and what its receivers answer."""

from fastapi import APIRouter

from services.distribution.domain.desk import names_in
from services.distribution.operations import recalling
from services.distribution.schemas.acts import ReasonIn
from services.distribution.schemas.fields import CaseCode, MailboxCode
from services.distribution.schemas.mailboxes import ItemOut
from services.distribution.schemas.recalls import RecallIn, RecallOut, ReplyIn
from shared.domain.people import Person
from shared.runtime.acts import Answer
from shared.runtime.database import Work
from shared.runtime.http import AtDesk

router = APIRouter(tags=["records desk"])


@router.post(
    "/dispatches/{case}/recall",
    response_model=RecallOut,
    summary="Call back an issued dispatch on a written decision (clerks)",
)
async def recall(case: CaseCode, body: RecallIn, desk: AtDesk) -> Answer:
    """Freezes the dispatch and asks every receiver to cancel it; the number is kept.

    The decision is the head's, the signer's, or that of a post which the agency's file names.
    """

    async def do(work: Work, me: Person) -> RecallOut:
        made = await recalling.recall(work, me, case, **body.model_dump())
        return RecallOut.of(made, names_in(me.organisation))

    return await desk.act(body, do)


@router.post(
    "/dispatches/{case}/recall/close",
    response_model=RecallOut,
    summary="Wait no longer for the receivers who did not answer (clerks)",
)
async def close(case: CaseCode, body: ReasonIn, desk: AtDesk) -> Answer:
    """The dispatch stays recalled, and a late answer is still kept."""

    async def do(work: Work, me: Person) -> RecallOut:
        made = await recalling.close(work, me, case, body.reason)
        return RecallOut.of(made, names_in(me.organisation))

    return await desk.act(body, do)


@router.post(
    "/mailboxes/{code}/{case}/recall-answer",
    response_model=ItemOut,
    summary="Cancel a recalled dispatch, or keep it with a reason (the mailbox's holders)",
)
async def reply(code: MailboxCode, case: CaseCode, body: ReplyIn, desk: AtDesk) -> Answer:
    """One final answer for a mailbox; the file can still be read, and is marked as recalled."""

    async def do(work: Work, me: Person) -> ItemOut:
        said = await recalling.reply(work, me, code, case, **body.model_dump())
        return ItemOut.of(said)

    return await desk.act(body, do)
