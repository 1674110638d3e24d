"""Which sendings and certificates have a flow by approval's tables."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.approval import tables
from shared.domain.certificates import next_warning
from shared.runtime.database import Work
from shared.runtime.open_flows import Expected


async def sendings(work: Work) -> Sequence[Expected]:
    """Those that no other side accepted yet."""
    table = tables.sendings
    sent = sa.exists().where(tables.sent.c.sending == table.c.id)
    rows = await work.db.execute(sa.select(table.c.id, table.c.case).where(~sent))
    return [Expected(id=row.id, case=row.case) for row in rows]


async def certificates(work: Work) -> Sequence[Expected]:
    """Those with a warning ahead; the flow of a revoked one sleeps on until it looks again."""
    table, now = tables.certificates, work.clock.now()
    revoked = sa.exists().where(tables.revocations.c.certificate == table.c.id).label("revoked")
    query = sa.select(table.c.id, table.c.case, table.c.valid_until, revoked)
    rows = await work.db.execute(query.where(table.c.valid_until > now))
    return [
        Expected(id=row.id, case=row.case, needed=not row.revoked)
        for row in rows
        if next_warning(row.valid_until, now) is not None
    ]
