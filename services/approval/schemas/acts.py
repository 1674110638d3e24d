"""What people decide, and the answers to it."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from services.approval.domain.facts import Cancellation, Decision, Prepared
from services.approval.domain.round import Round
from services.approval.operations import Order
from services.approval.schemas.fields import (
    Account,
    Case,
    FactId,
    Instant,
    Name,
    OnBehalf,
    RoundNumber,
    Signer,
    TaskId,
    Title,
)
from services.approval.schemas.fields import Hash as KeptHash
from shared.domain.lifecycle import Stage
from shared.domain.route import Verdict
from shared.domain.urgency import Urgency
from shared.runtime.text import Text

IN: Final = ConfigDict(frozen=True, extra="forbid")
OUT: Final = ConfigDict(frozen=True)

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["5f" * 32])]
Said = Annotated[Text, Field(max_length=4000)]


class DecisionIn(BaseModel):
    """A decision on a task, and what was seen when it was made."""

    model_config = IN | ConfigDict(
        json_schema_extra={
            "examples": [
                {"verdict": "approve", "version": "5f" * 32},
                {
                    "verdict": "return",
                    "comment": "Sửa địa danh thành “Lạng Sơn”.",
                    "version": "5f" * 32,
                },
                {"verdict": "approve", "version": "5f" * 32, "prepared": "c3" * 32},
                {
                    "verdict": "return",
                    "comment": "Đề nghị kiểm tra lại số liệu.",
                    "version": "5f" * 32,
                    "to_step": 1,
                },
            ]
        }
    )

    verdict: Verdict = Field(
        description="approve, return (comment needed), reject (reason needed); of a consultation "
        "approve or opinion (words needed); hand_on for a return that is to be handed on"
    )
    comment: Said = Field(default="", examples=["Sửa địa danh thành “Lạng Sơn”."])
    version: Hash = Field(description="Hash of the version seen, as the task gives it")
    prepared: Hash | None = Field(
        default=None, description="Hash of the prepared PDF seen; needed to approve a signature"
    )
    to_step: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Of a return: the earlier step that it goes to, else to the drafter",
        examples=[1],
    )

    def order(self) -> Order:
        return Order(
            verdict=self.verdict,
            comment=self.comment,
            version=self.version,
            prepared=self.prepared,
            to_step=self.to_step,
        )


class CancelSigningIn(BaseModel):
    """Why a decision to sign is taken back."""

    model_config = IN

    reason: Annotated[Said, Field(examples=["Cần xin thêm ý kiến của Giám đốc trước khi ký"])]


class DecidedOut(BaseModel):
    """The decision as it was written."""

    model_config = OUT

    id: FactId
    task: TaskId
    case: Case
    round: RoundNumber
    verdict: Verdict
    stage: Stage = Field(description="How the round stands with approval since then")
    account: Account
    title: Title = Field(description="The post in which the person acted")
    on_behalf_of: OnBehalf
    settled: bool = Field(description="Whether it ended the task; others may have to decide too")
    prepared: KeptHash | None = Field(description="Of the prepared PDF that was decided on")
    signing_lines: tuple[str, ...] = Field(examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]])
    at: Instant
    second_act: bool = Field(
        description="The signer has yet to sign with his own device (`/signature`)"
    )

    @classmethod
    def of(cls, held: Round, decision: Decision) -> "DecidedOut":
        return cls(
            id=decision.id,
            task=decision.task,
            case=held.key.case,
            round=held.key.round,
            verdict=decision.verdict,
            stage=held.stage(),
            account=decision.by.account,
            title=decision.by.title,
            on_behalf_of=decision.by.behalf,
            settled=held.outcome(held.task(decision.task)) is not None,
            prepared=decision.prepared,
            signing_lines=decision.block.lines if decision.block else (),
            at=decision.at,
            second_act=decision.by_second_act,
        )


class CancelledOut(BaseModel):
    model_config = OUT

    id: FactId
    case: Case
    round: RoundNumber
    stage: Stage
    account: Account
    at: Instant

    @classmethod
    def of(cls, held: Round, cancellation: Cancellation) -> "CancelledOut":
        return cls(
            id=cancellation.id,
            case=held.key.case,
            round=held.key.round,
            stage=held.stage(),
            account=cancellation.by.account,
            at=cancellation.at,
        )


class PreparedOut(BaseModel):
    """The prepared PDF of a signature step: whose it is, and how it will be signed."""

    model_config = OUT

    prepared: KeptHash = Field(description="SHA-256 of the PDF")
    account: Signer = Field(description="For whom it was made; only they may decide on it")
    name: Name
    title: Title
    on_behalf_of: OnBehalf
    urgency: Urgency | None = Field(description="As the PDF shows it; null: as the version has it")
    signing_lines: tuple[str, ...] = Field(examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]])
    ground: str = Field(examples=["ND30 Đ.13.1, PL1 II.7.a"])
    made_at: Instant

    @classmethod
    def of(cls, prepared: Prepared) -> "PreparedOut":
        return cls(
            prepared=prepared.hash,
            account=prepared.signer.account,
            name=prepared.signer.name,
            title=prepared.signer.title,
            on_behalf_of=prepared.signer.behalf,
            urgency=prepared.urgency,
            signing_lines=prepared.block.lines,
            ground=prepared.block.ground,
            made_at=prepared.made_at,
        )
