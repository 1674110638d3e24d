"""A year's books closed, an older register taken over, a series opened again after a restore."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from services.distribution.domain.confirming import Confirmation, KnownHead
from services.distribution.domain.old_register import Fault
from services.distribution.operations.closing import Closed
from services.distribution.operations.confirming import Confirmed
from services.distribution.operations.importing import Report
from services.distribution.schemas.fields import HASH, In, Out, Printed
from shared.domain.numbers import printed_number
from shared.runtime.text import Text


class ClosedOut(Out):
    """The books of a year, closed."""

    year: int = Field(examples=[2026])
    last: dict[str, int] = Field(
        description="The last number of each series", examples=[{"VB": 1781}]
    )

    @classmethod
    def of(cls, closed: Closed) -> "ClosedOut":
        return cls(year=closed.year, last=closed.last)


class FaultOut(Out):
    """What is wrong with a line of the table."""

    line: int = Field(description="Counted from 1, the headings' included", examples=[7])
    sentence: str = Field(examples=["thiếu số 05 ở trước số 06/SVHTTDL-VP; hãy thêm dòng."])


class ImportOut(Out):
    """What an import did, or would do."""

    series: str = Field(examples=["VB"])
    lines: int = Field(description="Entries that were read", examples=[412])
    first: Printed
    last: Printed
    entered: bool = Field(description="false: only looked through", examples=[True])
    faults: tuple[FaultOut, ...]
    duplicates: tuple[FaultOut, ...] = Field(
        description="The same number and symbol in another series"
    )

    @classmethod
    def of(cls, report: Report, *, entered: bool) -> "ImportOut":
        return cls(
            series=report.series,
            lines=report.lines,
            first=report.first,
            last=report.last,
            entered=entered,
            faults=_told(report.faults),
            duplicates=_told(report.duplicates),
        )


class LastIn(In):
    """The last number of a year that was really issued."""

    year: int = Field(ge=1945, le=9999, examples=[2026])
    number: int = Field(ge=0, le=999_999_999, description="0: none", examples=[125])


class KnownHeadIn(In):
    """An end of the register's chain as a printed book or a public answer has it."""

    sequence: int = Field(ge=1, le=2**31 - 1, examples=[790])
    hash: str = Field(pattern=r"^[0-9a-f]{64}$", examples=[HASH])


class ConfirmIn(In):
    """What a clerk knows of the numbers that were issued before the record was restored."""

    last: Annotated[tuple[LastIn, ...], Field(min_length=1, max_length=20)] = Field(
        description="Of every year from the last known number's until this one"
    )
    reason: Text = Field(
        max_length=500,
        description="Stands in the book with each number that was lost",
        examples=["Số cuối theo văn bản lưu giấy; các số mất đã gửi ngày 27/11/2026."],
    )
    head: KnownHeadIn | None = Field(
        default=None, description="The latest that was published after the backup, if one is known"
    )

    @property
    def said(self) -> Confirmation:
        known = self.head
        head = KnownHead(seq=known.sequence, hash=known.hash) if known else None
        last = {one.year: one.number for one in self.last}
        return Confirmation(last=last, reason=self.reason, head=head)


class LostOut(Out):
    """A number that is in the book as lost."""

    year: int = Field(examples=[2026])
    number: str = Field(examples=["121"])


class ConfirmedOut(Out):
    """A series that gives numbers again."""

    series: str = Field(examples=["VB"])
    lost: tuple[LostOut, ...]
    voided: tuple[Printed, ...] = Field(
        description="Reserved numbers of which nobody can say whether they were used",
        examples=[["120/SVHTTDL-VP"]],
    )

    @classmethod
    def of(cls, confirmed: Confirmed) -> "ConfirmedOut":
        return cls(
            series=confirmed.series,
            lost=tuple(
                LostOut(year=one.year, number=printed_number(one.number)) for one in confirmed.lost
            ),
            voided=tuple(one.printed for one in confirmed.voided),
        )


def _told(faults: Sequence[Fault]) -> tuple[FaultOut, ...]:
    return tuple(FaultOut(line=one.line, sentence=one.sentence) for one in faults)
