"""Which sealed dispatch corrects or replaces which."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.amending import Amendment
from shared.domain.amendments import Amends, Way
from shared.domain.numbers import printed_number
from shared.runtime.database import Work

_MADE, _ROWS, _RECALLS = tables.amendments, tables.dispatches, tables.recalls


async def keep(
    work: Work, agency: str, case: str, made: Amends, *, at: datetime, organisation: str
) -> None:
    row = {
        "case": case,
        "agency": agency,
        "way": made.way,
        "target": made.case,
        "at": at,
        "organisation": organisation,
    }
    await work.db.execute(_MADE.insert().values(row))


async def of_targets(work: Work, agency: str, targets: Sequence[str]) -> Sequence[Amendment]:
    """Everything that corrects or replaces one of these dispatches, the newest last."""
    columns = (*_MADE.c, _ROWS.c.number, _ROWS.c.symbol, _RECALLS.c.id.label("recall"))
    query = sa.select(*columns).join(_ROWS, _ROWS.c.case == _MADE.c.case)
    query = query.outerjoin(_RECALLS, _RECALLS.c.case == _MADE.c.case)
    query = query.where(_MADE.c.agency == agency, _MADE.c.target.in_(targets))
    return [_amendment(row) for row in await work.db.execute(query.order_by(_MADE.c.at))]


def _amendment(row: sa.Row[Any]) -> Amendment:
    return Amendment(
        way=Way(row.way),
        case=row.case,
        printed=f"{printed_number(row.number)}/{row.symbol}",
        target=row.target,
        at=row.at,
        recalled=row.recall is not None,
    )
