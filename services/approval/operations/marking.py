"""What of a turn's timetable is due: reminder, overdue, escalation, each marked once."""

from dataclasses import replace
from datetime import datetime

from services.approval import store
from services.approval.domain.deadlines import Mark, MarkKind
from services.approval.domain.facts import ChangeKind, Marked, Turn, TurnKey
from services.approval.domain.plan import escalated, with_step
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce
from services.approval.domain.waiting import Standing, due_now
from services.approval.operations import telling
from services.approval.operations.rounds import (
    change,
    in_force,
    keep_change,
    locked,
    new_plan,
    note,
    standing,
    system,
    tell,
    with_turn,
)
from shared.runtime.database import Work


async def mark_due(work: Work, key: TurnKey, at: datetime) -> Standing:
    """Mark what is due now, if the turn still waits and its clock runs; each mark comes once."""
    held = await locked(work, key.of)
    turn = held.turn(key.step, key.turn)
    if turn is None or turn != held.running() or held.asked_since(turn):
        return await tell(work, held, at)
    now = await in_force(work, held.key.agency, at)
    for mark in due_now(await standing(work, held, now), turn):
        held = await _mark(work, held, held.task(turn.id), mark, now)
    return await tell(work, held, at)


async def _mark(work: Work, held: Round, turn: Turn, mark: Mark, now: InForce) -> Round:
    at = now.at
    mark = replace(mark, ordinal=mark.ordinal + held.marked_before(turn).get(mark.kind, 0))
    first = all(kind != mark.kind for kind, _ in held.marked(turn))
    made = Marked(step=turn.step, turn=turn.turn, kind=mark.kind, ordinal=mark.ordinal, at=at)
    await store.add_mark(work, held.key, made)
    held = replace(held, marks=(*held.marks, made))
    act = "mark_overdue" if mark.kind is MarkKind.OVERDUE else mark.kind.value
    await note(work, held, act, step=turn.step, turn=turn.turn, ordinal=mark.ordinal)
    if mark.kind is MarkKind.OVERDUE:
        await store.set_overdue(work, held.key, turn, at)
        held = with_turn(held, replace(turn, overdue_at=at))
    if mark.kind is MarkKind.ESCALATION and first:  # a later one only tells
        held = await _escalate(work, held, turn, now)
    await telling.of_mark(work, held, held.task(turn.id), mark, now)
    return held


async def _escalate(work: Work, held: Round, turn: Turn, now: InForce) -> Round:
    """Add or replace candidates as the route says; who was only to be told is told."""
    step = held.step(turn.step)
    if held.second_act():  # who decided to sign signs: others are only told
        return held
    heard = {vote.seat for vote in held.votes(turn.step, turn.turn) if vote.seat}
    changed = escalated(step, heard)
    if changed == step:
        return held
    held = await new_plan(work, held, with_step(held, changed))
    by = system(now.version)
    made = change(held, ChangeKind.ESCALATE, by, now.at, turn=turn, plan=held.version)
    held = await keep_change(work, held, made)
    await store.lay_out(work, held, turn)
    return held
