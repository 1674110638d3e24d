"""Restores of the whole record, what clerks confirmed since, and what waited for that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.distribution import tables
from services.distribution.domain.confirming import Confirmation
from services.distribution.domain.numbering import Restore
from shared.domain.people import Person
from shared.runtime.database import Work

_ROWS, _DESK, _HEADS = tables.restores, tables.dispatches, tables.register_heads
_CONFIRMED, _SERIES = tables.series_confirmations, tables.series


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What the newest restore has closed and no clerk has opened yet, in figures."""

    series: int
    agencies: int
    restored_at: datetime


async def record(db: AsyncConnection, restore: Restore) -> None:
    """Every series of every agency is closed from now on; the chains' heads are those restored."""
    heads = await db.execute(_HEADS.select().where(_HEADS.c.seq > 0))
    kept = {row.agency: {"seq": row.seq, "hash": row.hash} for row in heads}
    row = {"at": restore.at, "backup_at": restore.backup_at, "heads": kept}
    await db.execute(_ROWS.insert().values(row))


async def all_of(work: Work) -> Sequence[Restore]:
    rows = await work.db.execute(_ROWS.select().order_by(_ROWS.c.at))
    return [Restore(at=row.at, backup_at=row.backup_at) for row in rows]


async def closed(work: Work) -> Closed | None:
    """Of series that have a row: a number was given of them, or asked of them."""
    newest = sa.select(sa.func.max(_ROWS.c.at)).scalar_subquery()
    count = sa.select(sa.func.count(), sa.func.count(_SERIES.c.agency.distinct()), newest).where(
        _SERIES.c.restore_confirmed.is_distinct_from(newest)
    )
    series, agencies, restored_at = (await work.db.execute(count)).one()
    if restored_at is None or not series:
        return None
    return Closed(series=series, agencies=agencies, restored_at=restored_at)


async def keep(
    work: Work, me: Person, series: str, restore: Restore, said: Confirmation, *, at: datetime
) -> None:
    """The clerk's fact; its id is the case of nothing, and wakes what waited for it."""
    id_ = f"{me.agency}-{series}-{restore.at:%Y%m%dT%H%M%SZ}"
    row = {
        "id": id_,
        "agency": me.agency,
        "case": id_,
        "account": me.id,
        "at": at,
        "organisation": me.version,
        "series": series,
        "restored_at": restore.at,
        **details_of(said),
    }
    await work.db.execute(_CONFIRMED.insert().values(row))


def details_of(said: Confirmation) -> Mapping[str, Any]:
    """A confirmation as both its row and its event in the register have it."""
    head = {"seq": said.head.seq, "hash": said.head.hash} if said.head else {}
    return {
        "last": {str(year): number for year, number in said.last.items()},
        "reason": said.reason,
        "known_head": head,
    }


WAITING: Final = sa.select(_DESK.c.case).join(
    _CONFIRMED,
    (_CONFIRMED.c.agency == _DESK.c.agency) & (_CONFIRMED.c.series == _DESK.c.waits_for),
)


async def let_go(db: AsyncConnection, confirmation: str) -> Sequence[str]:
    """The dispatches that waited for a series; their numbers may come by themselves again."""
    waiting = WAITING.where(_CONFIRMED.c.id == confirmation).order_by(_DESK.c.case)
    cases = (await db.scalars(waiting)).all()
    free = _DESK.update().where(_DESK.c.case.in_(cases), _DESK.c.number.is_(None))
    await db.execute(free.values(waits_because=None))
    return cases


async def forget(db: AsyncConnection, cases: Sequence[str]) -> None:
    """Their flows know."""
    mine = _DESK.update().where(_DESK.c.case.in_(cases), _DESK.c.waits_because.is_(None))
    await db.execute(mine.values(waits_for=None))
