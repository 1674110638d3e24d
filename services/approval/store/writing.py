"""Writing a round's rows; the caller holds the lock of the round, which `create_round` makes."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from services.approval import tables
from services.approval.domain.facts import (
    Actor,
    Cancellation,
    Decision,
    Prepared,
    RoundKey,
    Signature,
    Submission,
    Turn,
    WithdrawalAnswer,
)
from services.approval.store.reading import of_round
from shared.domain.route import PlanStep
from shared.domain.who_may_sign import SigningBlock
from shared.runtime.database import Work
from shared.runtime.facts import mark_handed_over

FIRST_PLAN = 1


async def create_round(work: Work, submission: Submission, plan: tuple[PlanStep, ...]) -> bool:
    """Make the round and its plan, once; False if somebody else did."""
    row = asdict(submission) | asdict(submission.key)
    row["authors"] = list(submission.authors)
    del row["key"]
    made = await work.db.execute(
        insert(tables.rounds).values(row).on_conflict_do_nothing().returning(tables.rounds.c.round)
    )
    if made.one_or_none() is None:
        return False
    steps = [
        asdict(submission.key)
        | {"step": step.step, "kind": step.kind, "posts": list(step.posts)}
        | {"hours": step.hours, "plan": FIRST_PLAN}
        for step in plan
    ]
    await work.db.execute(tables.plan_steps.insert(), steps)
    return True


async def add_turn(work: Work, key: RoundKey, turn: Turn) -> None:
    await work.db.execute(tables.turns.insert().values(asdict(key) | asdict(turn)))


async def set_overdue(work: Work, key: RoundKey, turn: Turn, at: datetime) -> None:
    await _change_turn(work, key, turn, overdue_at=at)


async def end_turn(work: Work, key: RoundKey, turn: Turn, at: datetime) -> None:
    """Take the task off the desks; the fact that ends it is written with it."""
    await _change_turn(work, key, turn, over_at=at)


async def _change_turn(work: Work, key: RoundKey, turn: Turn, **change: datetime) -> None:
    table = tables.turns
    this = (table.c.id == turn.id) & of_round(table, key)
    await work.db.execute(table.update().where(this).values(**change))


async def add_decision(work: Work, key: RoundKey, decision: Decision) -> None:
    same = ("id", "task", "step", "turn", "kind", "verdict", "comment", "version", "at")
    seen = ("prepared", "certificate")
    row = {name: getattr(decision, name) for name in (*same, *seen)} | _who(key, decision.by)
    signing = _how(decision.block) if decision.block else {"lines": [], "ground": None}
    await work.db.execute(tables.decisions.insert().values(row | signing))


async def add_cancellation(work: Work, key: RoundKey, cancellation: Cancellation) -> None:
    same = ("id", "step", "turn", "reason", "at")
    row = {name: getattr(cancellation, name) for name in same} | _who(key, cancellation.by)
    await work.db.execute(tables.cancellations.insert().values(row))


async def add_prepared(work: Work, key: RoundKey, prepared: Prepared) -> None:
    same = ("step", "turn", "number", "hash", "made_at")
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
    for table in (tables.decisions, tables.cancellations):
        known = (
            (table.c.agency == key.agency)
            & (table.c.case == key.case)
            & (table.c.round <= key.round)
            & (table.c.at <= asked_at)
        )
        await mark_handed_over(work.db, table, known, work.clock)


def _who(key: RoundKey, by: Actor) -> dict[str, object]:
    return asdict(key) | asdict(by)


def _how(block: SigningBlock) -> dict[str, object]:
    return {"lines": list(block.lines), "ground": block.ground}
