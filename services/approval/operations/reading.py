"""What people see of rounds: one task with its history, a dispatch's standing."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.approval import store
from services.approval.domain.concerned import is_concerned, refuse_unconcerned
from services.approval.domain.facts import Turn
from services.approval.domain.listing import my_seat
from services.approval.domain.round import Round
from services.approval.domain.seating import Seated
from services.approval.domain.waiting import Standing
from services.approval.operations.opening import read_version
from services.approval.operations.rounds import for_me, note, round_of_task, standing
from shared.document.differences import Change, changes_between
from shared.document.version import FrozenVersion
from shared.domain.captions import caption
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task with what is decided on and everything decided so far."""

    stands: Standing
    turn: Turn
    rounds: tuple[Round, ...]
    frozen: FrozenVersion
    changes: tuple[Change, ...]
    """What became of the text since the round before."""
    mine: Seated | None
    """The seat in which I may decide it now."""

    @property
    def held(self) -> Round:
        return self.stands.round


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchView:
    """A dispatch as approval knows it; subject and comments are for those whom it concerns."""

    stands: Standing
    """Of the latest round."""
    rounds: tuple[Round, ...]
    concerned: bool


async def task(work: Work, me: Person, task: str) -> TaskView:
    """One task with document, findings and history; recorded as viewed."""
    key = await round_of_task(work, me, task)
    rounds = await store.rounds_of(work, key.agency, key.case)
    now = await for_me(work, me)
    refuse_unconcerned(rounds, me, now)
    held = next(one for one in rounds if one.key == key)
    frozen = await read_version(work.blobs, key, held.submission.version)
    await note(work, held, "view_task", me, task=task)
    stands, turn = await standing(work, held, now), held.task(task)
    return TaskView(
        stands=stands,
        turn=turn,
        rounds=rounds,
        frozen=frozen,
        changes=await _changes(work, rounds, held, frozen),
        mine=my_seat(held, turn, me, now) if held.open_turn() == turn else None,
    )


async def dispatch(work: Work, me: Person, case: str) -> DispatchView:
    """Where a dispatch stands with approval; unknown where approval saw no round of it."""
    rounds = await store.rounds_of(work, me.agency, case)
    if not rounds:
        raise Unknown("no_dispatch", f"Phê duyệt không có hồ sơ {case}.")
    now = await for_me(work, me)
    return DispatchView(
        stands=await standing(work, rounds[-1], now),
        rounds=rounds,
        concerned=is_concerned(rounds, me, now),
    )


async def summary(db: AsyncConnection, case: str) -> str:
    """One line about a case for the operators."""
    return caption(case, await store.subject_of(db, case))


async def _changes(
    work: Work, rounds: tuple[Round, ...], held: Round, frozen: FrozenVersion
) -> tuple[Change, ...]:
    earlier = [one for one in rounds if one.key.round < held.key.round]
    if not earlier:
        return ()
    last = earlier[-1]
    before = await read_version(work.blobs, last.key, last.submission.version)
    return changes_between(before, frozen)
