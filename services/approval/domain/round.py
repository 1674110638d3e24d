"""One round as its facts tell it; how it stands is derived here and kept nowhere.

Read under the lock of the round's row, nothing in it can change until the commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.approval.domain.facts import (
    Actor,
    Cancellation,
    Decision,
    Prepared,
    Reply,
    RoundKey,
    Signature,
    Submission,
    Turn,
    TurnKey,
    WithdrawalAnswer,
)
from shared.domain.four_eyes import Part
from shared.domain.lifecycle import Stage
from shared.domain.route import (
    AwaitSignature,
    Next,
    Open,
    Outcome,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    StepKind,
    next_step,
    outcome_of,
)

ENDS = {
    RoundEnd.SIGNED: Stage.TO_ISSUE,
    RoundEnd.RETURNED: Stage.RETURNED,
    RoundEnd.REJECTED: Stage.REJECTED,
}


def parts_of(submission: Submission, decided: Iterable[tuple[str, StepKind]]) -> tuple[Part, ...]:
    """The parts that people took in a round: writing and submitting, then what each decided."""
    wrote = dict.fromkeys((submission.drafter, *submission.authors, submission.submitter))
    return (
        *(Part(account=account, kind=None) for account in wrote),
        *(Part(account=account, kind=kind) for account, kind in decided),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    submission: Submission
    plan: tuple[PlanStep, ...]
    turns: tuple[Turn, ...] = ()
    decisions: tuple[Decision, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    signature: Signature | None = None
    answers: tuple[WithdrawalAnswer, ...] = ()
    """To requests to withdraw."""
    before: tuple[Part, ...] = ()
    """What people did in earlier rounds, which are over."""

    @property
    def key(self) -> RoundKey:
        return self.submission.key

    @property
    def withdrawal(self) -> WithdrawalAnswer | None:
        """The answer by which the round was withdrawn."""
        granted = (one for one in self.answers if one.reply is Reply.WITHDRAWN)
        return min(granted, key=lambda one: one.at, default=None)

    def answer(self, withdrawal: str) -> WithdrawalAnswer | None:
        """What was answered to this request, if it was."""
        return next((one for one in self.answers if one.withdrawal == withdrawal), None)

    def turn_key(self, turn: Turn) -> TurnKey:
        return TurnKey(of=self.key, step=turn.step, turn=turn.turn)

    def next(self) -> Next:
        """What comes next by the plan; a withdrawal stands above it."""
        return next_step(self.plan, [self._outcome(decision) for decision in self.decisions])

    def stage(self) -> Stage:
        if self.withdrawal:
            return Stage.WITHDRAWN
        match self.next():
            case Open():
                return Stage.UNDER_REVIEW
            case AwaitSignature():
                return Stage.SIGNING
            case RoundEnd() as end:
                return ENDS[end]

    def to_open(self) -> Open | None:
        """The turn to be opened: it is its time, and it is not open."""
        coming = self._waits()
        if isinstance(coming, Open) and self.turn(coming.step.step, coming.turn) is None:
            return coming
        return None

    def waiting(self) -> Turn | None:
        """The turn that waits: open for a decision, or decided and without its signature."""
        coming = self._waits()
        return self.turn(coming.step.step, coming.turn) if coming else None

    def open_turn(self) -> Turn | None:
        """The turn that waits for a person's decision."""
        return self.waiting() if self.stage() is Stage.UNDER_REVIEW else None

    def to_sign(self) -> Decision | None:
        """The decision whose signature is to be made and kept."""
        coming = self._waits()
        if isinstance(coming, AwaitSignature):
            return self.decision(coming.step.step, coming.turn)
        return None

    def signed_as(self) -> Actor:
        """Who decided on the signature that is kept, and in which post."""
        kept = self.signature
        decision = self.decision(kept.step, kept.turn) if kept else None
        if decision is None:
            raise RuntimeError(f"{self.key} has no signature that was decided on")
        return decision.by

    def turn(self, step: int, turn: int) -> Turn | None:
        return next((one for one in self.turns if (one.step, one.turn) == (step, turn)), None)

    def task(self, task: str) -> Turn:
        return next(turn for turn in self.turns if turn.id == task)

    def step(self, number: int) -> PlanStep:
        return next(step for step in self.plan if step.step == number)

    def decision(self, step: int, turn: int) -> Decision | None:
        of_turn = (one for one in self.decisions if (one.step, one.turn) == (step, turn))
        return next(of_turn, None)

    def latest_decision(self) -> Decision | None:
        return max(self.decisions, key=lambda one: one.at, default=None)

    def cancellation(self, step: int, turn: int) -> Cancellation | None:
        of_turn = (one for one in self.cancellations if (one.step, one.turn) == (step, turn))
        return next(of_turn, None)

    def current_prepared(self, step: int, turn: int) -> Prepared | None:
        """The prepared PDF that may be decided on: the latest of this turn."""
        of_turn = [one for one in self.prepared if (one.step, one.turn) == (step, turn)]
        return max(of_turn, key=lambda one: one.number, default=None)

    def is_prepared(self, turn: Turn) -> bool:
        """A prepared PDF exists, or the step needs none."""
        signs = self.step(turn.step).kind is StepKind.SIGNATURE
        return not signs or self.current_prepared(turn.step, turn.turn) is not None

    def parts(self) -> tuple[Part, ...]:
        """Who took which part in this round and before, for the separation of duties."""
        decided = ((one.by.account, one.kind) for one in self.decisions)
        return (*self.before, *parts_of(self.submission, decided))

    def late(self, turn: Turn, now: datetime) -> bool:
        """Whether the turn was, or is by now, decided after its deadline."""
        decision = self.decision(turn.step, turn.turn)
        return (decision.at if decision else turn.over_at or now) > turn.due_at

    def _waits(self) -> Open | AwaitSignature | None:
        coming = self.next()
        return None if self.withdrawal or isinstance(coming, RoundEnd) else coming

    def _outcome(self, decision: Decision) -> Outcome:
        kind = outcome_of(decision.kind, decision.verdict)
        if self.cancellation(decision.step, decision.turn):
            kind = OutcomeKind.CANCELLED
        elif self.signature and kind is OutcomeKind.TO_SIGN:
            kind = OutcomeKind.SIGNED
        return Outcome(step=decision.step, turn=decision.turn, kind=kind)
