"""Rounds sent back and numbers voided, as the clerks' acts recorded them."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.register import Recorded
from services.distribution.domain.undone import SentBack, VoidedNumber
from shared.domain.numbers import printed_number
from shared.runtime.database import Work

_BACK, _VOIDS, _EVENTS = tables.send_backs, tables.voids, tables.register_events


async def send_backs(work: Work, agency: str, case: str) -> Sequence[SentBack]:
    """Every round of a case that was sent back, the newest last."""
    mine = _BACK.select().where(_BACK.c.agency == agency, _BACK.c.case == case)
    rows = await work.db.execute(mine.order_by(_BACK.c.round))
    return [SentBack(round=row.round, reason=row.reason, by=row.account, at=row.at) for row in rows]


async def voids(work: Work, agency: str, case: str) -> Sequence[VoidedNumber]:
    """Every number of a case that was voided, the newest last, with the register's symbol."""
    entry = sa.and_(
        _EVENTS.c.kind == Recorded.NUMBERED,
        *(_EVENTS.c[name] == _VOIDS.c[name] for name in ("agency", "series", "year", "number")),
    )
    mine = sa.select(*_VOIDS.c, _EVENTS.c.symbol).join(_EVENTS, entry)
    mine = mine.where(_VOIDS.c.agency == agency, _VOIDS.c.case == case)
    rows = await work.db.execute(mine.order_by(_VOIDS.c.at, _VOIDS.c.year, _VOIDS.c.number))
    return [
        VoidedNumber(
            round=row.round,
            printed=f"{printed_number(row.number)}/{row.symbol}",
            reason=row.reason,
            by=row.account,
            at=row.at,
        )
        for row in rows
    ]
