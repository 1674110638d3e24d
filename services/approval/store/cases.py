"""Which rounds there are, by agency and case."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.approval import tables
from services.approval.domain.facts import RoundKey
from shared.runtime.database import Work


async def latest_round(work: Work, agency: str, case: str) -> RoundKey | None:
    """The latest round of a case that approval has seen."""
    table = tables.rounds
    of_case = (table.c.agency == agency) & (table.c.case == case)
    number = await work.db.scalar(sa.select(sa.func.max(table.c.round)).where(of_case))
    return RoundKey(agency=agency, case=case, round=number) if number else None


async def open_cases(work: Work, agency: str) -> Sequence[str]:
    """Cases with a task that waits, in the order of their codes."""
    table = tables.turns
    waits = (table.c.agency == agency) & table.c.over_at.is_(None)
    query = sa.select(table.c.case).where(waits).distinct().order_by(table.c.case)
    return list(await work.db.scalars(query))
