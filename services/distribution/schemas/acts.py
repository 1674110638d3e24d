"""The clerks' acts and what waits for them."""

from pydantic import Field

from services.distribution.domain.desk import Desk
from services.distribution.schemas.fields import (
    Case,
    Day,
    In,
    Out,
    Printed,
    Round,
    StageName,
    Symbol,
)
from shared.domain.lifecycle import Stage
from shared.domain.numbers import printed_number
from shared.runtime.text import Text

REASON = "Thiếu phụ lục kèm theo."


class IssueIn(In):
    """Nothing to say for the next number: it and its date are the desk's own."""

    reserved: Text | None = Field(
        default=None,
        max_length=64,
        description="Id of the reservation whose number it takes",
        examples=["SVHTTDL-VB-2026-05"],
    )


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
