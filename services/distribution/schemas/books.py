"""A year's books closed, and an older register taken over."""

from collections.abc import Sequence

from pydantic import Field

from services.distribution.domain.old_register import Fault
from services.distribution.operations.closing import Closed
from services.distribution.operations.importing import Report
from services.distribution.schemas.fields import Out, Printed


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


def _told(faults: Sequence[Fault]) -> tuple[FaultOut, ...]:
    return tuple(FaultOut(line=one.line, sentence=one.sentence) for one in faults)
