"""What people read: a dispatch's record, the issued file, mailboxes, the register."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.distribution.domain import register as book
from services.distribution.domain.desk import Desk
from services.distribution.domain.recipients import has_mailbox, may_open
from services.distribution.domain.sent import Delivery, FileCopy, MailboxItem, Sealed
from services.distribution.operations.noting import note
from services.distribution.store import desk as store
from services.distribution.store import register, sent
from shared.domain.people import Person
from shared.domain.refusals import NotYours, Unknown, WrongMoment
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that the records desk has of a dispatch."""

    desk: Desk
    sealed: Sealed | None
    deliveries: Sequence[Delivery]
    file_copy: FileCopy | None


async def record(work: Work, me: Person, case: str) -> Record:
    desk = await _desk(work, me, case)
    return Record(
        desk=desk,
        sealed=await sent.seal_of(work, me.agency, case),
        deliveries=await sent.deliveries(work, me.agency, case),
        file_copy=await sent.copy_of(work, me.agency, case),
    )


async def issued_file(work: Work, me: Person, case: str) -> str:
    """SHA-256 of the issued PDF, recorded as viewed; `WrongMoment` before the seal."""
    desk = await _desk(work, me, case)
    sealed = await sent.seal_of(work, me.agency, case)
    if sealed is None:
        raise WrongMoment(
            "not_sealed", "Văn bản chưa có dấu của cơ quan nên chưa có bản phát hành để xem."
        )
    await _viewed(work, me, desk, sealed.file, where="register")
    return sealed.file


async def mailbox(work: Work, me: Person, code: str) -> Sequence[MailboxItem]:
    """What lies in a mailbox, for the post's holder or the unit's members."""
    _demand_mailbox(me, code)
    return await sent.items(work, me.agency, code)


async def mailbox_file(work: Work, me: Person, code: str, case: str) -> str:
    """SHA-256 of a PDF that lies in the mailbox, recorded as viewed."""
    _demand_mailbox(me, code)
    lying = await sent.items(work, me.agency, code, case=case)
    if not lying:
        raise Unknown("not_in_mailbox", f"Trong hộp thư {code} không có văn bản {case}.")
    await _viewed(work, me, await _desk(work, me, case), lying[0].file, where=code)
    return lying[0].file


async def entries(work: Work, me: Person, *, series: str, year: int) -> Sequence[book.Entry]:
    """The book of one year and series, in the order of numbers."""
    return book.entries(await register.of_year(work, me.agency, series, year))


async def chain(work: Work, me: Person) -> tuple[Sequence[book.RegisterEvent], book.Head]:
    """The agency's whole chain, for `check_chain`."""
    return await register.chain(work, me.agency)


async def check_chain(events: Sequence[book.RegisterEvent], head: book.Head) -> book.Check:
    """Recompute a chain; after the transaction, in a thread."""
    return await asyncio.to_thread(book.check, events, head)


async def _desk(work: Work, me: Person, case: str) -> Desk:
    desk = await store.find(work, me.agency, case)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Không có văn bản {case} ở bộ phận văn thư.")
    return desk


async def _viewed(work: Work, me: Person, desk: Desk, file: str, *, where: str) -> None:
    details = {"where": where}
    await note(
        work,
        desk,
        "file_viewed",
        account=me.id,
        organisation=me.version,
        object_hash=file,
        details=details,
    )


def _demand_mailbox(me: Person, code: str) -> None:
    if not has_mailbox(me.organisation, code):
        raise Unknown("unknown_mailbox", f"Không có hộp thư {code}.")
    if not may_open(me.organisation, me.account.posts, code):
        raise NotYours(
            "not_your_mailbox",
            f"Hộp thư {code} chỉ mở cho người giữ chức vụ hoặc thuộc đơn vị đó.",
        )
