"""Tasks: those on my desk, and one with everything that is needed to decide it."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from services.approval.domain.holder import titles
from services.approval.operations import TaskView
from services.approval.schemas.acts import OUT, PreparedOut
from services.approval.schemas.fields import (
    Case,
    Drafter,
    Hash,
    Instant,
    RoundNumber,
    Signer,
    Step,
    Subject,
    TaskId,
    Turn,
    Unit,
)
from services.approval.schemas.rounds import RoundOut
from services.approval.schemas.versions import AttachmentOut, FindingOut, TextOut, VersionOut
from services.approval.store import WaitingTask
from shared.document.model import Urgency
from shared.domain.route import StepKind


class TaskLine(BaseModel):
    """A task in a list."""

    model_config = OUT

    id: TaskId
    case: Case
    round: RoundNumber
    kind: StepKind
    subject: Subject
    unit: Unit
    urgency: Urgency
    due_at: Instant
    overdue: bool
    opened_at: Instant

    @classmethod
    def of(cls, task: WaitingTask, now: datetime) -> "TaskLine":
        return cls(
            id=task.turn.id,
            case=task.submission.key.case,
            round=task.submission.key.round,
            kind=task.step.kind,
            subject=task.submission.subject,
            unit=task.submission.unit,
            urgency=task.submission.urgency,
            due_at=task.turn.due_at,
            overdue=now > task.turn.due_at,
            opened_at=task.turn.opened_at,
        )


class TasksOut(BaseModel):
    """My open tasks, the most urgent first, then by deadline."""

    model_config = OUT

    tasks: tuple[TaskLine, ...]

    @classmethod
    def of(cls, tasks: Sequence[WaitingTask], now: datetime) -> "TasksOut":
        return cls(tasks=tuple(TaskLine.of(task, now) for task in tasks))


class TaskOut(BaseModel):
    """A task with document, findings and history; `version` is what a decision must name."""

    model_config = OUT

    id: TaskId
    case: Case
    round: RoundNumber
    step: Step
    turn: Turn
    kind: StepKind
    holder: str = Field(
        description="The posts that may act, by title", examples=["Giám đốc hoặc Phó Giám đốc"]
    )
    mine: bool = Field(description="It waits, and I may decide it")
    open: bool
    subject: Subject
    unit: Unit
    field: str = Field(description="Lĩnh vực", examples=["VP"])
    urgency: Urgency
    symbol: str = Field(examples=["SVHTTDL-VP"])
    drafter: Drafter
    authors: tuple[Drafter, ...] = Field(
        description="Who wrote it, in any round; none may decide it"
    )
    submitter: Drafter
    signer: Signer = Field(description="The account named to sign")
    opened_at: Instant
    due_at: Instant
    overdue: bool
    version: Hash
    text: TextOut
    attachments: tuple[AttachmentOut, ...]
    findings: tuple[FindingOut, ...]
    prepared: PreparedOut | None = Field(
        description="Signature steps only: the current prepared PDF, which a decision must name"
    )
    rounds: tuple[RoundOut, ...] = Field(description="Every round so far, the first one first")

    @classmethod
    def of(cls, view: TaskView) -> "TaskOut":
        held, turn, frozen = view.held, view.turn, view.frozen
        step, submission = held.step(turn.step), held.submission
        version = VersionOut.of(held, frozen)
        prepared = held.current_prepared(turn.step, turn.turn)
        return cls(
            id=turn.id,
            case=held.key.case,
            round=held.key.round,
            step=turn.step,
            turn=turn.turn,
            kind=step.kind,
            holder=titles(view.pinned, step),
            mine=view.mine,
            open=held.open_turn() == turn,
            **{name: getattr(submission, name) for name in _SAME},
            opened_at=turn.opened_at,
            due_at=turn.due_at,
            overdue=held.late(turn, view.now),
            text=version.text,
            attachments=version.attachments,
            findings=version.findings,
            prepared=PreparedOut.of(prepared) if prepared else None,
            rounds=tuple(RoundOut.of(one, comments=True) for one in view.rounds),
        )


_SAME = (
    "subject",
    "unit",
    "field",
    "urgency",
    "symbol",
    "drafter",
    "authors",
    "submitter",
    "signer",
    "version",
)
