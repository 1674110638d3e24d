"""What lies in mailboxes, each with what its holders answered and what came of it since."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.numbering import Number
from services.distribution.domain.recall import Answer
from services.distribution.domain.receiving import Acknowledgement, Receipt
from services.distribution.domain.sent import CalledBack, MailboxItem
from services.distribution.store import amendments
from shared.runtime.database import Work

_ITEMS, _ROWS, _GIVEN = tables.mailbox_items, tables.dispatches, tables.acknowledgements
_RECALLS, _REPLIES, _REMINDERS = tables.recalls, tables.recall_replies, tables.recall_reminders
_NUMBER: Final = ("series", "year", "number", "symbol", "dated")


async def items(
    work: Work, agency: str, mailbox: str, *, after: MailboxItem | None, limit: int
) -> Sequence[MailboxItem]:
    """What lies in a mailbox, the newest first, from behind `after` on."""
    query = _lying(agency, mailbox)
    if after is not None:
        place = sa.tuple_(sa.literal(after.delivered_at), sa.literal(after.case))
        query = query.where(sa.tuple_(_ITEMS.c.delivered_at, _ITEMS.c.case) < place)
    newest = query.order_by(_ITEMS.c.delivered_at.desc(), _ITEMS.c.case.desc()).limit(limit)
    found = [_item(row) for row in await work.db.execute(newest)]
    return await _amended(work, agency, found)


async def item(work: Work, agency: str, mailbox: str, case: str) -> MailboxItem | None:
    """One case in a mailbox."""
    query = _lying(agency, mailbox).where(_ITEMS.c.case == case)
    row = (await work.db.execute(query)).one_or_none()
    if row is None:
        return None
    (found,) = await _amended(work, agency, [_item(row)])
    return found


async def _amended(work: Work, agency: str, found: Sequence[MailboxItem]) -> Sequence[MailboxItem]:
    """The items with what corrects or replaces them."""
    made = await amendments.of_targets(work, agency, [one.case for one in found])
    return [
        replace(item, amended_by=tuple(one for one in made if one.target == item.case))
        for item in found
    ]


def _lying(agency: str, mailbox: str) -> sa.Select[Any]:
    columns = (
        *_ITEMS.c,
        *(_ROWS.c[name] for name in ("subject", *_NUMBER)),
        *(_GIVEN.c[name].label(f"given_{name}") for name in ("receipt", "reason", "account", "at")),
        *(_RECALLS.c[name].label(f"recall_{name}") for name in ("reason", "at")),
        _REPLIES.c.answer.label("recall_answer"),
        _reminders().label("reminders"),
    )
    query = sa.select(*columns).join(_ROWS, _ROWS.c.case == _ITEMS.c.case)
    for answers in (_GIVEN, _REPLIES):
        same = (answers.c.case == _ITEMS.c.case) & (answers.c.mailbox == _ITEMS.c.mailbox)
        query = query.outerjoin(answers, same)
    query = query.outerjoin(_RECALLS, _RECALLS.c.case == _ITEMS.c.case)
    return query.where(_ITEMS.c.agency == agency, _ITEMS.c.mailbox == mailbox)


def _reminders() -> sa.ScalarSelect[int]:
    """How often this mailbox was reminded of a recall."""
    mine = _REMINDERS.c.mailboxes.contains(sa.func.jsonb_build_array(_ITEMS.c.mailbox))
    count = sa.select(sa.func.count()).where(_REMINDERS.c.case == _ITEMS.c.case, mine)
    return count.correlate(_ITEMS).scalar_subquery()


def _item(row: sa.Row[Any]) -> MailboxItem:
    number = Number(**{name: getattr(row, name) for name in _NUMBER})
    return MailboxItem(
        mailbox=row.mailbox,
        case=row.case,
        printed_number=number.printed,
        subject=row.subject,
        file=row.file,
        delivered_at=row.delivered_at,
        acknowledgement=_acknowledgement(row) if row.given_receipt else None,
        recall=_recall(row) if row.recall_at else None,
    )


def _acknowledgement(row: sa.Row[Any]) -> Acknowledgement:
    return Acknowledgement(
        mailbox=row.mailbox,
        receipt=Receipt(row.given_receipt),
        reason=row.given_reason,
        by=row.given_account,
        at=row.given_at,
    )


def _recall(row: sa.Row[Any]) -> CalledBack:
    return CalledBack(
        at=row.recall_at,
        reason=row.recall_reason,
        answer=Answer(row.recall_answer) if row.recall_answer else None,
        reminders=row.reminders,
    )
