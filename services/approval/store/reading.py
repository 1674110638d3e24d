"""Reading a round whole, with or without its lock."""

from collections.abc import Callable
from dataclasses import asdict, fields
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval import tables
from services.approval.domain.facts import RoundKey, Submission
from services.approval.domain.round import Round
from services.approval.store import rows
from services.approval.store.parts import parts_in, until
from shared.domain.four_eyes import Part
from shared.domain.route import PlanStep
from shared.runtime.database import Work

Fact = TypeVar("Fact")


def of_round(table: sa.Table, key: RoundKey) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.agency == key.agency, table.c.case == key.case, table.c.round == key.round
    )


async def lock_round(work: Work, key: RoundKey) -> Round | None:
    """The round as it stands, with the one lock of every act and activity on it."""
    table = tables.rounds
    found = await work.db.execute(
        table.select().where(of_round(table, key)).with_for_update(of=table)
    )
    row = found.mappings().one_or_none()
    return await _whole(work, rows.submission(row)) if row else None


async def read_round(work: Work, key: RoundKey) -> Round | None:
    """The round as it stands, to look at."""
    found = await work.db.execute(tables.rounds.select().where(of_round(tables.rounds, key)))
    row = found.mappings().one_or_none()
    return await _whole(work, rows.submission(row)) if row else None


async def rounds_of(work: Work, agency: str, case: str) -> tuple[Round, ...]:
    """Every round of a case that approval has seen, the first one first."""
    table = tables.rounds
    of_case = (table.c.agency == agency) & (table.c.case == case)
    found = await work.db.execute(table.select().where(of_case).order_by(table.c.round))
    return tuple([await _whole(work, rows.submission(row)) for row in found.mappings().all()])


async def find_task(work: Work, agency: str, task: str) -> RoundKey | None:
    """The round in which a task was opened, if the agency has such a task."""
    table = tables.turns
    named = (table.c.id == task) & (table.c.agency == agency)
    row = (await work.db.execute(table.select().where(named))).mappings().one_or_none()
    return rows.round_key(row) if row else None


async def subject_of(db: AsyncConnection, case: str) -> str | None:
    """What the latest round of a case is about."""
    table = tables.rounds
    query = sa.select(table.c.subject).where(table.c.case == case)
    subject: str | None = await db.scalar(query.order_by(table.c.round.desc()).limit(1))
    return subject


async def _whole(work: Work, submission: Submission) -> Round:
    """Facts before what they rest on, so that a reader without the lock misses no ground."""
    key = submission.key
    answers = await _all(work, tables.withdrawal_answers, key, rows.withdrawal_answer)
    signatures = await _all(work, tables.signatures, key, rows.signature)
    cancellations = await _all(work, tables.cancellations, key, rows.cancellation)
    decisions = await _all(work, tables.decisions, key, rows.decision)
    changes = await _all(work, tables.changes, key, rows.change)
    messages = await _all(work, tables.messages, key, rows.message)
    marks = await _all(work, tables.marks, key, rows.marked)
    prepared = await _all(work, tables.prepared, key, rows.prepared)
    turns = await _all(work, tables.turns, key, rows.turn)
    version, plan, past = await _plan(work, key)
    return Round(
        submission=submission,
        plan=plan,
        past=past,
        version=version,
        turns=turns,
        decisions=decisions,
        cancellations=cancellations,
        changes=tuple(sorted(changes, key=lambda one: one.number)),
        messages=messages,
        marks=marks,
        prepared=prepared,
        signature=next(iter(signatures), None),
        answers=answers,
        before=await _before(work, key),
    )


async def _plan(
    work: Work, key: RoundKey
) -> tuple[int, tuple[PlanStep, ...], tuple[PlanStep, ...]]:
    """The plan's version and its steps in order; and the steps that only earlier versions had."""
    table = tables.plan_steps
    query = table.select().where(of_round(table, key))
    order = (table.c.plan, sa.func.coalesce(table.c.place, table.c.step))
    found = (await work.db.execute(query.order_by(*order))).mappings().all()
    version = max(row["plan"] for row in found)
    plan = tuple(rows.plan_step(row) for row in found if row["plan"] == version)
    numbers = {step.step for step in plan}
    past = {row["step"]: rows.plan_step(row) for row in found if row["step"] not in numbers}
    return version, plan, tuple(past.values())


async def _before(work: Work, key: RoundKey) -> tuple[Part, ...]:
    if key.round == 1:
        return ()
    return until(await parts_in(work, key.agency, [key.case]), key.case, key.round - 1)


async def _all(
    work: Work, table: sa.Table, key: RoundKey, read: Callable[[RowMapping], Fact]
) -> tuple[Fact, ...]:
    found = await work.db.execute(_in_order(table), asdict(key))
    return tuple(read(row) for row in found.mappings())


@cache
def _in_order(table: sa.Table) -> sa.Select[Any]:
    """Every row of a round, which is asked for by the names of its key.

    A round is read from ten tables: to compose ten queries costs as much as to ask them.
    """
    same = (table.c[one.name] == sa.bindparam(one.name) for one in fields(RoundKey))
    order = (table.c[name] for name in ("step", "turn") if name in table.c)
    return table.select().where(*same).order_by(*order)
