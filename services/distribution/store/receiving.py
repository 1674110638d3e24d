"""Receivers' answers, and dispatches that a clerk sends once more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.receiving import Acknowledgement, Receipt
from services.distribution.domain.sent import MAILBOX, Sealed
from services.distribution.store.sent import item_of
from shared.domain.people import Person
from shared.runtime.database import Work

_GIVEN, _SENT = tables.acknowledgements, tables.deliveries


async def acknowledge(
    work: Work, me: Person, case: str, given: Acknowledgement, *, file: str
) -> None:
    """Keep an answer; the case's row must be locked. `file` is what lies in the mailbox."""
    row = {
        "case": case,
        "mailbox": given.mailbox,
        "agency": me.agency,
        "receipt": given.receipt,
        "reason": given.reason,
        "file": file,
        "account": given.by,
        "at": given.at,
        "organisation": me.version,
    }
    await work.db.execute(_GIVEN.insert().values(row))


async def acknowledgements(work: Work, agency: str, case: str) -> Sequence[Acknowledgement]:
    """All answers to one dispatch, the newest last."""
    mine = _GIVEN.select().where(_GIVEN.c.agency == agency, _GIVEN.c.case == case)
    rows = await work.db.execute(mine.order_by(_GIVEN.c.at, _GIVEN.c.mailbox))
    return [acknowledgement(row) for row in rows]


async def find(work: Work, agency: str, case: str, mailbox: str) -> Acknowledgement | None:
    """The answer of one mailbox."""
    mine = (_GIVEN.c.agency == agency) & (_GIVEN.c.case == case) & (_GIVEN.c.mailbox == mailbox)
    row = (await work.db.execute(_GIVEN.select().where(mine))).one_or_none()
    return acknowledgement(row) if row else None


def acknowledgement(row: sa.Row[Any]) -> Acknowledgement:
    return Acknowledgement(
        mailbox=row.mailbox,
        receipt=Receipt(row.receipt),
        reason=row.reason,
        by=row.account,
        at=row.at,
    )


async def send_again(
    work: Work,
    me: Person,
    sealed: Sealed,
    *,
    recipient: str,
    mailbox: str,
    instead_of: str,
    at: datetime,
) -> None:
    """One more delivery, behind those of the paper, and its item; the row must be locked."""
    mine = (_SENT.c.agency == me.agency) & (_SENT.c.case == sealed.case)
    last = await work.db.scalar(sa.select(sa.func.max(_SENT.c.place)).where(mine))
    delivery = {
        "case": sealed.case,
        "recipient": recipient,
        "channel": MAILBOX,
        "agency": me.agency,
        "place": (last or 0) + 1,
        "mailboxes": [mailbox],
        "gone": [],
        "delivered_at": at,
        "organisation": me.version,
        "sent_by": me.id,
        "instead_of": instead_of,
    }
    await work.db.execute(_SENT.insert().values(delivery))
    await work.db.execute(tables.mailbox_items.insert().values(item_of(sealed, mailbox, at)))
