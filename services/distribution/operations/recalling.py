"""Calling back an issued dispatch: a clerk's act on a written decision, and every answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.distribution.domain.desk import (
    SYSTEM,
    Desk,
    agency_of,
    demand_clerk,
    demand_reason,
    names_in,
)
from services.distribution.domain.published import STANDING
from services.distribution.domain.published import Standing as Published
from services.distribution.domain.recall import (
    Answer,
    Closing,
    Order,
    Recall,
    Reminder,
    Reply,
    deadline,
    demand_may_order,
    demand_why,
    noted,
    refuse_over,
    refuse_recalled,
    refuse_replied,
    reply_noted,
)
from services.distribution.domain.receiving import demand_sent
from services.distribution.domain.recipients import demand_mailbox
from services.distribution.domain.register import Recorded
from services.distribution.domain.sent import MailboxItem
from services.distribution.operations.acts import numbered
from services.distribution.operations.amending import enter_undone
from services.distribution.operations.noting import enter, note
from services.distribution.operations.receiving import item, locked
from services.distribution.store import desk as store
from services.distribution.store import recalls, sent
from shared.domain.organisation import Post
from shared.domain.people import Person
from shared.domain.refusals import Unknown, WrongMoment
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A recall as the flow sees it: the desk's row, who looks after it, how far it has come."""

    desk: Desk
    holder: Post
    recall: Recall


async def recall(
    work: Work, me: Person, case: str, *, ordered_by: str, paper: str, reason: str
) -> Recall:
    """Freeze the dispatch and ask every receiver to cancel it; the number stays.

    Raises `NotYours` (also `may_not_order_recall`), `Unknown`, `Invalid`, `WrongMoment`.
    """
    because = demand_reason(reason)
    desk = await locked(work, me, case)
    demand_clerk(me)
    names = names_in(me.organisation)
    refuse_recalled(await recalls.ordered(work, me.agency, case), names)
    demand_sent(desk, names)
    demand_may_order(me.organisation, ordered_by, desk.laid.signer)
    at = work.clock.now()
    order = Order(
        ordered_by=ordered_by,
        paper=paper.strip(),
        reason=because,
        by=me.id,
        at=at,
        due_at=deadline(me.organisation, at),
    )
    await recalls.order(work, me, case, order)
    details = {"ordered_by": ordered_by, "paper": order.paper, "reason": because}
    details |= {STANDING: Published.RECALLED.value}
    said = noted(order, names)
    await _record(work, me, desk, "recalled", said=said, details=details, behalf=ordered_by)
    await enter_undone(work, desk, me)
    return await _found(work, me.agency, case)


async def reply(
    work: Work, me: Person, code: str, case: str, *, answer: Answer, reason: str
) -> MailboxItem:
    """A mailbox's one answer: the dispatch is cancelled there, or kept with a reason."""
    because = demand_why(answer, reason)
    demand_mailbox(me, code)
    desk = await locked(work, me, case)
    await item(work, me, code, case)
    refuse_replied(await _found(work, me.agency, case), code, names_in(me.organisation))
    given = Reply(mailbox=code, answer=answer, reason=because, by=me.id, at=work.clock.now())
    await recalls.reply(work, me, case, given)
    details = {"mailbox": code, "answer": answer.value} | ({"reason": because} if because else {})
    await _record(work, me, desk, "recall_answered", said=reply_noted(given), details=details)
    return await item(work, me, code, case)


async def close(work: Work, me: Person, case: str, reason: str) -> Recall:
    """Wait no longer for the answers that are missing; it stays recalled."""
    because = demand_reason(reason)
    desk = await locked(work, me, case)
    demand_clerk(me)
    refuse_over(await _found(work, me.agency, case), names_in(me.organisation))
    await recalls.close(work, me, case, Closing(reason=because, by=me.id, at=work.clock.now()))
    said = f"kết thúc việc thu hồi: {because}"
    await _record(work, me, desk, "recall_closed", said=said, details={"reason": because})
    return await _found(work, me.agency, case)


async def _record(
    work: Work,
    me: Person,
    desk: Desk,
    act: str,
    *,
    said: str,
    details: Mapping[str, Any],
    behalf: str | None = None,
) -> None:
    """The case's event and the register's note, on the issued file."""
    file = await _file(work, desk)
    await note(
        work,
        desk,
        act,
        account=me.id,
        organisation=me.version,
        on_behalf_of=behalf,
        object_hash=file,
        details=details,
    )
    await enter(
        work,
        desk,
        Recorded.NOTED,
        numbered(desk),
        file=file,
        organisation=me.version,
        account=me.id,
        details={"note": said, "act": act, **details},
    )


async def _file(work: Work, desk: Desk) -> str:
    sealed = await sent.seal_of(work, desk.laid.agency, desk.laid.case)
    if sealed is None:
        raise RuntimeError(f"{desk.laid.case} is {desk.state} and has no seal")
    return sealed.file


async def _found(work: Work, agency: str, case: str) -> Recall:
    found = await recalls.find(work, agency, case)
    if found is None:
        raise WrongMoment("not_recalled", f"Văn bản {case} không bị thu hồi.")
    return found


# What the flow asks


async def position(work: Work, case: str, at: datetime) -> Standing:
    """How the recall stands, with what the engine learns by it marked as handed over."""
    desk = await _of_flow(work, case)
    await recalls.hand_over(work, case, until=at)
    _, organisation = await work.organisations.in_force(work.db, desk.laid.agency)
    return Standing(
        desk=desk,
        holder=organisation.clerk_post(),
        recall=await _found(work, desk.laid.agency, case),
    )


async def remind(work: Work, case: str, at: datetime) -> None:
    """Remind who is late, once for each deadline; the next one is as long as the first."""
    desk = await _of_flow(work, case)
    found = await _found(work, desk.laid.agency, case)
    if found.over or at < found.due_at:
        return
    version, organisation = await work.organisations.in_force(work.db, desk.laid.agency)
    reminder = Reminder(
        number=len(found.reminders) + 1,
        mailboxes=found.waiting,
        at=at,
        due_at=deadline(organisation, at),
    )
    await recalls.remind(work, desk.laid.agency, case, reminder, organisation=version)
    details = {"number": reminder.number, "mailboxes": list(reminder.mailboxes)}
    await note(work, desk, "recall_reminded", account=SYSTEM, organisation=version, details=details)


async def _of_flow(work: Work, case: str) -> Desk:
    desk = await store.find(work, agency_of(case), case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Văn bản {case} chưa đến văn thư.")
    return desk
