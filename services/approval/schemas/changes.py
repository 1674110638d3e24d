"""Acts on a task or a plan besides deciding, as they are sent and as they were written."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from services.approval.domain.facts import Change, ChangeKind, Message, MessageKind
from services.approval.domain.planning import Consultation
from services.approval.domain.round import Round
from services.approval.operations import Recounted
from services.approval.schemas.acts import IN, OUT, DecidedOut, DecisionIn, Said
from services.approval.schemas.fields import (
    Account,
    Case,
    FactId,
    Instant,
    Name,
    OnBehalf,
    RoundNumber,
    TaskId,
    Title,
)
from shared.domain.lifecycle import Stage
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.runtime.text import Text

Reason = Annotated[Said, Field(examples=["Người được giao đi công tác đột xuất"])]
Code = Annotated[Text, Field(min_length=1, max_length=128)]
Codes = Annotated[tuple[Code, ...], Field(max_length=50)]


class ReasonIn(BaseModel):
    """Why it is done."""

    model_config = IN

    reason: Reason


class GiveIn(BaseModel):
    """Whom a task is given to, and why."""

    model_config = IN

    to: Annotated[Code, Field(examples=["pho-giam-doc-2"])]
    reason: Reason


class UrgencyIn(BaseModel):
    """The urgency that the signer sets."""

    model_config = IN

    urgency: Urgency
    reason: Reason


class ConsultationIn(BaseModel):
    """Who is asked for an opinion, and how many must answer before the step goes on."""

    model_config = IN

    posts: Codes = Field(default=(), examples=[["chanh-thanh-tra"]])
    unit_heads: Codes = Field(default=(), examples=[["QLVH", "QLDL"]])
    accounts: Codes = Field(default=(), examples=[[]])
    needs: int | None = Field(
        default=None,
        ge=1,
        le=50,
        description="How many must answer; null: everybody",
        examples=[2],
    )
    hours: int = Field(
        default=8, ge=1, le=1000, description="Working hours until the deadline", examples=[16]
    )
    reason: Reason

    @model_validator(mode="after")
    def somebody(self) -> Self:
        """Nobody asked is no consultation."""
        if not (self.posts or self.unit_heads or self.accounts):
            raise ValueError("phải ghi ít nhất một chức vụ, đơn vị hoặc tài khoản được xin ý kiến")
        return self

    def wanted(self) -> Consultation:
        named = (
            (SeatKind.POST, self.posts),
            (SeatKind.UNIT_HEAD, self.unit_heads),
            (SeatKind.ACCOUNT, self.accounts),
        )
        seats = tuple(Seat(kind, code) for kind, codes in named for code in codes)
        return Consultation(seats=seats, needs=self.needs, hours=self.hours, reason=self.reason)


class MessageIn(BaseModel):
    """A question to the drafter, or the answer to one."""

    model_config = IN

    kind: MessageKind
    said: Annotated[Said, Field(examples=["Số liệu ở đoạn 3 lấy từ báo cáo nào?"])]


class ChangedOut(BaseModel):
    """An act on a task or a plan as it was written."""

    model_config = OUT

    id: FactId
    case: Case
    round: RoundNumber
    stage: Stage
    kind: ChangeKind
    account: Account
    title: Title = Field(description="The post in which the person acted")
    on_behalf_of: OnBehalf
    to: str | None = Field(
        description="The account that a task was given to", examples=["pho-giam-doc-2"]
    )
    urgency: Urgency = Field(description="The urgency that counts since then")
    due_at: Instant | None = Field(description="Of the open task, as it is now")
    at: Instant

    @classmethod
    def of(cls, held: Round, change: Change) -> Self:
        waiting = held.open_turn()
        return cls(
            id=change.id,
            case=held.key.case,
            round=held.key.round,
            stage=held.stage(),
            kind=change.kind,
            account=change.by.account,
            title=change.by.title,
            on_behalf_of=change.by.behalf,
            to=change.to,
            urgency=held.urgency,
            due_at=waiting.due_at if waiting else None,
            at=change.at,
        )


class MessageOut(BaseModel):
    """One thing said in the thread of a task."""

    model_config = OUT

    id: FactId
    kind: MessageKind
    said: str = Field(examples=["Số liệu ở đoạn 3 lấy từ báo cáo nào?"])
    account: Account
    name: Name
    title: Title
    at: Instant

    @classmethod
    def of(cls, _held: Round, message: Message) -> Self:
        return cls(
            id=message.id,
            kind=message.kind,
            said=message.said,
            account=message.by.account,
            name=message.by.name,
            title=message.by.title,
            at=message.at,
        )


class DeadlinesIn(BaseModel):
    """Whose deadlines are counted anew: one dispatch's, or every open one's."""

    model_config = IN

    case: Annotated[
        str | None,
        Field(
            pattern="^[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9]{6,9}$", examples=["SVHTTDL-2026-000123"]
        ),
    ] = None
    reason: Annotated[Said, Field(examples=["Lịch nghỉ Tết năm 2027 đã được công bố"])]


class DeadlineOut(BaseModel):
    """One dispatch's open deadline; empty where none runs."""

    model_config = OUT

    case: Case
    task: TaskId | None
    due_at: Instant | None
    before: Instant | None = Field(default=None, description="The deadline as it was")

    @classmethod
    def of(cls, case: str, counted: Recounted | None) -> Self:
        if counted is None:
            return cls(case=case, task=None, due_at=None)
        turn = counted.turn
        return cls(case=case, task=turn.id, due_at=turn.due_at, before=counted.before)


class DeadlinesOut(BaseModel):
    model_config = OUT

    dispatches: tuple[DeadlineOut, ...]


class DecisionOf(DecisionIn):
    """A decision on one task of several."""

    task: Annotated[
        str, Field(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=36)
    ]


class DecisionsIn(BaseModel):
    """A selection of tasks, each with its decision and what was seen."""

    model_config = IN

    decisions: Annotated[tuple[DecisionOf, ...], Field(min_length=1, max_length=100)]


class ResultOut(BaseModel):
    """What became of one decision of a selection."""

    model_config = OUT

    task: TaskId
    status: int = Field(description="As if it had been sent alone", examples=[200])
    decision: DecidedOut | None
    problem: dict[str, object] | None = Field(
        description="Problem details (RFC 9457) of a refusal",
        examples=[{"code": "already_decided", "detail": "… đã duyệt lúc …"}],
    )


class DecisionsOut(BaseModel):
    """In the order in which they were sent; each was an act of its own."""

    model_config = OUT

    results: tuple[ResultOut, ...]
