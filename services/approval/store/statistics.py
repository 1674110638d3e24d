"""Counting turns: those that wait by the seats they wait on, those decided by group."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from services.approval import tables
from services.approval.domain.statistics import Asked, By, Done, Waiting
from shared.domain.route import StepKind
from shared.domain.seats import Seat
from shared.runtime.database import Work

Condition = sa.ColumnElement[bool]


async def waiting(work: Work, agency: str, asked: Asked) -> list[Waiting]:
    """Turns that wait now and were opened by the end of the period, by the same seats."""
    desk, turns = tables.desk, tables.turns
    seats = sa.func.array_agg(aggregate_order_by(desk.c.seat, desk.c.seat), type_=ARRAY(sa.Text))
    each = (
        sa.select(desk.c.unit, desk.c.kind, seats.label("seats"))
        .where(desk.c.agency == agency, desk.c.over_at.is_(None))
        .group_by(desk.c.task, desk.c.unit, desk.c.kind)
    )
    if asked.units is not None:
        each = each.where(desk.c.unit.in_(asked.units))
    if asked.until:
        opened = (turns.c.id == desk.c.task) & (turns.c.opened_at < asked.until)
        each = each.where(sa.exists().where(opened))
    task = each.subquery("task")
    columns = (task.c.unit, task.c.kind, task.c.seats)
    query = sa.select(*columns, sa.func.count().label("tasks")).group_by(*columns)
    return [
        Waiting(
            unit=row["unit"],
            kind=StepKind(row["kind"]),
            seats=tuple(map(Seat.parse, row["seats"])),
            tasks=row["tasks"],
        )
        for row in (await work.db.execute(query)).mappings()
    ]


async def done(work: Work, agency: str, asked: Asked) -> list[Done]:
    """Turns that a decision ended within the period: it has the turn's own instant.

    Where several decide, a turn counts once, for the decision that ended it.
    """
    turns, decisions, rounds = tables.turns, tables.decisions, tables.rounds
    group = {By.UNIT: rounds.c.unit, By.STEP: decisions.c.kind, By.POST: decisions.c.post}[asked.by]
    query = (
        sa.select(
            group.label("code"),
            sa.func.count().label("done"),
            sa.func.count().filter(turns.c.over_at <= turns.c.due_at).label("on_time"),
            _percentile(0.5).label("median"),
            _percentile(0.9).label("p90"),
        )
        .join_from(turns, decisions, _same(turns, decisions, tables.TURN))
        .join(rounds, _same(turns, rounds, tables.ROUND))
        .where(turns.c.agency == agency, decisions.c.at == turns.c.over_at)
        .where(*_within(asked))
        .group_by(group)
    )
    return [Done(**row) for row in (await work.db.execute(query)).mappings()]


def _percentile(part: float) -> sa.WithinGroup[Any]:
    """Of the working seconds; turns of the first release have none and are left out."""
    return sa.func.percentile_cont(part).within_group(tables.turns.c.worked.asc())


def _same(one: sa.Table, other: sa.Table, names: tuple[str, ...]) -> Condition:
    return sa.and_(*(one.c[name] == other.c[name] for name in names))


def _within(asked: Asked) -> Iterator[Condition]:
    over_at = tables.turns.c.over_at
    if asked.since:
        yield over_at >= asked.since
    if asked.until:
        yield over_at < asked.until
    if asked.units is not None:
        yield tables.rounds.c.unit.in_(asked.units)
