"""What regular checks of the register found: written once each."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.distribution import tables
from shared.runtime.database import Work

_ROWS = tables.register_checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    agency: str
    at: datetime
    """When it began."""
    events: int
    dispatches: int
    faults: tuple[str, ...]
    """Vietnamese sentences."""
    ended_at: datetime


async def keep(work: Work, checked: Checked) -> Checked:
    """Keep it, unless another attempt of the same check was quicker; return what is kept."""
    row = asdict(checked) | {"faults": list(checked.faults)}
    await work.db.execute(insert(_ROWS).values(row).on_conflict_do_nothing())
    return await find(work, checked.agency, checked.at) or checked


async def find(work: Work, agency: str, at: datetime) -> Checked | None:
    mine = _ROWS.select().where(_ROWS.c.agency == agency, _ROWS.c.at == at)
    return _checked((await work.db.execute(mine)).one_or_none())


async def newest(work: Work, agency: str) -> Checked | None:
    mine = _ROWS.select().where(_ROWS.c.agency == agency).order_by(_ROWS.c.at.desc())
    return _checked((await work.db.execute(mine.limit(1))).one_or_none())


def _checked(row: sa.Row[Any] | None) -> Checked | None:
    if row is None:
        return None
    return Checked(
        agency=row.agency,
        at=row.at,
        events=row.events,
        dispatches=row.dispatches,
        faults=tuple(row.faults),
        ended_at=row.ended_at,
    )
