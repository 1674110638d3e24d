"""What the reader remarks about a text, with the line."""

from services.drafting.domain.text_lines import Line
from shared.document.model import Finding

_RULE = "ND30 PL1 II"


def not_placed(line: Line) -> Finding:
    """The line belongs to no part that the reader knows."""
    return Finding(
        code="line_not_placed",
        severity="warning",
        field="",
        message=f"Dòng {line.number} không thuộc phần nào của công văn mà hệ thống nhận ra.",
        rule=_RULE,
        line=line.number,
        found=line.text,
    )


def impossible_date(line: Line) -> Finding:
    """The printed date is no day of the calendar; it counts as blank."""
    return Finding(
        code="date_impossible",
        severity="warning",
        field="",
        message=f"Ngày ghi ở dòng {line.number} không có thật.",
        rule="ND30 PL1 II.4",
        line=line.number,
        found=line.text,
    )


def other_document_type(name: str, line: Line) -> Finding:
    """Not a công văn: the other types come later."""
    return Finding(
        code="other_document_type",
        severity="error",
        field="doc_type",
        message=f"Đây là {name.lower()}, không phải công văn; hệ thống hiện chỉ nhận công văn,"
        " các loại văn bản khác sẽ có sau.",
        rule="ND30 Đ.7",
        line=line.number,
    )
