"""The plan of one round, and what comes next in it.

`next_step` is asked under the round's lock, each time; nobody counts steps elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    CONTENT_CHECK = "content_check"
    """By the head of the drafting unit (ND30 Đ.12.1)."""
    OFFICE_REVIEW = "office_review"
    """Of form, by the person charged with it (ND30 Đ.12.2)."""
    SIGNATURE = "signature"
    """By the person who has authority to sign (ND30 Đ.13)."""


class Verdict(StrEnum):
    """What a person decides on a task."""

    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


class OutcomeKind(StrEnum):
    """How one turn of a step ended, or stands."""

    APPROVED = "approved"
    TO_SIGN = "to_sign"
    """The signer decided to sign; the signature is not kept yet."""
    SIGNED = "signed"
    CANCELLED = "cancelled"
    """The decision to sign was taken back before a signature was kept."""
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One row of a round's plan; `posts` are the codes of those who may act."""

    step: int
    kind: StepKind
    posts: tuple[str, ...]
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    step: int
    turn: int
    kind: OutcomeKind


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


def outcome_of(kind: StepKind, verdict: Verdict) -> OutcomeKind:
    """What a decision means for its step."""
    match verdict:
        case Verdict.APPROVE:
            signing = kind is StepKind.SIGNATURE
            return OutcomeKind.TO_SIGN if signing else OutcomeKind.APPROVED
        case Verdict.RETURN:
            return OutcomeKind.RETURNED
        case Verdict.REJECT:
            return OutcomeKind.REJECTED


def next_step(plan: Sequence[PlanStep], outcomes: Sequence[Outcome]) -> Next:
    """What comes next: the first step of the plan whose latest turn is not settled.

    A return or a rejection at any step ends the round.
    """
    for step in plan:
        turns = [outcome for outcome in outcomes if outcome.step == step.step]
        if not turns:
            return Open(step=step, turn=1)
        latest = max(turns, key=lambda outcome: outcome.turn)
        match latest.kind:
            case OutcomeKind.APPROVED | OutcomeKind.SIGNED:
                continue
            case OutcomeKind.CANCELLED:
                return Open(step=step, turn=latest.turn + 1)
            case OutcomeKind.TO_SIGN:
                return AwaitSignature(step=step, turn=latest.turn)
            case OutcomeKind.RETURNED:
                return RoundEnd.RETURNED
            case OutcomeKind.REJECTED:
                return RoundEnd.REJECTED
    return RoundEnd.SIGNED
