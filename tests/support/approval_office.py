"""An approval service in memory: a plan of three steps, turns, prepared and signed files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity

from shared.contracts.approval import (
    ApprovalActivities,
    OpenTurn,
    Reply,
    Review,
    RoundPosition,
    RoundRef,
    SignedFile,
    TurnRef,
    WithdrawalAnswer,
    WithdrawalRef,
)
from shared.domain.refusals import WrongMoment
from shared.domain.route import (
    AwaitSignature,
    Next,
    Open,
    Outcome,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    StepKind,
    Verdict,
    next_step,
    outcome_of,
)
from tests.support.ledger import Ledger

PLAN = (
    PlanStep(step=1, kind=StepKind.CONTENT_CHECK, posts=("CVP",), hours=8),
    PlanStep(step=2, kind=StepKind.OFFICE_REVIEW, posts=("PCVP",), hours=4),
    PlanStep(step=3, kind=StepKind.SIGNATURE, posts=("PGD1", "PGD2"), hours=8),
)
TITLES = {"CVP": "Chánh Văn phòng", "PCVP": "Phó Chánh Văn phòng", "PGD1": "Phó Giám đốc"}
ENDS = {
    RoundEnd.SIGNED: Review.SIGNED,
    RoundEnd.RETURNED: Review.RETURNED,
    RoundEnd.REJECTED: Review.REJECTED,
}
Turn = tuple[int, int]


@dataclass
class Round:
    outcomes: dict[Turn, OutcomeKind] = field(default_factory=dict)
    opened: dict[Turn, datetime] = field(default_factory=dict)
    """Deadline of each turn that was ever open."""
    overdue: set[Turn] = field(default_factory=set)
    prepared: set[Turn] = field(default_factory=set)
    withdrawn: bool = False
    answers: dict[str, Reply] = field(default_factory=dict)
    """By request to withdraw."""
    signatures: int = 0
    signed_at: datetime | None = None

    def next(self) -> Next:
        outcomes = [Outcome(step=s, turn=t, kind=kind) for (s, t), kind in self.outcomes.items()]
        return next_step(PLAN, outcomes)


class ApprovalOffice(ApprovalActivities):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.rounds: dict[tuple[str, int], Round] = {}
        self.limits: dict[str, timedelta] = {}
        """Time that every step of a case has, instead of the plan's."""

    def activities(self) -> Sequence[Callable[..., Any]]:
        return (
            self.open_step,
            self.prepare,
            self.mark_overdue,
            self.sign,
            self.answer_withdrawal,
        )

    def is_open(self, case: str, number: int, step: int, turn: int) -> bool:
        round_ = self.rounds.get((case, number))
        return round_ is not None and (step, turn) in round_.opened

    def decide(self, case: str, number: int, step: int, turn: int, verdict: Verdict) -> None:
        round_ = self.rounds[case, number]
        match round_.next():
            case Open(step=planned, turn=open_turn) if (planned.step, open_turn) == (step, turn):
                if not round_.withdrawn:
                    round_.outcomes[step, turn] = outcome_of(planned.kind, verdict)
                    return
            case _:
                pass
        raise WrongMoment("not_open", "Việc này không còn chờ ý kiến.")

    def cancel_signing(self, case: str, number: int) -> None:
        round_ = self.rounds[case, number]
        match round_.next():
            case AwaitSignature(step=step, turn=turn):
                round_.outcomes[step.step, turn] = OutcomeKind.CANCELLED
            case _:
                raise WrongMoment("not_signing", "Văn bản không ở bước ký.")

    @activity.defn(name="approval.open_step")
    async def open_step(self, ref: RoundRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.open_step")
        round_ = self.rounds.setdefault((ref.case, ref.round), Round())
        self._open_next(round_, ref.case, ref.at)
        return self._position(round_)

    def _open_next(self, round_: Round, case: str, at: datetime) -> None:
        match round_.next():
            case Open(step=step, turn=turn) if not round_.withdrawn:
                limit = self.limits.get(case, timedelta(hours=step.hours))
                round_.opened.setdefault((step.step, turn), at + limit)
            case _:
                pass

    @activity.defn(name="approval.prepare")
    async def prepare(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.prepare")
        round_ = self.rounds[ref.case, ref.round]
        if self._waits(round_, ref):
            round_.prepared.add((ref.step, ref.turn))
        return self._position(round_)

    @activity.defn(name="approval.mark_overdue")
    async def mark_overdue(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.mark_overdue")
        round_ = self.rounds[ref.case, ref.round]
        key = ref.step, ref.turn
        if self._waits(round_, ref) and ref.at >= round_.opened[key]:
            round_.overdue.add(key)
        return self._position(round_)

    @activity.defn(name="approval.sign")
    async def sign(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.sign")
        round_ = self.rounds[ref.case, ref.round]
        match round_.next():
            case AwaitSignature(step=step, turn=turn) if (step.step, turn) == (ref.step, ref.turn):
                round_.outcomes[ref.step, ref.turn] = OutcomeKind.SIGNED
                round_.signatures += 1
                round_.signed_at = ref.at
            case _:
                pass
        return self._position(round_)

    @activity.defn(name="approval.answer_withdrawal")
    async def answer_withdrawal(self, ref: WithdrawalRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.answer_withdrawal")
        round_ = self.rounds.setdefault((ref.case, ref.round), Round())
        if ref.withdrawal not in round_.answers:
            round_.answers[ref.withdrawal] = self._reply(round_)
        self._open_next(round_, ref.case, ref.at)
        reply = round_.answers[ref.withdrawal]
        decided = reply is not Reply.WITHDRAWN
        answer = WithdrawalAnswer(
            withdrawal=ref.withdrawal,
            reply=reply,
            decided_by="pho-giam-doc-1" if decided else None,
            decided_at=ref.at if decided else None,
        )
        return replace(self._position(round_), answer=answer)

    def _reply(self, round_: Round) -> Reply:
        match round_.next():
            case Open():
                round_.withdrawn = True
                return Reply.WITHDRAWN
            case RoundEnd.RETURNED:
                return Reply.RETURNED_FIRST
            case _:
                return Reply.TOO_LATE

    def _waits(self, round_: Round, ref: TurnRef) -> bool:
        """This turn waits for a decision."""
        match round_.next():
            case Open(step=step, turn=turn):
                return (step.step, turn) == (ref.step, ref.turn) and not round_.withdrawn
            case _:
                return False

    def _position(self, round_: Round) -> RoundPosition:
        if round_.withdrawn:
            return RoundPosition(review=Review.WITHDRAWN)
        match round_.next():
            case Open(step=step, turn=turn):
                return RoundPosition(review=Review.DECIDING, open=self._turn(round_, step, turn))
            case AwaitSignature(step=step, turn=turn):
                return RoundPosition(review=Review.SIGNING, open=self._turn(round_, step, turn))
            case RoundEnd.SIGNED if round_.signed_at:
                return RoundPosition(review=Review.SIGNED, file=_signed(round_.signed_at))
            case RoundEnd.REJECTED:
                return RoundPosition(review=Review.REJECTED, rejected_by="giam-doc")
            case end:
                return RoundPosition(review=ENDS[end])

    def _turn(self, round_: Round, step: PlanStep, turn: int) -> OpenTurn:
        key = step.step, turn
        return OpenTurn(
            step=step.step,
            turn=turn,
            kind=step.kind,
            holder_post=step.posts[0],
            holder=TITLES[step.posts[0]],
            due_at=round_.opened[key],
            overdue=key in round_.overdue,
            prepared=step.kind is not StepKind.SIGNATURE or key in round_.prepared,
        )


def _signed(at: datetime) -> SignedFile:
    return SignedFile(
        prepared="a" * 64,
        signed="b" * 64,
        signed_at=at,
        signer="pho-giam-doc-1",
        signer_post="PGD1",
        certificate="c" * 64,
    )
