"""What lies open on the desks of some posts."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.approval import tables
from services.approval.domain.facts import Submission, Turn
from services.approval.store import rows
from services.approval.store.parts import parts_in, until
from shared.domain.four_eyes import Part
from shared.domain.route import PlanStep
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    submission: Submission
    step: PlanStep
    turn: Turn
    parts: tuple[Part, ...]
    """Who took which part in the dispatch so far."""


async def tasks_for(work: Work, agency: str, posts: tuple[str, ...]) -> tuple[WaitingTask, ...]:
    """Open tasks of an agency for which a holder of one of these posts is a candidate."""
    found = await _open_turns(work, agency, posts)
    submissions = await _submissions(work, found)
    parts = await parts_in(work, agency, {row["case"] for row in found})
    waiting = []
    for row in found:
        key = rows.round_key(row)
        submission = submissions[key.case, key.round]
        waiting.append(
            WaitingTask(
                submission=submission,
                step=rows.plan_step(row),
                turn=rows.turn(row),
                parts=until(parts, key.case, key.round),
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


def _among(table: sa.Table, found: list[sa.RowMapping]) -> sa.ColumnElement[bool]:
    """Rows of the rounds that were found; case codes are unique over all agencies."""
    keys = {(row["case"], row["round"]) for row in found}
    return sa.tuple_(table.c.case, table.c.round).in_(list(keys))
