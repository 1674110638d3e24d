"""What somebody was told."""

from typing import Annotated

from pydantic import BaseModel, Field

from services.approval.domain.notices import Notice, NoticeKind
from services.approval.domain.wording import wording
from services.approval.operations.noticing import NoticePage
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import Case, Instant, RoundNumber, Step, TaskId, Turn

NoticeId = Annotated[str, Field(examples=["6a3f0b52-3c0e-4d0e-8f57-0d6f0f6f4d11"])]


class NoticeOut(BaseModel):
    """A notice, worded as it was sent."""

    model_config = OUT

    id: NoticeId
    case: Case
    round: RoundNumber
    step: Step
    turn: Turn
    kind: NoticeKind
    at: Instant
    task: TaskId | None = Field(description="The task that it speaks of, where there is one")
    subject: str = Field(
        description="One line", examples=["SVHTTDL-2026-000123: có việc mới, kiểm tra nội dung"]
    )
    lines: tuple[str, ...] = Field(
        description="Paragraphs of plain text",
        examples=[["Đang chờ Chánh Văn phòng kiểm tra thể thức, hạn 17:00 ngày 23/11/2026."]],
    )

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        worded = wording(notice)
        return cls(
            id=notice.id,
            case=notice.of.of.case,
            round=notice.of.of.round,
            step=notice.of.step,
            turn=notice.of.turn,
            kind=notice.kind,
            at=notice.at,
            task=notice.facts.get("task"),
            subject=worded.subject,
            lines=worded.lines,
        )


class NoticesOut(BaseModel):
    """One page of what I was told, the newest first."""

    model_config = OUT

    notices: tuple[NoticeOut, ...]
    after: NoticeId | None = Field(
        description="What to send as `after` for the next page; null at the end"
    )

    @classmethod
    def of(cls, page: NoticePage) -> "NoticesOut":
        return cls(notices=tuple(map(NoticeOut.of, page.notices)), after=page.after)
