"""What people see of rounds: their tasks, one task with its history, a dispatch's standing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval import store
from services.approval.domain.concerned import is_concerned, is_mine, refuse_unconcerned
from services.approval.domain.facts import Turn
from services.approval.domain.round import Round
from services.approval.operations.opening import read_version
from services.approval.operations.rounds import note, pinned, round_of_task
from services.approval.store import WaitingTask
from shared.document.model import Urgency
from shared.document.version import FrozenVersion
from shared.domain.captions import caption
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work

FIRST: Final = (Urgency.EXPRESS, Urgency.VERY_URGENT, Urgency.URGENT, Urgency.NORMAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task with what is decided on and everything decided so far."""

    held: Round
    turn: Turn
    rounds: tuple[Round, ...]
    frozen: FrozenVersion
    pinned: Organisation
    mine: bool
    """It waits, and I may decide it."""
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchView:
    """A dispatch as approval knows it; comments are for those whom it concerns."""

    rounds: tuple[Round, ...]
    pinned: Organisation
    """Of the latest round."""
    in_force: Organisation
    concerned: bool
    now: datetime


async def my_tasks(work: Work, me: Person) -> tuple[WaitingTask, ...]:
    """Open tasks that I may decide, the most urgent first, then by deadline."""
    found = await store.tasks_for(work, me.agency, me.account.posts)
    mine = (task for task in found if is_mine(task.step, task.parts, me))
    return tuple(sorted(mine, key=_pressing))


def _pressing(task: WaitingTask) -> tuple[int, datetime, str]:
    return FIRST.index(task.submission.urgency), task.turn.due_at, task.turn.id


async def task(work: Work, me: Person, task: str) -> TaskView:
    """One task with document, findings and history; recorded as viewed."""
    key = await round_of_task(work, me, task)
    rounds = await store.rounds_of(work, key.agency, key.case)
    refuse_unconcerned(rounds, me)
    held = next(one for one in rounds if one.key == key)
    frozen = await read_version(work.blobs, key, held.submission.version)
    turn, organisation = held.task(task), await pinned(work, held)
    await note(work, held, "view_task", me, task=task)
    return TaskView(
        held=held,
        turn=turn,
        rounds=rounds,
        frozen=frozen,
        pinned=organisation,
        mine=held.open_turn() == turn and is_mine(held.step(turn.step), held.parts(), me),
        now=work.clock.now(),
    )


async def dispatch(work: Work, me: Person, case: str) -> DispatchView:
    """Where a dispatch stands with approval; unknown where approval saw no round of it."""
    rounds = await store.rounds_of(work, me.agency, case)
    if not rounds:
        raise Unknown("no_dispatch", f"Phê duyệt không có hồ sơ {case}.")
    return DispatchView(
        rounds=rounds,
        pinned=await pinned(work, rounds[-1]),
        in_force=me.organisation,
        concerned=is_concerned(rounds, me),
        now=work.clock.now(),
    )


async def summary(db: AsyncConnection, case: str) -> str:
    """One line about a case for the operators."""
    return caption(case, await store.subject_of(db, case))
