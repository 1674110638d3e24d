"""The clerks' acts and what waits for them."""

from collections.abc import Sequence

from pydantic import ConfigDict, Field

from services.distribution.domain.desk import Desk
from services.distribution.schemas.fields import (
    Case,
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
    Symbol,
    Unit,
    UrgencyLevel,
)
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number
from shared.runtime.text import Text

REASON = "Thiếu phụ lục kèm theo."


class IssueIn(In):
    """Nothing to say: number and date are the desk's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{}]})


class ReasonIn(In):
    """Why, for the drafter and the register."""

    reason: Text = Field(min_length=1, max_length=2000, examples=[REASON])


class Issued(Out):
    """A number and its date as registered."""

    case: Case
    stage: Stage = Field(examples=[Stage.NUMBERED])
    number: str = Field(description="Below 10 with a zero before it", examples=["01"])
    symbol: Symbol
    printed: Printed
    date: Day
    series: str = Field(examples=["VB"])
    year: int = Field(examples=[2026])

    @classmethod
    def of(cls, desk: Desk) -> "Issued":
        number = desk.number
        if number is None:
            raise ValueError("an issued dispatch has a number")
        return cls(
            case=desk.laid.case,
            stage=desk.state,
            number=printed_number(number.number),
            symbol=number.symbol,
            printed=number.printed,
            date=number.dated,
            series=number.series,
            year=number.year,
        )


class Standing(Out):
    """Where a dispatch stands after a clerk's act."""

    case: Case
    round: Round
    stage: StageName

    @classmethod
    def of(cls, desk: Desk) -> "Standing":
        return cls(case=desk.laid.case, round=desk.laid.round, stage=desk.state)


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
        )


class DeskOut(Out):
    """What waits to be issued, the most urgent first, then by deadline."""

    waiting: tuple[Waiting, ...]

    @classmethod
    def of(cls, pending: Sequence[Desk]) -> "DeskOut":
        return cls(waiting=tuple(map(Waiting.of, pending)))
