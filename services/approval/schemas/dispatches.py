"""Approval's part of a dispatch."""

from pydantic import BaseModel, Field

from services.approval.domain.deadlines import MarkKind
from services.approval.domain.holder import holder_title, is_prepared
from services.approval.domain.waiting import Standing, ahead, waiting_for
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
from shared.domain.urgency import Urgency


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
    asked_since: Instant | None = Field(
        description="A question to the drafter waits since then; the deadline stands still"
    )
    next_mark: MarkKind | None = Field(description="What happens next by itself")
    next_at: Instant | None
    prepared: bool = Field(
        description="The PDF for who is to sign is as it must be, or the step needs none"
    )


class PartOut(BaseModel):
    """How a dispatch stands with approval; the other services know their own parts."""

    model_config = OUT

    owner: Owner
    case: Case
    round: RoundNumber
    stage: Stage
    version: Hash
    subject: Subject | None = Field(description="Of those only whom the dispatch concerns")
    unit: Unit
    urgency: Urgency = Field(description="As the signer set it, else the version's")
    bypassed: int = Field(
        description="How many steps of the round were skipped by a named act", examples=[0]
    )
    waiting: str = Field(examples=["Đang chờ Chánh Văn phòng kiểm tra thể thức, hạn 17:00 ..."])
    open: WaitingOut | None
    rounds: tuple[RoundOut, ...]

    @classmethod
    def of(cls, view: DispatchView) -> "PartOut":
        latest = view.stands.round
        submission = latest.submission
        return cls(
            owner=Owner.APPROVAL,
            case=latest.key.case,
            round=latest.key.round,
            stage=latest.stage(),
            version=submission.version,
            subject=submission.subject if view.concerned else None,
            unit=submission.unit,
            urgency=latest.urgency,
            bypassed=len(latest.bypasses),
            waiting=waiting_for(view.stands),
            open=_waiting(view.stands),
            rounds=tuple(RoundOut.of(held, comments=view.concerned) for held in view.rounds),
        )


def _waiting(stands: Standing) -> WaitingOut | None:
    held, now = stands.round, stands.in_force
    turn = held.waiting()
    if turn is None:
        return None
    mark = ahead(stands, turn)
    return WaitingOut(
        task=turn.id,
        step=turn.step,
        turn=turn.turn,
        kind=held.step(turn.step).kind,
        holder=holder_title(held, turn, stands.pinned, now),
        opened_at=turn.opened_at,
        due_at=turn.due_at,
        overdue=held.late(turn, now.at),
        asked_since=held.asked_since(turn),
        next_mark=mark.kind if mark else None,
        next_at=mark.at if mark else None,
        prepared=is_prepared(held, turn, now),
    )
