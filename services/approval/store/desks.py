"""What lies open on the desks of some posts."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.approval import tables
from services.approval.domain.facts import Submission, Turn
from services.approval.domain.round import parts_of
from services.approval.store import rows
from shared.domain.four_eyes import Part
from shared.domain.route import PlanStep, StepKind
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    submission: Submission
    step: PlanStep
    turn: Turn
    parts: tuple[Part, ...]
    """Who took which part in the round so far."""


async def tasks_for(work: Work, agency: str, posts: tuple[str, ...]) -> tuple[WaitingTask, ...]:
    """Open tasks of an agency for which a holder of one of these posts is a candidate."""
    found = await _open_turns(work, agency, posts)
    submissions = await _submissions(work, found)
    decided = await _decided(work, found)
    waiting = []
    for row in found:
        key = rows.round_key(row)
        submission = submissions[key.case, key.round]
        waiting.append(
            WaitingTask(
                submission=submission,
                step=rows.plan_step(row),
                turn=rows.turn(row),
                parts=parts_of(submission, decided.get((key.case, key.round), [])),
            )
        )
    return tuple(waiting)


async def _open_turns(work: Work, agency: str, posts: tuple[str, ...]) -> list[sa.RowMapping]:
    turns, steps = tables.turns, tables.plan_steps
    same = [turns.c[name] == steps.c[name] for name in (*tables.ROUND, "step")]
    query = (
        sa.select(turns, steps.c.kind, steps.c.posts, steps.c.hours)
        .join(steps, sa.and_(*same))
        .where(turns.c.agency == agency, turns.c.over_at.is_(None))
        .where(steps.c.posts.overlap(list(posts)))
    )
    return list((await work.db.execute(query)).mappings())


async def _submissions(work: Work, found: list[sa.RowMapping]) -> dict[tuple[str, int], Submission]:
    table = tables.rounds
    query = table.select().where(_among(table, found))
    read = [rows.submission(row) for row in (await work.db.execute(query)).mappings()]
    return {(one.key.case, one.key.round): one for one in read}


async def _decided(
    work: Work, found: list[sa.RowMapping]
) -> dict[tuple[str, int], list[tuple[str, StepKind]]]:
    table = tables.decisions
    query = sa.select(table.c.case, table.c.round, table.c.account, table.c.kind)
    decided: dict[tuple[str, int], list[tuple[str, StepKind]]] = {}
    for case, number, account, kind in await work.db.execute(query.where(_among(table, found))):
        decided.setdefault((case, number), []).append((account, StepKind(kind)))
    return decided


def _among(table: sa.Table, found: list[sa.RowMapping]) -> sa.ColumnElement[bool]:
    """Rows of the rounds that were found; case codes are unique over all agencies."""
    keys = {(row["case"], row["round"]) for row in found}
    return sa.tuple_(table.c.case, table.c.round).in_(list(keys))
