"""Writing a round's rows; the caller holds the lock of the round, which `create_round` makes."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.approval import tables
from services.approval.domain.facts import (
    Actor,
    Cancellation,
    Change,
    Decision,
    Marked,
    Message,
    Prepared,
    RoundKey,
    Signature,
    Submission,
    Turn,
    WithdrawalAnswer,
)
from services.approval.domain.round import Round
from services.approval.store import rows
from services.approval.store.reading import of_round
from shared.domain.route import PlanStep
from shared.domain.urgency import FIRST
from shared.domain.who_may_sign import SigningBlock
from shared.runtime.database import Work
from shared.runtime.facts import mark_handed_over

FACTS: Final = (tables.decisions, tables.cancellations, tables.changes, tables.messages)
"""What the relay hands over to the engine."""


async def create_round(
    work: Work, submission: Submission, plan: tuple[PlanStep, ...], words: str
) -> bool:
    """Make the round and its plan, once; False if somebody else did."""
    row = asdict(submission) | asdict(submission.key) | {"words": words}
    row["authors"] = list(submission.authors)
    del row["key"]
    made = await work.db.execute(
        insert(tables.rounds).values(row).on_conflict_do_nothing().returning(tables.rounds.c.round)
    )
    if made.one_or_none() is None:
        return False
    await add_plan(work, submission.key, plan, version=1)
    return True


async def add_plan(work: Work, key: RoundKey, plan: tuple[PlanStep, ...], *, version: int) -> None:
    """Write one version of the plan, whole."""
    own = asdict(key) | {"plan": version}
    steps = [own | rows.plan_row(step, place) for place, step in enumerate(plan, start=1)]
    await work.db.execute(tables.plan_steps.insert(), steps)


async def set_calendar(work: Work, key: RoundKey, organisation: str) -> None:
    """Let another organisation version's working time count for the round."""
    table = tables.rounds
    await work.db.execute(table.update().where(of_round(table, key)).values(calendar=organisation))


async def add_turn(work: Work, held: Round, turn: Turn) -> None:
    """Open a turn, and lay it on the desk of every seat."""
    await work.db.execute(tables.turns.insert().values(asdict(held.key) | asdict(turn)))
    await lay_out(work, held, turn)


async def lay_out(work: Work, held: Round, turn: Turn) -> None:
    """Lay an open task on the desk of every seat of its step, as it stands now."""
    table = tables.desk
    words = sa.select(tables.rounds.c.words).where(of_round(tables.rounds, held.key))
    line = {
        "agency": held.key.agency,
        "task": turn.id,
        "case": held.key.case,
        "round": held.key.round,
        "kind": held.step(turn.step).kind,
        "urgency": FIRST.index(held.urgency),
        "due_at": turn.due_at,
        "unit": held.submission.unit,
        "words": await work.db.scalar(words) or "",
    }
    seats = sorted({str(seat) for seat in held.step(turn.step).seats})
    new = insert(table).values([line | {"seat": seat} for seat in seats])
    now = {name: new.excluded[name] for name in ("urgency", "due_at", "over_at")}
    await work.db.execute(
        new.on_conflict_do_update(index_elements=["agency", "seat", "task"], set_=now)
    )
    gone = (table.c.task == turn.id) & table.c.seat.not_in(seats)
    await work.db.execute(table.update().where(gone).values(over_at=work.clock.now()))


async def set_due(work: Work, held: Round, turn: Turn) -> None:
    """Keep the turn's deadline as it is now; the desk goes with it."""
    await _change_turn(work, held.key, turn, due_at=turn.due_at, overdue_at=turn.overdue_at)
    await lay_out(work, held, turn)


async def set_overdue(work: Work, key: RoundKey, turn: Turn, at: datetime) -> None:
    await _change_turn(work, key, turn, overdue_at=at)


async def end_turn(work: Work, key: RoundKey, turn: Turn) -> None:
    """Take the task off the desks; the fact that ends it is written with it."""
    ended = {"over_at": turn.over_at, "worked": turn.worked, "due_at": turn.due_at}
    await _change_turn(work, key, turn, **ended)
    desk = tables.desk
    over = desk.update().where(desk.c.task == turn.id).values(over_at=turn.over_at)
    await work.db.execute(over)


async def _change_turn(
    work: Work, key: RoundKey, turn: Turn, **change: datetime | int | None
) -> None:
    table = tables.turns
    this = (table.c.id == turn.id) & of_round(table, key)
    await work.db.execute(table.update().where(this).values(**change))


async def add_mark(work: Work, key: RoundKey, mark: Marked) -> None:
    await work.db.execute(tables.marks.insert().values(asdict(key) | asdict(mark)))


async def add_change(work: Work, key: RoundKey, change: Change) -> None:
    same = ("id", "number", "kind", "reason", "step", "turn", "at")
    row = {name: getattr(change, name) for name in same} | _who(key, change.by)
    details: dict[str, object] = {"to": change.to, "urgency": change.urgency}
    details |= {"plan": change.plan, "calendar": change.calendar}
    said = {name: value for name, value in details.items() if value is not None}
    await work.db.execute(tables.changes.insert().values(row | {"details": said}))


async def add_message(work: Work, key: RoundKey, message: Message) -> None:
    same = ("id", "step", "turn", "kind", "said", "at")
    row = {name: getattr(message, name) for name in same}
    row |= _known(tables.messages, _who(key, message.by))
    await work.db.execute(tables.messages.insert().values(row))


async def add_decision(work: Work, key: RoundKey, decision: Decision) -> None:
    same = ("id", "task", "step", "turn", "kind", "verdict", "comment", "version", "at")
    seen = ("prepared", "certificate", "to_step", "to_turn")
    row = {name: getattr(decision, name) for name in (*same, *seen)} | _who(key, decision.by)
    signing = _how(decision.block) if decision.block else {"lines": [], "ground": None}
    more = {"seat": str(decision.seat) if decision.seat else None}
    more |= {"key_kind": decision.key if decision.certificate else None}
    await work.db.execute(tables.decisions.insert().values(row | signing | more))


async def add_cancellation(work: Work, key: RoundKey, cancellation: Cancellation) -> None:
    same = ("id", "step", "turn", "reason", "at")
    row = {name: getattr(cancellation, name) for name in same}
    row |= _known(tables.cancellations, _who(key, cancellation.by))
    await work.db.execute(tables.cancellations.insert().values(row))


async def add_prepared(work: Work, key: RoundKey, prepared: Prepared) -> None:
    same = ("step", "turn", "number", "hash", "made_at", "urgency", "check_code")
    row = {name: getattr(prepared, name) for name in same} | _who(key, prepared.signer)
    await work.db.execute(tables.prepared.insert().values(row | _how(prepared.block)))


async def add_signature(work: Work, key: RoundKey, signature: Signature, organisation: str) -> None:
    row = asdict(key) | asdict(signature) | {"organisation": organisation}
    await work.db.execute(tables.signatures.insert().values(row))


async def add_withdrawal_answer(
    work: Work, key: RoundKey, answer: WithdrawalAnswer, organisation: str
) -> None:
    row = asdict(key) | asdict(answer) | {"organisation": organisation}
    await work.db.execute(tables.withdrawal_answers.insert().values(row))


async def hand_over(work: Work, key: RoundKey, asked_at: datetime) -> None:
    """The engine is told how this round stands, so it knows these facts and all before them.

    Facts written after it asked stay with the relay: a late attempt tells them too, but its
    answer may be thrown away.
    """
    for table in FACTS:
        known = (
            (table.c.agency == key.agency)
            & (table.c.case == key.case)
            & (table.c.round <= key.round)
            & (table.c.at <= asked_at)
        )
        await mark_handed_over(work.db, table, known, work.clock)


def _who(key: RoundKey, by: Actor) -> dict[str, object]:
    return asdict(key) | asdict(by)


def _known(table: sa.Table, row: dict[str, object]) -> dict[str, object]:
    """What a table has room for."""
    return {name: row[name] for name in row if name in table.c}


def _how(block: SigningBlock) -> dict[str, object]:
    return {"lines": list(block.lines), "ground": block.ground, "capacity": block.capacity}
