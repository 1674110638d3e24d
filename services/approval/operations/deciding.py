"""A person decides on a task: one transaction, final when it commits."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from services.approval import store
from services.approval.domain import deciding as rules
from services.approval.domain.certificates import Certificate, valid_certificate
from services.approval.domain.facts import Actor, Decision, Turn
from services.approval.domain.round import Round
from services.approval.operations.rounds import actor, locked, note, pinned, round_of_task
from services.approval.signing_keys import SigningKeys
from shared.domain.people import Person
from shared.domain.refusals import Refusal
from shared.domain.route import OutcomeKind, StepKind, Verdict, outcome_of
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants to decide, and what they saw when they did."""

    verdict: Verdict
    comment: str
    version: str
    """Hash of the version seen."""
    prepared: str | None
    """Hash of the prepared PDF seen; needed to approve a signature."""


async def decide(
    work: Work, me: Person, keys: SigningKeys, task: str, order: Order
) -> tuple[Round, Decision]:
    """Decide under the round's lock; whoever comes second is told who did what and when."""
    key = await round_of_task(work, me, task)
    certificate = await _certificate(keys, me, order)
    held = await locked(work, key)
    turn = held.task(task)
    rules.refuse_over(held, turn, me.organisation)
    post = rules.acting_post(held, turn, me, await pinned(work, held))
    rules.refuse_second_part_of(held, turn, me)
    rules.refuse_unseen_version(held, order.version)
    rules.refuse_without_reason(order.verdict, order.comment)
    now = work.clock.now()
    decision = _decision(held, turn, order, actor(me, post), now)
    if _signs(held, turn, order):
        seen = rules.prepared_seen(held, turn, me, order.prepared)
        signs_with = _valid(certificate, me, now).fingerprint
        by = actor(me, me.organisation.post(seen.block.post))
        decision = replace(
            decision, prepared=seen.hash, certificate=signs_with, block=seen.block, by=by
        )
    await store.add_decision(work, held.key, decision)
    await store.end_turn(work, held.key, turn, decision.at)
    await _note(work, held, decision)
    return replace(held, decisions=(*held.decisions, decision)), decision


async def _certificate(keys: SigningKeys, me: Person, order: Order) -> Certificate | Refusal | None:
    """Looked up before the lock, since a key may be far away; judged after everything else."""
    if order.verdict is not Verdict.APPROVE or order.prepared is None:
        return None
    try:
        return await keys.certificate(me.id)
    except Refusal as refusal:
        return refusal


def _signs(held: Round, turn: Turn, order: Order) -> bool:
    signature = held.step(turn.step).kind is StepKind.SIGNATURE
    return signature and order.verdict is Verdict.APPROVE


def _valid(certificate: Certificate | Refusal | None, me: Person, now: datetime) -> Certificate:
    if isinstance(certificate, Refusal):
        raise certificate
    return valid_certificate(certificate, me, now)


def _decision(held: Round, turn: Turn, order: Order, by: Actor, now: datetime) -> Decision:
    return Decision(
        id=str(uuid4()),
        task=turn.id,
        step=turn.step,
        turn=turn.turn,
        kind=held.step(turn.step).kind,
        verdict=order.verdict,
        comment=order.comment.strip(),
        version=order.version,
        prepared=None,
        certificate=None,
        by=by,
        at=now,
        block=None,
    )


async def _note(work: Work, held: Round, decision: Decision) -> None:
    signs = outcome_of(decision.kind, decision.verdict) is OutcomeKind.TO_SIGN
    await note(
        work,
        held,
        "decide_to_sign" if signs else decision.verdict.value,
        decision.by,
        object_hash=decision.prepared or decision.version,
        step=decision.step,
        turn=decision.turn,
        task=decision.task,
        decision=decision.id,
        post=decision.by.post,
        **({"certificate": decision.certificate} if signs else {}),
    )
