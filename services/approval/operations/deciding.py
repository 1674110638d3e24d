"""A person decides on a task: one transaction, final when it commits."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from services.approval import store
from services.approval.domain import deciding as rules
from services.approval.domain.certificates import Certificate, valid_certificate
from services.approval.domain.facts import Actor, Decision, Prepared, Turn
from services.approval.domain.holder import Signer
from services.approval.domain.round import Round
from services.approval.operations import telling
from services.approval.operations.rounds import (
    end_turn,
    for_me,
    locked,
    note,
    pinned,
    round_of_task,
    seated_actor,
)
from services.approval.signing_keys import SigningKeys
from shared.domain.certificates import certificate_at
from shared.domain.devices import KeyKind
from shared.domain.people import Person
from shared.domain.refusals import Refusal
from shared.domain.route import OutcomeKind, StepKind, Verdict
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
    to_step: int | None = None
    """The earlier step that a return goes to; None: the drafter."""


async def decide(
    work: Work, me: Person, keys: SigningKeys, task: str, order: Order
) -> tuple[Round, Decision]:
    """Decide under the round's lock; whoever comes second is told who did what and when."""
    key = await round_of_task(work, me, task)
    certificate = await _certificate(work, keys, me, order)
    held = await locked(work, key)
    turn, now = held.task(task), await for_me(work, me)
    rules.refuse_over(held, turn, me.organisation)
    plans = await pinned(work, held)
    seated = rules.seat_for(held, turn, me, now, pinned=plans)
    rules.refuse_unseen_version(held, order.version)
    rules.refuse_verdict(held.step(turn.step), order.verdict)
    rules.refuse_without_reason(order.verdict, order.comment)
    to_turn = rules.turn_to_return_to(held, turn, order.verdict, order.to_step)
    decision = replace(
        _decision(held, turn, order, seated_actor(me, seated), now.at), seat=seated.seat
    )
    decision = replace(decision, to_turn=to_turn)
    if decision.outcome is OutcomeKind.TO_SIGN:
        signer = Signer(account=me.account, seated=seated)
        seen = rules.prepared_seen(held, turn, signer, order.prepared)
        decision = _to_sign(decision, seen, _valid(certificate, me, now.at))
    await store.add_decision(work, held.key, decision)
    held = replace(held, decisions=(*held.decisions, decision))
    if held.outcome(turn):
        held = await end_turn(work, held, turn, decision.at)
    await _note(work, held, decision)
    await telling.of_decision(work, held, turn, decision, now)
    return held, decision


async def _certificate(
    work: Work, keys: SigningKeys, me: Person, order: Order
) -> Certificate | Refusal | None:
    """The registered one that counts now, else a soft key's.

    Looked up before the lock, since a key may be far away; judged after everything else.
    """
    if order.verdict is not Verdict.APPROVE or order.prepared is None:
        return None
    mine = await store.certificates_of(work, me.agency, me.id)
    registered = certificate_at(mine, work.clock.now())
    if registered and registered.kind is not KeyKind.SOFT:
        return Certificate.of(registered)
    try:
        return await keys.certificate(me.id)
    except Refusal as refusal:
        return refusal


def _to_sign(decision: Decision, seen: Prepared, certificate: Certificate) -> Decision:
    """The decision with what it signs, how, and with which certificate."""
    return replace(
        decision,
        prepared=seen.hash,
        certificate=certificate.fingerprint,
        key=certificate.kind,
        block=seen.block,
    )


def _valid(certificate: Certificate | Refusal | None, me: Person, at: datetime) -> Certificate:
    if isinstance(certificate, Refusal):
        raise certificate
    return valid_certificate(certificate, me, at)


def _decision(held: Round, turn: Turn, order: Order, by: Actor, at: datetime) -> Decision:
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
        at=at,
        block=None,
        to_step=order.to_step,
    )


async def _note(work: Work, held: Round, decision: Decision) -> None:
    signs = decision.outcome is OutcomeKind.TO_SIGN
    more = {"certificate": decision.certificate} if signs else {}
    if decision.to_step is not None:
        more["to_step"] = str(decision.to_step)
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
        **more,
    )
    by_itself = decision.outcome is OutcomeKind.RETURNED and not _waits_for_head(held)
    if by_itself and decision.kind is not StepKind.HAND_ON:
        await note(work, held, "hand_on_automatically", decision=decision.id)


def _waits_for_head(held: Round) -> bool:
    """The plan has the unit's head hand the return on, and it was not he who returned."""
    waiting = held.waiting()
    hands_on = any(step.kind is StepKind.HAND_ON for step in held.plan)
    return hands_on and waiting is None and held.to_open() is not None
