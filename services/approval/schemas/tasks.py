"""One task with everything that is needed to decide it."""

from typing import Self

from pydantic import BaseModel, Field

from services.approval.domain.deciding import name_of
from services.approval.domain.facts import Turn as OpenedTurn
from services.approval.domain.holder import seat_title, seats_named
from services.approval.domain.round import Round
from services.approval.domain.seating import had_alone
from services.approval.domain.waiting import waiting_for
from services.approval.operations import TaskView
from services.approval.schemas.acts import OUT, PreparedOut
from services.approval.schemas.changes import MessageOut
from services.approval.schemas.fields import (
    Case,
    Drafter,
    Hash,
    Instant,
    Name,
    OnBehalf,
    RoundNumber,
    Signer,
    Step,
    Subject,
    TaskId,
    Turn,
    Unit,
)
from services.approval.schemas.rounds import RoundOut
from services.approval.schemas.versions import (
    AttachmentOut,
    FindingOut,
    FormOut,
    TextOut,
    VersionOut,
)
from shared.document.differences import Change
from shared.domain.devices import KeyKind
from shared.domain.route import ALLOWED, StepKind, Verdict
from shared.domain.urgency import Urgency


class SeatOut(BaseModel):
    """A seat of the step, and who took it in this turn."""

    model_config = OUT

    seat: str = Field(examples=["unit_head:QLVH"])
    title: str = Field(examples=["Trưởng phòng Quản lý văn hóa"])
    taken_by: Name | None


class SpanOut(BaseModel):
    model_config = OUT | {"from_attributes": True}

    kind: str = Field(description="same, removed or added", examples=["added"])
    text: str = Field(examples=["Lạng Sơn"])


class DifferenceOut(BaseModel):
    """What became of one paragraph, value or attachment since the round before."""

    model_config = OUT | {"from_attributes": True}

    field: str = Field(examples=["paragraphs[3]"])
    kind: str = Field(description="added, removed, changed or moved", examples=["changed"])
    was: str = Field(
        description="Its field before, of what was changed or moved", examples=["paragraphs[2]"]
    )
    words: tuple[SpanOut, ...]

    @classmethod
    def of(cls, change: Change) -> Self:
        return cls.model_validate(change)


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
        description="Who may act, by title", examples=["Giám đốc hoặc Phó Giám đốc"]
    )
    waiting: str = Field(
        description="Why the dispatch is waiting, in one sentence",
        examples=["Đang chờ Chánh Văn phòng kiểm tra thể thức từ 08:05 ngày 23/11/2026, ..."],
    )
    seats: tuple[SeatOut, ...]
    needs: int = Field(description="How many of the seats must approve", examples=[1])
    verdicts: tuple[Verdict, ...] = Field(description="What a decision here may be")
    claimed_by: Name | None = Field(description="Who has the task alone")
    mine: bool = Field(description="It waits, and I may decide it")
    on_behalf_of: OnBehalf = Field(description="In whose place I may decide it")
    open: bool
    signs_with: KeyKind | None = Field(
        description="Decided to sign, and waiting for the signer's own device of this kind"
    )
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
    form: FormOut | None = Field(description="null of versions from before rules had a day")
    changes: tuple[DifferenceOut, ...] = Field(
        description="What became of the text since the round before"
    )
    thread: tuple[MessageOut, ...] = Field(description="Questions to the drafter, and answers")
    prepared: PreparedOut | None = Field(
        description="Signature steps only: the current prepared PDF, which a decision must name"
    )
    rounds: tuple[RoundOut, ...] = Field(description="Every round so far, the first one first")

    @classmethod
    def of(cls, view: TaskView) -> Self:
        held, turn, stands = view.held, view.turn, view.stands
        step, submission = held.step(turn.step), held.submission
        version = VersionOut.of(held, view.frozen)
        prepared = held.current_prepared(turn.step, turn.turn)
        return cls(
            id=turn.id,
            case=held.key.case,
            round=held.key.round,
            step=turn.step,
            turn=turn.turn,
            kind=step.kind,
            holder=seats_named(step, stands.organisations),
            waiting=waiting_for(stands),
            seats=_seats(view),
            needs=step.needs,
            verdicts=ALLOWED[step.kind],
            claimed_by=_claimed_by(view),
            mine=view.mine is not None,
            on_behalf_of=view.mine.behalf.name if view.mine and view.mine.behalf else None,
            open=held.open_turn() == turn,
            signs_with=_signs_with(held, turn),
            **{name: getattr(submission, name) for name in _SAME},
            urgency=held.urgency,
            opened_at=turn.opened_at,
            due_at=turn.due_at,
            overdue=held.late(turn, stands.in_force.at),
            text=version.text,
            attachments=version.attachments,
            findings=version.findings,
            form=version.form,
            changes=tuple(map(DifferenceOut.of, view.changes)),
            thread=tuple(MessageOut.of(held, one) for one in held.thread(turn)),
            prepared=PreparedOut.of(prepared) if prepared else None,
            rounds=tuple(RoundOut.of(one, comments=True) for one in view.rounds),
        )


def _signs_with(held: Round, task: OpenedTurn) -> KeyKind | None:
    """The signer's device that a task waits for, if it does."""
    deciding = held.second_act()
    return deciding.key if deciding and deciding.task == task.id else None


def _seats(view: TaskView) -> tuple[SeatOut, ...]:
    held, turn = view.held, view.turn
    taken = {vote.seat: vote.by.name for vote in held.votes(turn.step, turn.turn)}
    return tuple(
        SeatOut(
            seat=str(seat),
            title=seat_title(seat, view.stands.organisations),
            taken_by=taken.get(seat),
        )
        for seat in held.step(turn.step).seats
    )


def _claimed_by(view: TaskView) -> str | None:
    now = view.stands.in_force
    assigned = had_alone(view.held, view.turn, now)
    return name_of(now.organisation, assigned.to) if assigned else None


_SAME = (
    "subject",
    "unit",
    "field",
    "symbol",
    "drafter",
    "authors",
    "submitter",
    "signer",
    "version",
)
