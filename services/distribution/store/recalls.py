"""Recalls as facts: the order, each answer, each reminder, the closing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.recall import (
    Answer,
    Closing,
    Order,
    Recall,
    Reminder,
    Reply,
    asked_of,
)
from services.distribution.store import receiving
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.facts import mark_handed_over

_ORDERS, _REPLIES = tables.recalls, tables.recall_replies
_REMINDERS, _CLOSINGS = tables.recall_reminders, tables.recall_closings
_ITEMS = tables.mailbox_items


async def order(work: Work, me: Person, case: str, given: Order) -> None:
    """Keep the order; the case's row must be locked."""
    row = _fact(me, case, given.at) | {
        "ordered_by": given.ordered_by,
        "paper": given.paper,
        "reason": given.reason,
        "due_at": given.due_at,
    }
    await work.db.execute(_ORDERS.insert().values(row))


async def reply(work: Work, me: Person, case: str, given: Reply) -> None:
    row = _fact(me, case, given.at) | {
        "mailbox": given.mailbox,
        "answer": given.answer,
        "reason": given.reason,
    }
    await work.db.execute(_REPLIES.insert().values(row))


async def close(work: Work, me: Person, case: str, given: Closing) -> None:
    row = _fact(me, case, given.at) | {"reason": given.reason}
    await work.db.execute(_CLOSINGS.insert().values(row))


async def remind(work: Work, agency: str, case: str, given: Reminder, *, organisation: str) -> None:
    row = {
        "case": case,
        "number": given.number,
        "agency": agency,
        "mailboxes": list(given.mailboxes),
        "at": given.at,
        "due_at": given.due_at,
        "organisation": organisation,
    }
    await work.db.execute(_REMINDERS.insert().values(row))


def _fact(me: Person, case: str, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4().hex,
        "agency": me.agency,
        "case": case,
        "account": me.id,
        "at": at,
        "organisation": me.version,
    }


async def ordered(work: Work, agency: str, case: str) -> Order | None:
    """The order alone; None for a dispatch that nobody recalled."""
    mine = (_ORDERS.c.agency == agency) & (_ORDERS.c.case == case)
    row = (await work.db.execute(_ORDERS.select().where(mine))).one_or_none()
    if row is None:
        return None
    return Order(
        ordered_by=row.ordered_by,
        paper=row.paper,
        reason=row.reason,
        by=row.account,
        at=row.at,
        due_at=row.due_at,
    )


async def find(work: Work, agency: str, case: str) -> Recall | None:
    """The recall of a dispatch with all that came of it."""
    given = await ordered(work, agency, case)
    if given is None:
        return None
    boxes = sa.select(_ITEMS.c.mailbox).where(_ITEMS.c.agency == agency, _ITEMS.c.case == case)
    lying = await work.db.scalars(boxes.order_by(_ITEMS.c.delivered_at, _ITEMS.c.mailbox))
    answers = tuple(await receiving.acknowledgements(work, agency, case))
    return Recall(
        order=given,
        asked=asked_of(tuple(lying), answers),
        replies=tuple(await _replies(work, agency, case)),
        reminders=tuple(await _reminders(work, agency, case)),
        closing=await _closing(work, agency, case),
    )


async def _replies(work: Work, agency: str, case: str) -> Sequence[Reply]:
    mine = (_REPLIES.c.agency == agency) & (_REPLIES.c.case == case)
    rows = await work.db.execute(
        _REPLIES.select().where(mine).order_by(_REPLIES.c.at, _REPLIES.c.mailbox)
    )
    return [
        Reply(
            mailbox=row.mailbox,
            answer=Answer(row.answer),
            reason=row.reason,
            by=row.account,
            at=row.at,
        )
        for row in rows
    ]


async def _reminders(work: Work, agency: str, case: str) -> Sequence[Reminder]:
    mine = (_REMINDERS.c.agency == agency) & (_REMINDERS.c.case == case)
    rows = await work.db.execute(_REMINDERS.select().where(mine).order_by(_REMINDERS.c.number))
    return [
        Reminder(number=row.number, mailboxes=tuple(row.mailboxes), at=row.at, due_at=row.due_at)
        for row in rows
    ]


async def _closing(work: Work, agency: str, case: str) -> Closing | None:
    mine = (_CLOSINGS.c.agency == agency) & (_CLOSINGS.c.case == case)
    row = (await work.db.execute(_CLOSINGS.select().where(mine))).one_or_none()
    return Closing(reason=row.reason, by=row.account, at=row.at) if row else None


async def hand_over(work: Work, case: str, *, until: datetime) -> None:
    """The engine is being told how the recall stands; the case's row must be locked.

    Facts since `until`, the instant of the engine's order, stay in the relay's queue.
    """
    for facts in (_ORDERS, _REPLIES, _CLOSINGS):
        which = (facts.c.case == case) & (facts.c.at <= until)
        await mark_handed_over(work.db, facts, which, work.clock)
