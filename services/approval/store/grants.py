"""Absences and delegations: who acts in whose place, and what was ended before its time."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import RowMapping

from services.approval import tables
from services.approval.domain.granting import Grant, Granted
from shared.domain.grants import Absence, Delegation, Grants
from shared.domain.route import StepKind
from shared.runtime.database import Work

NEWEST: Final = 200
"""How many are listed at most."""


async def lock_grants(work: Work, agency: str) -> None:
    """One act at a time makes or ends a grant of an agency: each is compared with all others."""
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(_name(work, agency))))


async def hold_grants(work: Work, agency: str) -> None:
    """Whoever acts by a grant is not in each other's way, only in that of who ends one."""
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_name(work, agency))))


def _name(work: Work, agency: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(f"{work.metadata.schema}/grants/{agency}", 0)


async def grants(work: Work, agency: str) -> Grants:
    """Every absence and delegation that is in force, or will be."""
    now = work.clock.now()
    absences = await _unended(work, tables.absences, agency, now)
    delegations = await _unended(work, tables.delegations, agency, now)
    return Grants(
        absences=tuple(map(_counting, absences)), delegations=tuple(map(_delegation, delegations))
    )


async def absences(work: Work, agency: str, *, over: bool) -> list[Granted[Absence]]:
    """Those in force or coming, the newest first; with those that are over if `over`."""
    return await _listed(work, tables.absences, agency, over=over, read=_kept_absence)


async def delegations(work: Work, agency: str, *, over: bool) -> list[Granted[Delegation]]:
    """Those in force or coming, the newest first; with those that are over if `over`."""
    return await _listed(work, tables.delegations, agency, over=over, read=_kept_delegation)


async def absence(work: Work, agency: str, id_: str) -> Granted[Absence] | None:
    row = await _one(work, tables.absences, agency, id_)
    return _kept_absence(row) if row else None


async def delegation(work: Work, agency: str, id_: str) -> Granted[Delegation] | None:
    row = await _one(work, tables.delegations, agency, id_)
    return _kept_delegation(row) if row else None


async def add_absence(work: Work, agency: str, made: Granted[Absence]) -> None:
    await _add(work, tables.absences, agency, made)


async def add_delegation(work: Work, agency: str, made: Granted[Delegation]) -> None:
    await _add(work, tables.delegations, agency, made)


async def end_absence(work: Work, id_: str, at: datetime, by: str) -> None:
    await _end(work, tables.absences, id_, at, by)


async def end_delegation(work: Work, id_: str, at: datetime, by: str) -> None:
    await _end(work, tables.delegations, id_, at, by)


def _unended_ones(table: sa.Table, now: datetime) -> sa.ColumnElement[bool]:
    return (table.c.ends_at > now) & table.c.ended_at.is_(None)


async def _unended(work: Work, table: sa.Table, agency: str, now: datetime) -> list[RowMapping]:
    lasts = (table.c.agency == agency) & _unended_ones(table, now)
    order = (table.c.made_at, table.c.id)
    return list((await work.db.execute(table.select().where(lasts).order_by(*order))).mappings())


async def _listed(
    work: Work,
    table: sa.Table,
    agency: str,
    *,
    over: bool,
    read: Callable[[RowMapping], Granted[Grant]],
) -> list[Granted[Grant]]:
    query = table.select().where(table.c.agency == agency)
    if not over:
        query = query.where(_unended_ones(table, work.clock.now()))
    newest = query.order_by(table.c.made_at.desc(), table.c.id.desc()).limit(NEWEST)
    return [read(row) for row in (await work.db.execute(newest)).mappings()]


async def _one(work: Work, table: sa.Table, agency: str, id_: str) -> RowMapping | None:
    this = (table.c.agency == agency) & (table.c.id == id_)
    return (await work.db.execute(table.select().where(this))).mappings().one_or_none()


async def _add(work: Work, table: sa.Table, agency: str, made: Granted[Any]) -> None:
    row = {"agency": agency} | asdict(made) | asdict(made.grant)
    lists = {name: list(row[name]) for name in ("kinds", "fields", "types") if name in row}
    known = {name: value for name, value in (row | lists).items() if name in table.c}
    await work.db.execute(table.insert().values(known))


async def _end(work: Work, table: sa.Table, id_: str, at: datetime, by: str) -> None:
    ended = table.update().where(table.c.id == id_).values(ended_at=at, ended_by=by)
    await work.db.execute(ended)


def _kept_absence(row: RowMapping) -> Granted[Absence]:
    return Granted(grant=_absence(row), reason=row["reason"], **_kept(row))


def _kept_delegation(row: RowMapping) -> Granted[Delegation]:
    return Granted(grant=_delegation(row), **_kept(row))


def _kept(row: RowMapping) -> dict[str, Any]:
    same = ("made_by", "made_at", "organisation", "ended_at", "ended_by")
    return {name: row[name] for name in same}


def _counting(row: RowMapping) -> Absence:
    """An absence that began earlier in the day lets nobody act before it was said."""
    return replace(_absence(row), starts_at=max(row["starts_at"], row["made_at"]))


def _absence(row: RowMapping) -> Absence:
    return Absence(
        **{name: row[name] for name in ("id", "account", "substitute", "starts_at", "ends_at")},
        kinds=tuple(StepKind(kind) for kind in row["kinds"]),
        fields=tuple(row["fields"]),
        types=tuple(row["types"]),
    )


def _delegation(row: RowMapping) -> Delegation:
    same = ("id", "delegator", "delegate", "starts_at", "ends_at", "paper")
    return Delegation(
        **{name: row[name] for name in same},
        fields=tuple(row["fields"]),
        types=tuple(row["types"]),
    )
