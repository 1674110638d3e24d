"""The clerks' lists, and acts on a selection of them."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from services.distribution.domain.desk import Desk
from services.distribution.domain.reservation import Reservation
from services.distribution.operations.confirming import ClosedSeries
from services.distribution.operations.listing import Lists
from services.distribution.schemas.acts import Issued, Standing
from services.distribution.schemas.fields import (
    CASE,
    Case,
    ClerkAccount,
    Day,
    In,
    Instant,
    Out,
    Overdue,
    Printed,
    Round,
    SignerName,
    StageName,
    Subject,
    Unit,
    UrgencyLevel,
)
from shared.runtime.text import Text

EXPIRES: Final = "2026-12-05T10:00:00Z"
MOST: Final = 100
"""Dispatches in one request."""


class Waiting(Out):
    """A signed dispatch without a number."""

    case: Case
    round: Round
    unit: Unit
    subject: Subject
    urgency: UrgencyLevel
    signer: SignerName
    signed_at: Instant
    due_at: Instant
    overdue: Overdue
    because: str | None = Field(
        description="Why no number came by itself",
        examples=["Chưa có khóa ký thử của cơ quan; hãy nạp lại tệp tổ chức để tạo khóa."],
    )

    @classmethod
    def of(cls, desk: Desk) -> "Waiting":
        return cls(
            case=desk.laid.case,
            round=desk.laid.round,
            unit=desk.laid.unit,
            subject=desk.laid.subject,
            urgency=desk.laid.urgency,
            signer=desk.laid.signer.name,
            signed_at=desk.laid.signed_at,
            due_at=desk.laid.due_at,
            overdue=desk.overdue_at is not None,
            because=desk.waits_because,
        )


class Numbered(Out):
    """A dispatch that has its number and is not sent yet."""

    case: Case
    round: Round
    stage: StageName
    number: Printed
    subject: Subject
    urgency: UrgencyLevel
    issued_at: Instant | None
    due_at: Instant
    seal_ordered: bool = Field(
        description="false: a clerk must order the seal first", examples=[True]
    )

    @classmethod
    def of(cls, desk: Desk) -> "Numbered":
        return cls(
            case=desk.laid.case,
            round=desk.laid.round,
            stage=desk.state,
            number=desk.number.printed if desk.number else "",
            subject=desk.laid.subject,
            urgency=desk.laid.urgency,
            issued_at=desk.issued_at,
            due_at=desk.laid.due_at,
            seal_ordered=desk.seal_ordered,
        )


class Kept(Out):
    """A number that is reserved."""

    id: str = Field(examples=["SVHTTDL-VB-2026-05"])
    number: Printed
    date: Day
    series: str = Field(examples=["VB"])
    purpose: str = Field(examples=["Giấy mời họp giao ban"])
    account: ClerkAccount
    expires_at: Annotated[Instant, Field(examples=[EXPIRES])]
    soon: bool = Field(description="It expires within a day", examples=[False])

    @classmethod
    def of(cls, kept: Reservation, now: datetime) -> "Kept":
        return cls(
            id=kept.id,
            number=kept.number.printed,
            date=kept.number.dated,
            series=kept.number.series,
            purpose=kept.purpose,
            account=kept.account,
            expires_at=kept.expires_at,
            soon=kept.is_soon_over(now),
        )


class ClosedSeriesOut(Out):
    """A series that gives no number until a clerk confirms the last one, after a restore."""

    series: str = Field(examples=["VB"])
    name: str = Field(examples=["Văn bản đi"])
    year: int | None = Field(
        description="Of the last number that the book still has; null: it has none", examples=[2026]
    )
    last_number: int = Field(examples=[120])
    backup_at: Instant
    restored_at: Instant

    @classmethod
    def of(cls, closed: ClosedSeries) -> "ClosedSeriesOut":
        stands = closed.stands if closed.stands and closed.stands.last_date else None
        return cls(
            series=closed.series,
            name=closed.name,
            year=stands.year if stands else None,
            last_number=stands.last_number if stands else 0,
            backup_at=closed.restore.backup_at,
            restored_at=closed.restore.at,
        )


class DeskOut(Out):
    """What lies before the clerks."""

    waiting: tuple[Waiting, ...] = Field(
        description="To issue: the most urgent first, then by deadline"
    )
    to_seal: tuple[Numbered, ...] = Field(description="Numbered, not sealed")
    to_send: tuple[Numbered, ...] = Field(description="Past the deadline and not sent")
    reservations: tuple[Kept, ...] = Field(description="Open, the next to expire first")
    warning: str = Field(
        description="That the agency's certificate ends soon; empty while it does not",
        examples=[""],
    )
    access_changed: tuple[str, ...] = Field(
        description="Dispatches with changes of rights that this clerk has yet to confirm",
        examples=[[CASE]],
    )
    register_faults: tuple[str, ...] = Field(
        description="What the last regular check of the register found amiss, in Vietnamese",
        examples=[[]],
    )

    closed_series: tuple[ClosedSeriesOut, ...] = Field(
        description="They give no number before the last one is confirmed"
    )

    @classmethod
    def of(cls, lists: Lists, warning: str) -> "DeskOut":
        return cls(
            warning=warning,
            waiting=tuple(map(Waiting.of, lists.to_issue)),
            to_seal=tuple(map(Numbered.of, lists.to_seal)),
            to_send=tuple(map(Numbered.of, lists.to_send)),
            reservations=tuple(Kept.of(one, lists.now) for one in lists.reservations),
            access_changed=tuple(lists.access_changed),
            register_faults=lists.register_faults,
            closed_series=tuple(map(ClosedSeriesOut.of, lists.closed_series)),
        )


class ReserveIn(In):
    """What kind of dispatch the next number is kept for, why, and until when."""

    unit: Text = Field(max_length=12, description="Code of the drafting unit", examples=["VP"])
    doc_type: Text = Field(
        default="cong_van", max_length=64, description="Tên loại", examples=["giay_moi"]
    )
    purpose: Text = Field(max_length=500, examples=["Giấy mời họp giao ban"])
    expires_at: AwareDatetime = Field(description="At most 31 days ahead", examples=[EXPIRES])


class SelectionIn(In):
    """A selection of dispatches."""

    cases: Annotated[
        tuple[Annotated[Text, Field(max_length=64)], ...],
        Field(min_length=1, max_length=MOST, examples=[[CASE]]),
    ]


class Result(Out):
    """What became of one dispatch of a selection."""

    case: Case
    status: int = Field(description="As if it had been asked for alone", examples=[200])
    issued: Issued | None
    standing: Standing | None
    problem: dict[str, object] | None = Field(
        description="Problem details (RFC 9457) of a refusal",
        examples=[{"code": "cannot_issue", "detail": "Văn bản đã được cấp số."}],
    )


class Results(Out):
    """In the order of signing; each was an act of its own."""

    results: tuple[Result, ...]
