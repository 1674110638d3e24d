"""Changes of the right to read a dispatch, and who confirmed having seen them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.access import Access, Change, Kind, access_of
from shared.domain.archiving import Parties
from shared.domain.people import Person
from shared.runtime.database import Work

_CHANGES, _SEEN, _ROWS = tables.access_changes, tables.access_confirmations, tables.dispatches


async def changes(work: Work, agency: str, case: str) -> Sequence[Change]:
    """Every change of one dispatch's rights, the earliest first."""
    mine = _CHANGES.select().where(_CHANGES.c.agency == agency, _CHANGES.c.case == case)
    return [_change(row) for row in await work.db.execute(mine.order_by(_CHANGES.c.number))]


async def add(work: Work, me: Person, case: str, change: Change) -> None:
    """Keep a change; the case's row must be locked."""
    row = {
        "case": case,
        "number": change.number,
        "agency": me.agency,
        "kind": change.kind,
        "reader": change.reader,
        "reason": change.reason,
        "account": change.by,
        "at": change.at,
        "organisation": me.version,
    }
    await work.db.execute(_CHANGES.insert().values(row))


async def confirmed(work: Work, me: Person, case: str) -> int:
    """The number of the last change that this account confirmed; 0 for none."""
    last = sa.select(sa.func.max(_SEEN.c.number)).where(
        _SEEN.c.agency == me.agency, _SEEN.c.case == case, _SEEN.c.account == me.id
    )
    return await work.db.scalar(last) or 0


async def confirm(work: Work, me: Person, case: str, number: int) -> None:
    """Keep that this account has seen the changes up to `number`; the row must be locked."""
    row = {
        "case": case,
        "number": number,
        "account": me.id,
        "agency": me.agency,
        "at": work.clock.now(),
        "organisation": me.version,
    }
    await work.db.execute(_SEEN.insert().values(row))


async def once_restricted(work: Work, agency: str) -> Sequence[tuple[str, Parties, Access]]:
    """Every dispatch that was ever restricted, with how its rights stand now: in one query."""
    ever = sa.select(_CHANGES.c.case).where(
        _CHANGES.c.agency == agency, _CHANGES.c.kind == Kind.RESTRICTED
    )
    query = (
        sa.select(_CHANGES, _ROWS.c.unit, _ROWS.c.signer)
        .join(_ROWS, _ROWS.c.case == _CHANGES.c.case)
        .where(_CHANGES.c.agency == agency, _CHANGES.c.case.in_(ever))
        .order_by(_CHANGES.c.case, _CHANGES.c.number)
    )
    rows = await work.db.execute(query)
    stand = []
    for case, grouped in groupby(rows, key=lambda row: str(row.case)):
        mine = list(grouped)
        parties = Parties(unit=mine[0].unit, signer=mine[0].signer, signed=True)
        stand.append((case, parties, access_of(map(_change, mine))))
    return stand


async def to_confirm(work: Work, me: Person) -> Sequence[str]:
    """The cases with changes by others that this account, a clerk's, has not confirmed."""
    seen = sa.exists().where(
        _SEEN.c.case == _CHANGES.c.case,
        _SEEN.c.account == me.id,
        _SEEN.c.number >= _CHANGES.c.number,
    )
    mine = sa.select(_CHANGES.c.case).where(
        _CHANGES.c.agency == me.agency, _CHANGES.c.account != me.id, ~seen
    )
    return (await work.db.scalars(mine.distinct().order_by(_CHANGES.c.case))).all()


def _change(row: sa.Row[Any]) -> Change:
    return Change(
        number=row.number,
        kind=Kind(row.kind),
        reader=row.reader,
        reason=row.reason,
        by=row.account,
        at=row.at,
    )
