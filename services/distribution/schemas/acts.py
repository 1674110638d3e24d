"""The clerks' acts and what waits for them."""

from datetime import date, datetime

from pydantic import Field

from services.distribution.domain.desk import Desk
from services.distribution.schemas.fields import In, Out
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number
from shared.runtime.text import Text

REASON = "Thiếu phụ lục kèm theo."


class IssueIn(In):
    """Nothing to say: number and date are the desk's own."""


class ReasonIn(In):
    reason: Text = Field(min_length=1, max_length=2000, examples=[REASON])


class Issued(Out):
    """A number and its date as registered."""

    case: str = Field(examples=["SVHTTDL-2026-000123"])
    stage: Stage
    number: str = Field(examples=["01"])
    symbol: str = Field(examples=["SVHTTDL-VP"])
    printed: str = Field(examples=["01/SVHTTDL-VP"])
    date: date
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

    case: str
    round: int
    stage: Stage

    @classmethod
    def of(cls, desk: Desk) -> "Standing":
        return cls(case=desk.laid.case, round=desk.laid.round, stage=desk.state)


class Waiting(Out):
    case: str
    round: int
    unit: str
    subject: str
    signer: str
    signed_at: datetime
    due_at: datetime
    overdue: bool

    @classmethod
    def of(cls, desk: Desk) -> "Waiting":
        return cls(
            case=desk.laid.case,
            round=desk.laid.round,
            unit=desk.laid.unit,
            subject=desk.laid.subject,
            signer=desk.laid.signer.name,
            signed_at=desk.laid.signed_at,
            due_at=desk.laid.due_at,
            overdue=desk.overdue_at is not None,
        )
