"""Withdrawing, and drafting's part of a dispatch, on the wire."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from services.drafting.domain.standing import Answer, Answered, Withdrawal
from services.drafting.operations.reading import DispatchPart
from services.drafting.schemas.drafts import IN, OUT
from services.drafting.schemas.fields import (
    STAGE,
    Account,
    Case,
    Hash,
    Instant,
    Round,
    Signer,
    Subject,
    Unit,
    WorkField,
)
from services.drafting.schemas.findings import FindingOut
from shared.domain.lifecycle import Owner, Stage
from shared.domain.urgency import Urgency
from shared.runtime.text import Text


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("không được để trống")
    return reason.strip()


class WithdrawalIn(BaseModel):
    """Why the dispatch is withdrawn."""

    model_config = IN

    reason: Annotated[
        Text, Field(max_length=2000, examples=["Chờ ý kiến của UBND tỉnh"]), AfterValidator(_said)
    ]


class WithdrawalOut(BaseModel):
    model_config = OUT

    account: Account
    at: Instant
    reason: str = Field(examples=["Chờ ý kiến của UBND tỉnh"])

    @classmethod
    def of(cls, withdrawal: Withdrawal) -> "WithdrawalOut":
        return cls(account=withdrawal.account, at=withdrawal.at, reason=withdrawal.reason)


class AnsweredOut(BaseModel):
    """What became of a request to withdraw; too late for what somebody had decided before."""

    model_config = OUT

    asked_at: Instant
    answer: Answer
    at: Instant
    decided_by: Signer | None = Field(description="Who had decided before, if it is too late")
    decided_at: Instant | None

    @classmethod
    def of(cls, answered: Answered) -> "AnsweredOut":
        first = answered.decided
        return cls(
            asked_at=answered.request.at,
            answer=answered.answer,
            at=answered.at,
            decided_by=first.account if first else None,
            decided_at=first.at if first else None,
        )


class EventOut(BaseModel):
    """Who did what, when, on which hash."""

    model_config = OUT

    seq: int = Field(description="Counted from 1 in the dispatch's history here", examples=[4])
    at: Instant
    account: Account
    on_behalf_of: Account | None
    act: str = Field(examples=["submit"])
    object: Hash | None = Field(description="Of what it was done on")
    details: dict[str, Any] = Field(
        description="Empty for people of other units", examples=[{"round": 1}]
    )


class PartOut(BaseModel):
    """How a dispatch stands with drafting; the other services know their own parts."""

    model_config = OUT

    owner: Owner
    round: Round
    stage: Stage = Field(description=STAGE)
    case: Case
    unit: Unit
    drafter: Account
    field: WorkField
    subject: Subject | None = Field(description="Of the unit's people only")
    urgency: Urgency
    version: Hash | None = Field(description="SHA-256 of the version under review")
    submitter: Account | None
    submitted_at: Instant | None
    withdrawal: WithdrawalOut | None = Field(description="The request that is not answered yet")
    withdrawal_answered: AnsweredOut | None = Field(description="The latest answer to a request")
    findings: tuple[FindingOut, ...] = Field(description="Of the unit's people only")
    history: tuple[EventOut, ...]

    @classmethod
    def of(cls, part: DispatchPart) -> "PartOut":
        draft, standing = part.draft, part.standing
        sent, waiting = standing.submitted, standing.withdrawal
        return cls(
            owner=Owner.DRAFTING,
            round=standing.round,
            stage=standing.stage,
            case=draft.case,
            unit=draft.unit,
            drafter=draft.drafter,
            field=draft.field,
            subject=part.subject,
            urgency=draft.text.urgency,
            version=sent.version if sent else None,
            submitter=sent.account if sent else None,
            submitted_at=sent.at if sent else None,
            withdrawal=WithdrawalOut.of(waiting) if waiting else None,
            withdrawal_answered=AnsweredOut.of(part.answered) if part.answered else None,
            findings=_findings(part),
            history=tuple(
                EventOut(**{name: event[name] for name in EventOut.model_fields})
                for event in part.history
            ),
        )


def _findings(part: DispatchPart) -> tuple[FindingOut, ...]:
    form = part.form
    return FindingOut.all_of(form.findings, form.acknowledged) if form else ()
