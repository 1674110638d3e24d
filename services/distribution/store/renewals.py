"""Stamps over issued files, and which files need one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from services.distribution import tables
from services.distribution.domain.renewal import LEAD, Lasting, Renewal
from services.distribution.store.sent import seal_of
from shared.runtime.database import Work

_SEALS, _MADE = tables.seals, tables.renewals


async def lasting(work: Work, agency: str, case: str) -> Lasting | None:
    """A dispatch's seal and the newest of its files; None before the seal."""
    sealed = await seal_of(work, agency, case)
    if sealed is None:
        return None
    return Lasting(sealed=sealed, newest=await newest(work, agency, case))


async def newest(work: Work, agency: str, case: str) -> Renewal | None:
    """The last renewal of a dispatch; of its annexes `sent.annexes` tells."""
    mine = (_MADE.c.agency == agency) & (_MADE.c.case == case)
    return await _one(work, _MADE.select().where(mine).order_by(_MADE.c.number.desc()))


async def by_file(work: Work, agency: str, file: str) -> Renewal | None:
    """The renewal that made exactly these bytes."""
    mine = (_MADE.c.agency == agency) & (_MADE.c.file == file)
    return await _one(work, _MADE.select().where(mine))


async def keep(work: Work, renewal: Renewal) -> None:
    """The main file's stamp and those of its annexes."""
    row = {
        "case": renewal.case,
        "number": renewal.number,
        "agency": renewal.agency,
        "before": renewal.before,
        "file": renewal.file,
        "stamped_at": renewal.stamped_at,
        "certificate": renewal.certificate,
        "proven_until": renewal.proven_until,
        "at": renewal.at,
        "organisation": renewal.organisation,
    }
    await work.db.execute(_MADE.insert().values(row))
    own = {"case": renewal.case, "number": renewal.number, "agency": renewal.agency}
    if annexes := [own | asdict(annex) for annex in renewal.annexes]:
        await work.db.execute(tables.renewed_annexes.insert(), annexes)


async def due(
    work: Work, at: datetime, *, after: str | None, limit: int
) -> Sequence[tuple[str, str]]:
    """Case and newest file of what `Lasting.is_due` says is due, by case; of all agencies."""
    last = (
        sa.select(_MADE.c.file, _MADE.c.proven_until)
        .where(_MADE.c.case == _SEALS.c.case)
        .order_by(_MADE.c.number.desc())
        .limit(1)
        .lateral()
    )
    wanted = sa.or_(last.c.file.is_(None), last.c.proven_until <= at + LEAD)
    query = (
        sa.select(_SEALS.c.case, sa.func.coalesce(last.c.file, _SEALS.c.file))
        .select_from(_SEALS.outerjoin(last, sa.true()))
        .where(_SEALS.c.proven_until.is_not(None), wanted)
        .order_by(_SEALS.c.case)
        .limit(limit)
    )
    if after is not None:
        query = query.where(_SEALS.c.case > after)
    return [(row[0], row[1]) for row in await work.db.execute(query)]


async def _one(work: Work, query: sa.Select[tuple[object, ...]]) -> Renewal | None:
    row = (await work.db.execute(query.limit(1))).one_or_none()
    if row is None:
        return None
    return Renewal(
        case=row.case,
        number=row.number,
        agency=row.agency,
        before=row.before,
        file=row.file,
        stamped_at=row.stamped_at,
        certificate=row.certificate,
        proven_until=row.proven_until,
        at=row.at,
        organisation=row.organisation,
    )
