"""The plan of one round, and what comes next in it.

`next_step` is asked under the round's lock, each time; nobody counts steps elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.seats import Seat
from shared.domain.urgency import Urgency


class StepKind(StrEnum):
    CONTENT_CHECK = "content_check"
    """By the head of the drafting unit (ND30 Đ.12.1)."""
    OFFICE_REVIEW = "office_review"
    """Of form, by the person charged with it (ND30 Đ.12.2)."""
    CONSULTATION = "consultation"
    """Góp ý: opinions that bind nobody."""
    SIGNATURE = "signature"
    """By the person who has authority to sign (ND30 Đ.13)."""
    HAND_ON = "hand_on"
    """The head of the drafting unit hands a return on to the drafter (ND30 Đ.10.3)."""


class Verdict(StrEnum):
    """What a person decides on a task."""

    APPROVE = "approve"
    """Of a consultation: agrees."""
    OPINION = "opinion"
    """Of a consultation: has something to say."""
    RETURN = "return"
    """To the drafter, or to an earlier step of the same round."""
    REJECT = "reject"
    HAND_ON = "hand_on"


_CHECK: Final = (Verdict.APPROVE, Verdict.RETURN, Verdict.REJECT)
ALLOWED: Final = {
    StepKind.CONTENT_CHECK: _CHECK,
    StepKind.OFFICE_REVIEW: _CHECK,
    StepKind.CONSULTATION: (Verdict.APPROVE, Verdict.OPINION),
    StepKind.SIGNATURE: _CHECK,
    StepKind.HAND_ON: (Verdict.HAND_ON,),
}
"""The verdicts that a step of each kind takes."""


class OutcomeKind(StrEnum):
    """How one turn of a step ended, or stands."""

    APPROVED = "approved"
    """Of a consultation: heard."""
    TO_SIGN = "to_sign"
    """The signer decided to sign; the signature is not kept yet."""
    SIGNED = "signed"
    CANCELLED = "cancelled"
    """The decision to sign was taken back before a signature was kept."""
    RETURNED = "returned"
    SENT_BACK = "sent_back"
    """To an earlier step of the same round, and then here again."""
    REJECTED = "rejected"
    HANDED_ON = "handed_on"
    SET_ASIDE = "set_aside"
    """The plan changed before anybody decided; the step opens again in its time."""
    BYPASSED = "bypassed"
    """Skipped by a named act, for ever marked."""


class Escalated(StrEnum):
    """What happens to a step when nobody decides after its deadline."""

    TOLD = "told"
    ADDED = "added"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours for a step; an urgency without its own has those of the next lower one."""

    thuong: int
    khan: int | None = None
    thuong_khan: int | None = None
    hoa_toc: int | None = None

    def of(self, urgency: Urgency) -> int:
        hours = self.thuong
        for level in Urgency:
            hours = getattr(self, level.value) or hours
            if level is urgency:
                break
        return hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    after: int
    """Working hours after the deadline; 0 is with it."""
    how: Escalated
    seats: tuple[Seat, ...]
    again: int = 0
    """Working hours from one telling to the next; 0: told once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One row of a round's plan."""

    step: int
    """Its number within the round, for ever; the order is that of the plan."""
    kind: StepKind
    seats: tuple[Seat, ...]
    hours: Hours
    needs: int = 1
    """How many of the seats must approve, in parallel."""
    remind_before: int = 0
    """Working hours before the deadline; 0: nobody is reminded."""
    escalation: Escalation | None = None
    keeps: bool = False
    """An approval outlasts a change of the text, because the route expressly says so."""
    kept_from: int | None = None
    """The earlier round whose approval stands for this step."""
    route: str = ""
    """Name of the route, or of the act, that put the step into the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    step: int
    turn: int
    kind: OutcomeKind
    to_step: int | None = None
    to_turn: int | None = None
    """Of SENT_BACK: the turn that it asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The turn of a step that is to be opened, or is open."""

    step: PlanStep
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitSignature:
    """The signature of this turn is to be made and kept."""

    step: PlanStep
    turn: int


class RoundEnd(StrEnum):
    SIGNED = "signed"
    RETURNED = "returned"
    REJECTED = "rejected"


Next = Open | AwaitSignature | RoundEnd


def outcome_of(kind: StepKind, verdict: Verdict, *, to_step: int | None = None) -> OutcomeKind:
    """What one decision means for its step; `to_step` is where a return goes, if not out."""
    match verdict:
        case Verdict.APPROVE if kind is StepKind.SIGNATURE:
            return OutcomeKind.TO_SIGN
        case Verdict.APPROVE | Verdict.OPINION:
            return OutcomeKind.APPROVED
        case Verdict.RETURN:
            return OutcomeKind.RETURNED if to_step is None else OutcomeKind.SENT_BACK
        case Verdict.REJECT:
            return OutcomeKind.REJECTED
        case Verdict.HAND_ON:
            return OutcomeKind.HANDED_ON


def turn_outcome(step: PlanStep, votes: Sequence[OutcomeKind]) -> OutcomeKind | None:
    """How the decisions on one turn end it, in the order of their commits; None: it is open.

    Whoever returns or rejects ends it at once; approvals end it when there are enough.
    """
    for vote in votes:
        if vote is not OutcomeKind.APPROVED:
            return vote
    return OutcomeKind.APPROVED if len(votes) >= step.needs else None


def next_step(plan: Sequence[PlanStep], outcomes: Sequence[Outcome]) -> Next:
    """What comes next: the first step of the plan whose latest turn is not settled.

    `outcomes` has one for each turn that is over. A rejection at any step ends the round, and so
    does a return to the drafter, once it was handed on where the plan has such a step.
    """
    for step in plan:
        if step.kind is StepKind.HAND_ON or _stands(step, outcomes):
            continue
        coming = _next_at(step, outcomes)
        if coming is RoundEnd.RETURNED:
            return _hand_on(plan, outcomes) or coming
        if coming is not None:
            return coming
    return RoundEnd.SIGNED


def _stands(step: PlanStep, outcomes: Sequence[Outcome]) -> bool:
    """An approval of an earlier round is kept, and nobody asked for the step again."""
    return step.kept_from is not None and all(one.to_step != step.step for one in outcomes)


def _next_at(step: PlanStep, outcomes: Sequence[Outcome]) -> Next | None:
    """What comes next at this step; None if it is settled."""
    asked = (one.to_turn or 1 for one in outcomes if one.to_step == step.step)
    wanted = max(asked, default=1)
    latest = _latest(step, outcomes)
    if latest is None or latest.turn < wanted:
        return Open(step=step, turn=wanted)
    match latest.kind:
        case OutcomeKind.APPROVED | OutcomeKind.SIGNED | OutcomeKind.BYPASSED:
            return None
        case OutcomeKind.CANCELLED | OutcomeKind.SENT_BACK | OutcomeKind.SET_ASIDE:
            return Open(step=step, turn=latest.turn + 1)
        case OutcomeKind.TO_SIGN:
            return AwaitSignature(step=step, turn=latest.turn)
        case OutcomeKind.RETURNED | OutcomeKind.HANDED_ON:
            return RoundEnd.RETURNED
        case OutcomeKind.REJECTED:
            return RoundEnd.REJECTED


def _hand_on(plan: Sequence[PlanStep], outcomes: Sequence[Outcome]) -> Open | None:
    for step in plan:
        if step.kind is StepKind.HAND_ON and _latest(step, outcomes) is None:
            return Open(step=step, turn=1)
    return None


def _latest(step: PlanStep, outcomes: Sequence[Outcome]) -> Outcome | None:
    turns = (one for one in outcomes if one.step == step.step)
    return max(turns, key=lambda one: one.turn, default=None)
