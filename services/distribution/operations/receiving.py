"""Receivers answer for their mailboxes; a clerk sends on what was refused."""

from services.distribution.domain.desk import Desk, demand_clerk, demand_reason, names_in
from services.distribution.domain.recall import refuse_recalled
from services.distribution.domain.receiving import (
    Acknowledgement,
    Receipt,
    demand_refused,
    demand_sent,
    noted,
    refuse_answered,
)
from services.distribution.domain.recipients import demand_mailbox, has_mailbox, name_of
from services.distribution.domain.register import Recorded
from services.distribution.domain.sent import MailboxItem
from services.distribution.operations.acts import numbered
from services.distribution.operations.noting import enter, note
from services.distribution.store import desk as store
from services.distribution.store import mailboxes, recalls, receiving, sent
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Unknown, WrongMoment
from shared.runtime.database import Work


async def acknowledge(work: Work, me: Person, code: str, case: str) -> MailboxItem:
    """Say that it came (báo nhận, ND30 Đ.21.2.c)."""
    return await _answer(work, me, code, case, receipt=Receipt.ACCEPTED)


async def refuse(work: Work, me: Person, code: str, case: str, reason: str) -> MailboxItem:
    """Send it back with a reason (ND30 Đ.21.2.b); a clerk may then send it to somebody else."""
    because = demand_reason(reason)
    return await _answer(work, me, code, case, receipt=Receipt.REFUSED, reason=because)


async def _answer(
    work: Work, me: Person, code: str, case: str, *, receipt: Receipt, reason: str = ""
) -> MailboxItem:
    """The mailbox's one answer; raises `NotYours`, `Unknown`, `WrongMoment`."""
    demand_mailbox(me, code)
    desk, lying = await lying_in(work, me, code, case)
    names = names_in(me.organisation)
    refuse_answered(lying.acknowledgement, names)
    refuse_recalled(await recalls.ordered(work, me.agency, case), names)
    at = work.clock.now()
    given = Acknowledgement(mailbox=code, receipt=receipt, reason=reason, by=me.id, at=at)
    await receiving.acknowledge(work, me, case, given, file=lying.file)
    details = {"mailbox": code, "receipt": receipt.value}
    details |= {"reason": reason} if reason else {}
    await note(
        work,
        desk,
        "acknowledged",
        account=me.id,
        organisation=me.version,
        object_hash=lying.file,
        details=details,
    )
    await enter(
        work,
        desk,
        Recorded.ACKNOWLEDGED,
        numbered(desk),
        file=lying.file,
        organisation=me.version,
        account=me.id,
        details=details | {"note": noted(given)},
    )
    return await item(work, me, code, case)


async def send_again(work: Work, me: Person, case: str, *, instead_of: str, to: str) -> Desk:
    """Deliver to another mailbox what `instead_of` refused; its refusal stays."""
    desk = await locked(work, me, case)
    demand_clerk(me)
    names = names_in(me.organisation)
    refuse_recalled(await recalls.ordered(work, me.agency, case), names)
    demand_sent(desk, names)
    demand_refused(await receiving.find(work, me.agency, case, instead_of), instead_of, names)
    recipient = await _new_recipient(work, me, case, to)
    sealed = await sent.seal_of(work, me.agency, case)
    if sealed is None:
        raise RuntimeError(f"{case} is {desk.state} and has no seal")
    at = work.clock.now()
    await receiving.send_again(
        work, me, sealed, recipient=recipient, mailbox=to, instead_of=instead_of, at=at
    )
    details = {"mailbox": to, "instead_of": instead_of}
    await note(
        work,
        desk,
        "sent_again",
        account=me.id,
        organisation=me.version,
        object_hash=sealed.file,
        details=details,
    )
    await enter(
        work,
        desk,
        Recorded.NOTED,
        numbered(desk),
        file=sealed.file,
        organisation=me.version,
        account=me.id,
        details=details | {"note": f"gửi {to} thay {instead_of}"},
    )
    return desk


async def _new_recipient(work: Work, me: Person, case: str, to: str) -> str:
    """The name of a mailbox that does not have the dispatch yet."""
    if not has_mailbox(me.organisation, to):
        raise Invalid(
            "unknown_mailbox",
            f"Không có hộp thư “{to}”; hãy ghi mã đơn vị hoặc mã chức vụ.",
            details={"to": f"Cơ quan không có đơn vị hoặc chức vụ “{to}”."},
        )
    name = name_of(me.organisation, to)
    delivered = await sent.deliveries(work, me.agency, case)
    if any(to in one.mailboxes or name == one.recipient for one in delivered):
        raise WrongMoment("already_delivered", f"Văn bản {case} đã có trong hộp thư {to}.")
    return name


async def lying_in(work: Work, me: Person, code: str, case: str) -> tuple[Desk, MailboxItem]:
    """What lies in a mailbox, with its case's row held until the end of the transaction."""
    desk = await locked(work, me, case)
    return desk, await item(work, me, code, case)


async def item(work: Work, me: Person, code: str, case: str) -> MailboxItem:
    lying = await mailboxes.item(work, me.agency, code, case)
    if lying is None:
        raise Unknown("not_in_mailbox", f"Trong hộp thư {code} không có văn bản {case}.")
    return lying


async def locked(work: Work, me: Person, case: str) -> Desk:
    """The case's row, held: the first lock of every act."""
    desk = await store.find(work, me.agency, case, lock=True)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Không có văn bản {case} ở bộ phận văn thư.")
    return desk
