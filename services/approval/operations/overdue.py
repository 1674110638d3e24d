"""The mark that a turn's deadline passed before anybody decided."""

from dataclasses import replace
from datetime import datetime

from services.approval import store
from services.approval.domain.facts import TurnKey
from services.approval.operations.rounds import Standing, locked, note, tell
from shared.runtime.database import Work


async def mark_overdue(work: Work, key: TurnKey, at: datetime) -> Standing:
    """Mark the turn once, if it still waits and its deadline is over."""
    held = await locked(work, key.of)
    turn = held.turn(key.step, key.turn)
    waits = turn is not None and turn == held.open_turn() and turn.overdue_at is None
    if turn is None or not waits or at < turn.due_at:
        return await tell(work, held, at)
    await store.set_overdue(work, held.key, turn, at)
    await note(work, held, "mark_overdue", step=turn.step, turn=turn.turn)
    late = replace(turn, overdue_at=at)
    turns = tuple(late if one == turn else one for one in held.turns)
    return await tell(work, replace(held, turns=turns), at)
