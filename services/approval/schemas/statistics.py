"""Figures of the work, as JSON and as a table for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, Field

from services.approval.domain.statistics import By, Figures
from services.approval.schemas.acts import OUT
from shared.runtime.text import BYTE_ORDER_MARK

HEADINGS: Final = {
    "code": "Mã",
    "name": "Tên",
    "open": "Đang xử lý",
    "done": "Đã xong",
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
    "median_hours": "Trung vị (giờ làm việc)",
    "p90_hours": "Phân vị 90 (giờ làm việc)",
}


class FiguresOut(BaseModel):
    """The figures of one group."""

    model_config = OUT

    code: str = Field(
        description="Of the unit or post, or the kind of step", examples=["chanh-van-phong"]
    )
    name: str = Field(description="As people call it now", examples=["Chánh Văn phòng"])
    open: int = Field(description="Tasks that wait now", examples=[3])
    done: int = Field(description="Tasks that a decision ended", examples=[40])
    on_time: int = Field(description="Of them by the deadline", examples=[37])
    late: int = Field(description="Of them after it", examples=[3])
    median_hours: float | None = Field(
        description="Working hours that half of them took at most", examples=[2.5]
    )
    p90_hours: float | None = Field(
        description="Working hours that nine of ten took at most", examples=[7.5]
    )

    @classmethod
    def of(cls, one: Figures) -> "FiguresOut":
        return cls(**{name: getattr(one, name) for name in HEADINGS})


class StatisticsOut(BaseModel):
    """A line for each group that has tasks, by code."""

    model_config = OUT

    by: By
    rows: tuple[FiguresOut, ...]

    @classmethod
    def of(cls, by: By, found: Sequence[Figures]) -> "StatisticsOut":
        return cls(by=by, rows=tuple(map(FiguresOut.of, found)))


def table_of(found: Sequence[Figures]) -> bytes:
    """The same as CSV (RFC 4180); UTF-8 with a mark that tells spreadsheets so."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(HEADINGS.values())
    lines.writerows([getattr(one, name) for name in HEADINGS] for one in found)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
