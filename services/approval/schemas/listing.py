"""Lists of tasks: one line for each, and where the next page begins."""

from datetime import datetime

from pydantic import BaseModel, Field

from services.approval.operations.listing import Listed, Page
from services.approval.schemas.acts import OUT
from services.approval.schemas.fields import (
    INSTANT,
    Case,
    Instant,
    RoundNumber,
    Subject,
    TaskId,
    Unit,
)
from shared.domain.route import StepKind, Verdict
from shared.domain.urgency import Urgency


class TaskLine(BaseModel):
    """A task in a list."""

    model_config = OUT

    id: TaskId
    case: Case
    round: RoundNumber
    kind: StepKind
    subject: Subject
    unit: Unit
    urgency: Urgency = Field(description="The one that counts: the signer's, else the drafter's")
    due_at: Instant
    overdue: bool = Field(description="Late by now; in `done`: I decided after the deadline")
    opened_at: Instant
    asked_since: datetime | None = Field(
        description="Since when a question to the drafter waits, and the clock stands still",
        examples=[INSTANT],
    )
    claimed_by: str | None = Field(
        description="Name of who has it alone", examples=["Dương Minh Tuệ"]
    )
    on_behalf_of: str | None = Field(
        description="Name of the person in whose place I may decide it, or did",
        examples=["Dương Minh Tuệ"],
    )
    waits_for: str | None = Field(
        description="By title, whose decision it waits for; null once I decided it",
        examples=["Phó Giám đốc phụ trách Văn hóa hoặc Giám đốc"],
    )
    verdict: Verdict | None = Field(description="In `done`: what I decided")
    decided_at: datetime | None = Field(description="In `done`: when", examples=[INSTANT])

    @classmethod
    def of(cls, one: Listed) -> "TaskLine":
        held, turn, decision = one.held, one.turn, one.decision
        return cls(
            id=turn.id,
            case=held.key.case,
            round=held.key.round,
            kind=held.step(turn.step).kind,
            subject=held.submission.subject,
            unit=held.submission.unit,
            urgency=held.urgency,
            due_at=turn.due_at,
            overdue=one.late,
            opened_at=turn.opened_at,
            asked_since=held.asked_since(turn),
            claimed_by=one.claimed_by,
            on_behalf_of=one.on_behalf_of,
            waits_for=one.waits_for,
            verdict=decision.verdict if decision else None,
            decided_at=decision.at if decision else None,
        )


class TasksOut(BaseModel):
    """One page of a list of tasks."""

    model_config = OUT

    tasks: tuple[TaskLine, ...]
    next: str | None = Field(
        description="What to send as `after` for the next page; null at the end",
        examples=["b3BlbnwzfDIwMjYtMTEtMjNUMDg6MzA6MDArMDA6MDB8MGI2ZjRjMWU"],
    )

    @classmethod
    def of(cls, page: Page) -> "TasksOut":
        return cls(tasks=tuple(map(TaskLine.of, page.tasks)), next=page.next)
