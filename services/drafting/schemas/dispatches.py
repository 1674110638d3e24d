"""Withdrawing, and drafting's part of a dispatch, on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from services.drafting.domain.standing import Withdrawal
from services.drafting.operations.reading import DispatchPart
from services.drafting.schemas.drafts import IN, OUT, FindingOut
from shared.document.model import Urgency
from shared.domain.lifecycle import Owner, Stage
from shared.runtime.text import Text


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError("lý do không được để trống")
    return reason.strip()


class WithdrawalIn(BaseModel):
    """Why the dispatch is withdrawn."""

    model_config = IN

    reason: Annotated[
        Text, Field(max_length=2000, examples=["Chờ ý kiến của UBND tỉnh"]), AfterValidator(_said)
    ]


class WithdrawalOut(BaseModel):
    model_config = OUT

    account: str
    at: datetime
    reason: str

    @classmethod
    def of(cls, withdrawal: Withdrawal) -> "WithdrawalOut":
        return cls(account=withdrawal.account, at=withdrawal.at, reason=withdrawal.reason)


class EventOut(BaseModel):
    """Who did what, when, on which hash."""

    model_config = OUT

    seq: int
    at: datetime
    account: str
    on_behalf_of: str | None
    act: str
    object: str | None
    details: dict[str, Any]


class PartOut(BaseModel):
    """How a dispatch stands with drafting; the other services know their own parts."""

    model_config = OUT

    owner: Owner
    round: int
    stage: Stage
    case: str
    unit: str
    drafter: str
    field: str
    subject: str
    urgency: Urgency
    version: str | None
    submitter: str | None
    submitted_at: datetime | None
    withdrawal: WithdrawalOut | None = Field(description="The request that is not answered yet")
    findings: tuple[FindingOut, ...]
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
            subject=draft.text.subject,
            urgency=draft.text.urgency,
            version=sent.version if sent else None,
            submitter=sent.account if sent else None,
            submitted_at=sent.at if sent else None,
            withdrawal=WithdrawalOut.of(waiting) if waiting else None,
            findings=FindingOut.all_of(part.findings),
            history=tuple(
                EventOut(**{name: event[name] for name in EventOut.model_fields})
                for event in part.history
            ),
        )
