"""Approval's part of a dispatch."""

from pydantic import BaseModel, Field

from services.approval.domain.holder import holders_named
from services.approval.domain.sentences import waiting_for
from services.approval.operations import DispatchView
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import (
    Case,
    Hash,
    Instant,
    RoundNumber,
    Step,
    Subject,
    TaskId,
    Turn,
    Unit,
)
from services.approval.schemas.rounds import RoundOut
from shared.domain.lifecycle import Owner, Stage
from shared.domain.route import StepKind


class WaitingOut(BaseModel):
    """The turn that waits: for a decision, or for the signature."""

    model_config = OUT

    task: TaskId
    step: Step
    turn: Turn
    kind: StepKind
    holder: str = Field(
        description="Of a signature the post of whoever is to sign, else all that may act",
        examples=["Chánh Văn phòng"],
    )
    opened_at: Instant
    due_at: Instant
    overdue: bool
    prepared: bool = Field(description="A prepared PDF exists, or the step needs none")


class PartOut(BaseModel):
    """How a dispatch stands with approval; the other services know their own parts."""

    model_config = OUT

    owner: Owner
    case: Case
    round: RoundNumber
    stage: Stage
    version: Hash
    subject: Subject
    unit: Unit
    urgency: str = Field(examples=["khan"])
    waiting: str = Field(examples=["Đang chờ Chánh Văn phòng kiểm tra thể thức, hạn 17:00 ..."])
    open: WaitingOut | None
    rounds: tuple[RoundOut, ...]

    @classmethod
    def of(cls, view: DispatchView) -> "PartOut":
        latest = view.rounds[-1]
        submission = latest.submission
        return cls(
            owner=Owner.APPROVAL,
            case=latest.key.case,
            round=latest.key.round,
            stage=latest.stage(),
            version=submission.version,
            subject=submission.subject,
            unit=submission.unit,
            urgency=submission.urgency,
            waiting=waiting_for(latest, view.now, pinned=view.pinned, in_force=view.in_force),
            open=_waiting(view),
            rounds=tuple(RoundOut.of(held, comments=view.concerned) for held in view.rounds),
        )


def _waiting(view: DispatchView) -> WaitingOut | None:
    held = view.rounds[-1]
    turn = held.waiting()
    if turn is None:
        return None
    return WaitingOut(
        task=turn.id,
        step=turn.step,
        turn=turn.turn,
        kind=held.step(turn.step).kind,
        holder=holders_named(held, turn, view.pinned, view.in_force),
        opened_at=turn.opened_at,
        due_at=turn.due_at,
        overdue=held.late(turn, view.now),
        prepared=held.is_prepared(turn),
    )
