"""What people read: a dispatch's record, the issued file, mailboxes, the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.distribution.domain import register as book
from services.distribution.domain.access import concealed
from services.distribution.domain.amending import Amendment
from services.distribution.domain.desk import Desk, Names, names_in, standing
from services.distribution.domain.numbering import demand_known_series
from services.distribution.domain.recall import Recall
from services.distribution.domain.receiving import Acknowledgement
from services.distribution.domain.recipients import demand_mailbox
from services.distribution.domain.renewal import Lasting
from services.distribution.domain.sent import Annex, Delivery, FileCopy, MailboxItem
from services.distribution.domain.undone import SentBack, VoidedNumber
from services.distribution.operations.access import Rights, hidden, readable
from services.distribution.operations.noting import note
from services.distribution.store import (
    amendments,
    checks,
    mailboxes,
    recalls,
    receiving,
    register,
    renewals,
    sent,
    undone,
)
from services.distribution.store import desk as store
from services.distribution.store.checks import Checked
from shared.domain.dates import vietnam_date
from shared.domain.people import Person
from shared.domain.refusals import Unknown, WrongMoment
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that the records desk has of a dispatch."""

    desk: Desk
    lasting: Lasting | None
    """Its seal and the newest of its files."""
    deliveries: Sequence[Delivery]
    annexes: Sequence[Annex]
    file_copy: FileCopy | None
    send_backs: Sequence[SentBack]
    voids: Sequence[VoidedNumber]
    """Both the newest last; so are the answers."""
    acknowledgements: Sequence[Acknowledgement]
    recall: Recall | None
    amended_by: Sequence[Amendment]
    """What corrects or replaces it, the newest last."""
    rights: Rights
    """Who may read it, and what the reader has yet to confirm."""
    names: Names
    """Accounts as they are named now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The register of one year and series."""

    series: str
    year: int
    names: Mapping[str, str]
    """What each series of the agency is called now, by its code; one given up, by its code."""
    entries: Sequence[book.Entry]
    hidden: frozenset[str]
    """Dispatches that the reader may not read; their entries are concealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what lies in a mailbox."""

    items: Sequence[MailboxItem]
    after: str | None
    """The case behind which the next page begins; None at the end."""


async def record(work: Work, me: Person, case: str) -> Record:
    desk, rights = await readable(work, me, case)
    return Record(
        desk=desk,
        lasting=await renewals.lasting(work, me.agency, case),
        deliveries=await sent.deliveries(work, me.agency, case),
        annexes=await sent.annexes(work, me.agency, case),
        file_copy=await sent.copy_of(work, me.agency, case),
        send_backs=await undone.send_backs(work, me.agency, case),
        voids=await undone.voids(work, me.agency, case),
        acknowledgements=await receiving.acknowledgements(work, me.agency, case),
        recall=await recalls.find(work, me.agency, case),
        amended_by=await amendments.of_targets(work, me.agency, [case]),
        rights=rights,
        names=names_in(me.organisation),
    )


async def issued_file(work: Work, me: Person, case: str) -> str:
    """SHA-256 of the issued PDF, recorded as viewed; `WrongMoment` before the seal.

    The sealed bytes, with the stamps that were put over them since.
    """
    desk, _ = await readable(work, me, case)
    stands = await renewals.lasting(work, me.agency, case)
    if stands is None:
        raise WrongMoment(
            "not_sealed",
            f"{standing(desk, names_in(me.organisation))} Văn bản chưa có dấu của cơ quan nên "
            "chưa có bản phát hành để xem.",
        )
    await _viewed(work, me, desk, stands.file, where="register")
    return stands.file


async def mailbox(work: Work, me: Person, code: str, *, after: str | None, limit: int) -> Page:
    """What lies in a mailbox, for the post's holder or the unit's members; the newest first.

    `after` is the case that the page before ended with.
    """
    demand_mailbox(me, code)
    last = await _lying(work, me, code, after) if after is not None else None
    found = await mailboxes.items(work, me.agency, code, after=last, limit=limit + 1)
    items = found[:limit]
    return Page(items=items, after=items[-1].case if len(found) > limit else None)


async def mailbox_file(work: Work, me: Person, code: str, case: str) -> str:
    """SHA-256 of a PDF that lies in the mailbox, recorded as viewed."""
    demand_mailbox(me, code)
    lying = await _lying(work, me, code, case)
    await _viewed(work, me, await _desk(work, me, case), lying.file, where=code)
    return lying.file


async def _lying(work: Work, me: Person, code: str, case: str) -> MailboxItem:
    lying = await mailboxes.item(work, me.agency, code, case)
    if lying is None:
        raise Unknown("not_in_mailbox", f"Trong hộp thư {code} không có văn bản {case}.")
    return lying


async def book_of(work: Work, me: Person, *, series: str | None, year: int | None) -> Book:
    """The book of one year and series, in the order of numbers: this year's, the general one.

    Raises `Invalid` (`series_unknown`) for a series that neither is in the file nor ever was.
    """
    names = {one.series: one.name for one in me.organisation.numbering}
    general = next(one.series for one in me.organisation.numbering if one.is_general())
    kept = await register.names(work, me.agency)
    unread = await hidden(work, me)
    wanted, of_year = series or general, year or vietnam_date(work.clock.now()).year
    demand_known_series(wanted, {*names, *kept})
    return Book(
        series=wanted,
        year=of_year,
        names={code: names.get(code, code) for code in sorted({*names, *kept})},
        entries=[
            concealed(one) if one.case in unread else one
            for one in book.entries(await register.of_year(work, me.agency, wanted, of_year))
        ],
        hidden=unread,
    )


async def latest_check(work: Work, me: Person) -> Checked | None:
    """What the last regular check of the register found; None before the first one."""
    return await checks.newest(work, me.agency)


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
