"""Which recalls and reservations have a flow by distribution's tables."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.receiving import Receipt
from shared.domain.lifecycle import Stage
from shared.runtime.database import Work
from shared.runtime.open_flows import Expected

_ORDERS, _REPLIES, _CLOSINGS = tables.recalls, tables.recall_replies, tables.recall_closings
_ITEMS, _GIVEN = tables.mailbox_items, tables.acknowledgements
_RESERVED, _ENDS = tables.reservations, tables.reservation_ends


async def recalls(work: Work) -> Sequence[Expected]:
    """Those that nobody closed, and that some mailbox has still to answer."""
    answered = sa.exists().where(
        _REPLIES.c.case == _ITEMS.c.case, _REPLIES.c.mailbox == _ITEMS.c.mailbox
    )
    refused = sa.exists().where(
        _GIVEN.c.case == _ITEMS.c.case,
        _GIVEN.c.mailbox == _ITEMS.c.mailbox,
        _GIVEN.c.receipt == Receipt.REFUSED,
    )
    waiting = sa.exists().where(
        _ITEMS.c.agency == _ORDERS.c.agency, _ITEMS.c.case == _ORDERS.c.case, ~answered, ~refused
    )
    closed = sa.exists().where(_CLOSINGS.c.case == _ORDERS.c.case)
    query = sa.select(_ORDERS.c.id, _ORDERS.c.case).where(waiting, ~closed)
    return [Expected(id=row.id, case=row.case) for row in await work.db.execute(query)]


async def reservations(work: Work) -> Sequence[Expected]:
    """Those that have not ended; one that was used or cancelled sleeps on to its expiry."""
    ended = _ENDS.c.id.is_not(None).label("ended")
    query = sa.select(_RESERVED.c.id, _RESERVED.c.case, ended).outerjoin(
        _ENDS, _ENDS.c.id == _RESERVED.c.id
    )
    due = _ENDS.c.id.is_(None) | (_RESERVED.c.expires_at > work.clock.now())
    return [
        Expected(id=row.id, case=row.case, needed=not row.ended)
        for row in await work.db.execute(query.where(due))
    ]


async def filed_among(work: Work, cases: Sequence[str]) -> Sequence[str]:
    """Which of these dispatches are filed, of whatever agency."""
    rows = tables.dispatches
    query = sa.select(rows.c.case).where(rows.c.case.in_(cases), rows.c.state == Stage.FILED)
    return (await work.db.scalars(query.order_by(rows.c.case))).all()
