"""An approval service in memory: plans, turns with their clocks, prepared and signed files."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity

from shared.contracts.approval import (
    ApprovalActivities,
    Reply,
    Review,
    RoundPosition,
    RoundRef,
    TurnRef,
    WithdrawalAnswer,
    WithdrawalRef,
)
from shared.domain.refusals import WrongMoment
from shared.domain.route import (
    AwaitSignature,
    Open,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    Verdict,
    outcome_of,
    turn_outcome,
)
from shared.domain.urgency import Urgency
from shared.domain.waiting import Mark
from tests.support.approval_round import PLAN, Round, open_turn, signed_file
from tests.support.ledger import Ledger
from tests.support.timetable import Timetable

ENDS = {
    RoundEnd.SIGNED: Review.SIGNED,
    RoundEnd.RETURNED: Review.RETURNED,
    RoundEnd.REJECTED: Review.REJECTED,
}


class ApprovalOffice(ApprovalActivities):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.rounds: dict[tuple[str, int], Round] = {}
        self.limits: dict[str, timedelta] = {}
        """Time that every step of a case has, instead of the plan's."""
        self.plans: dict[str, tuple[PlanStep, ...]] = {}
        """Of the cases that have another than `PLAN`."""

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
        if round_.waiting() != (step, turn):
            raise WrongMoment("not_open", "Việc này không còn chờ ý kiến.")
        planned = next(one for one in round_.plan if one.step == step)
        votes = round_.votes.setdefault((step, turn), [])
        votes.append(outcome_of(planned.kind, verdict))
        if outcome := turn_outcome(planned, votes):
            round_.outcomes[step, turn] = outcome

    def ask(self, case: str, number: int, at: datetime) -> None:
        """Somebody asks the drafter; the clock stands still."""
        self.rounds[case, number].clock().ask(at)

    def answer(self, case: str, number: int, at: datetime) -> None:
        self.rounds[case, number].clock().answer(at)

    def change_signer(self, case: str, number: int, post: str) -> None:
        round_ = self.rounds[case, number]
        round_.signer = post
        round_.prepared.clear()

    def set_urgency(self, case: str, number: int, urgency: Urgency) -> None:
        """By the signer: the deadline ahead is computed anew, the PDF is to be made anew."""
        round_ = self.rounds[case, number]
        round_.urgency = urgency
        round_.clock().hasten(urgency)
        round_.prepared.clear()

    def sign_by_device(self, case: str, number: int, at: datetime) -> None:
        """The signer's second act."""
        round_ = self.rounds[case, number]
        if not round_.second_act or (signing := round_.to_sign()) is None:
            raise WrongMoment("no_signing", "Không có gì để ký.")
        self._keep_signature(round_, signing, at)

    def _keep_signature(self, round_: Round, signing: tuple[int, int], at: datetime) -> None:
        round_.outcomes[signing] = OutcomeKind.SIGNED
        round_.signatures += 1
        round_.signed_at = at

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
        round_ = self._round(ref.case, ref.round)
        self._open_next(round_, ref.case, ref.at)
        return self._position(round_)

    def _round(self, case: str, number: int) -> Round:
        fresh = Round(plan=self.plans.get(case, PLAN))
        return self.rounds.setdefault((case, number), fresh)

    def _open_next(self, round_: Round, case: str, at: datetime) -> None:
        match round_.next():
            case Open(step=step, turn=turn) if not round_.withdrawn:
                urgency = round_.urgency or Urgency.NORMAL
                fresh = Timetable.of(step, at, urgency, self.limits.get(case))
                round_.opened.setdefault((step.step, turn), fresh)
            case _:
                pass

    @activity.defn(name="approval.prepare")
    async def prepare(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.prepare")
        round_ = self.rounds[ref.case, ref.round]
        if round_.waiting() == (ref.step, ref.turn) and ref.step not in round_.nobody:
            round_.prepared.add((ref.step, ref.turn))
        return self._position(round_)

    @activity.defn(name="approval.mark_overdue")
    async def mark_overdue(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.mark_overdue")
        round_ = self.rounds[ref.case, ref.round]
        signing = round_.to_sign() if round_.second_act else None
        if (ref.step, ref.turn) in {round_.waiting(), signing}:
            round_.clock().mark(ref.at)
            if Mark.ESCALATION in round_.clock().marked:  # somebody else may take it then
                round_.nobody.clear()
        return self._position(round_)

    @activity.defn(name="approval.sign")
    async def sign(self, ref: TurnRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.sign")
        round_ = self.rounds[ref.case, ref.round]
        if not round_.second_act and round_.to_sign() == (ref.step, ref.turn):
            self._keep_signature(round_, (ref.step, ref.turn), ref.at)
        return self._position(round_)

    @activity.defn(name="approval.answer_withdrawal")
    async def answer_withdrawal(self, ref: WithdrawalRef) -> RoundPosition:
        await self._ledger.enter(ref.case, "approval.answer_withdrawal")
        round_ = self._round(ref.case, ref.round)
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

    def _position(self, round_: Round) -> RoundPosition:
        return replace(self._stands(round_), urgency=round_.urgency)

    def _stands(self, round_: Round) -> RoundPosition:
        if round_.withdrawn:
            return RoundPosition(review=Review.WITHDRAWN)
        match round_.next():
            case Open(step=step, turn=turn):
                return RoundPosition(review=Review.DECIDING, open=open_turn(round_, step, turn))
            case AwaitSignature(step=step, turn=turn):
                return RoundPosition(review=Review.SIGNING, open=open_turn(round_, step, turn))
            case RoundEnd.SIGNED if round_.signed_at:
                return RoundPosition(
                    review=Review.SIGNED, file=signed_file(round_, round_.signed_at)
                )
            case RoundEnd.REJECTED:
                return RoundPosition(review=Review.REJECTED, rejected_by="giam-doc")
            case end:
                return RoundPosition(review=ENDS[end])
