"""Finds a dispatch of any agency by what the public has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.published import PublishedHead
from services.distribution.domain.register import RegisterEvent
from services.distribution.store.register import event_of
from shared.runtime.database import Work

_ROWS = tables.dispatches
_ISSUED = (tables.seals, tables.renewals, tables.annexes, tables.renewed_annexes)
_EVENTS, _HEADS = tables.register_events, tables.register_heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a dispatch is."""

    agency: str
    case: str


async def by_code(work: Work, code: str) -> Found | None:
    return await _found(work, _ROWS, _ROWS.c.check_code == code)


async def by_file(work: Work, file: str) -> Found | None:
    """By the hash of an issued file or of an annex: as signed, or as stamped again since."""
    for table in _ISSUED:
        if found := await _found(work, table, table.c.file == file):
            return found
    return None


async def by_prepared(work: Work, prepared: str) -> Found | None:
    """By the hash of the prepared PDF; of several alike, made before there were codes, the last."""
    newest = _ROWS.c.opened_at.desc()
    return await _found(work, _ROWS, _ROWS.c.prepared == prepared, newest)


async def _found(
    work: Work,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    *order: sa.UnaryExpression[object],
) -> Found | None:
    query = sa.select(table.c.agency, table.c.case).where(which).order_by(*order).limit(1)
    row = (await work.db.execute(query)).one_or_none()
    return Found(agency=row.agency, case=row.case) if row else None


async def events(work: Work, found: Found) -> Sequence[RegisterEvent]:
    """What the register has of a dispatch, in order."""
    mine = (_EVENTS.c.agency == found.agency) & (_EVENTS.c.case == found.case)
    rows = await work.db.execute(_EVENTS.select().where(mine).order_by(_EVENTS.c.seq))
    return [event_of(row) for row in rows]


async def head(work: Work, agency: str) -> PublishedHead | None:
    """The head of an agency's chain; None before its first event."""
    last = (_EVENTS.c.agency == _HEADS.c.agency) & (_EVENTS.c.seq == _HEADS.c.seq)
    query = sa.select(_HEADS.c.seq, _HEADS.c.hash, _EVENTS.c.at).join(_EVENTS, last)
    row = (await work.db.execute(query.where(_HEADS.c.agency == agency))).one_or_none()
    return PublishedHead(seq=row.seq, hash=row.hash, at=row.at) if row else None
