"""What the reader remarks about a text, with the line."""

from collections.abc import Iterable

from services.drafting.domain.reading.pieces import Piece
from shared.document.model import Finding
from shared.domain.refusals import Invalid

WARNING = "warning"
INFO = "info"
ERROR = "error"
NOT_ADMINISTRATIVE = "other_document_type"
_FORM = "ND30 PL1 II"


def not_placed(line: int, text: str) -> Finding:
    """The line belongs to no part that the reader knows."""
    return Finding(
        code="line_not_placed",
        severity=WARNING,
        field="",
        message=f"Dòng {line} không thuộc phần nào của văn bản mà hệ thống nhận ra.",
        rule=_FORM,
        line=line,
        found=text,
    )


def impossible_date(piece: Piece) -> Finding:
    """The printed date is no day of the calendar; it counts as blank."""
    return Finding(
        code="date_impossible",
        severity=WARNING,
        field="",
        message=f"Ngày ghi ở dòng {piece.line} không có thật.",
        rule="ND30 PL1 II.4",
        line=piece.line,
        found=piece.text,
    )


def address_of_addressee(piece: Piece) -> Finding:
    """An address or tax code under an addressee: not part of the name (ND30 PL1 II.9)."""
    return Finding(
        code="addressee_address",
        severity=INFO,
        field="addressees",
        message=f"Dòng {piece.line} là địa chỉ hoặc mã số của nơi nhận, không phải tên nơi nhận.",
        rule="ND30 PL1 II.9",
        line=piece.line,
        found=piece.text,
    )


def second_part(piece: Piece, field: str, name: str) -> Finding:
    """A part that the text has had before: the first counts."""
    return Finding(
        code="part_repeated",
        severity=WARNING,
        field=field,
        message=f"Dòng {piece.line} lại ghi {name}; hệ thống lấy lần ghi đầu.",
        rule=_FORM,
        line=piece.line,
        found=piece.text,
    )


def citations_left_out(line: int, listed: int, left_out: int) -> Finding:
    """More documents are named than the reader lists; from that line on they are only counted."""
    return Finding(
        code="citations_left_out",
        severity=WARNING,
        field="citations",
        message=(
            f"Văn bản viện dẫn quá nhiều: hệ thống liệt kê {listed} văn bản đầu; từ dòng {line}"
            f" còn {left_out} lần viện dẫn chưa được liệt kê, hãy tự soát."
        ),
        rule="ND30 PL1 II.6.b",
        line=line,
    )


def second_signer(line: int, block: Iterable[str]) -> Finding:
    """Two sign; such a text is drafted and printed here, but not issued (ND30 PL3 mẫu 1.9)."""
    said = ", ".join(filter(None, block))
    return Finding(
        code="second_signer",
        severity=INFO,
        field="cosigner_lines",
        message=(
            f"Văn bản có hai người ký; dòng {line} là khối chữ ký thứ hai ({said}). Hệ thống giữ cả"
            " hai trong dự thảo, nhưng chỉ phát hành văn bản có một người ký."
        ),
        rule="ND30 PL1 II.7",
        line=line,
    )


def not_administrative(name: str, piece: Piece) -> Finding:
    """A document of law or of the Party, which is none of the 29 types."""
    return Finding(
        code=NOT_ADMINISTRATIVE,
        severity=ERROR,
        field="doc_type",
        message=f"Đây là {name.lower()}, không phải một trong 29 loại văn bản hành chính.",
        rule="ND30 Đ.7",
        line=piece.line,
    )


def refuse_what_is_not_administrative(findings: Iterable[Finding]) -> None:
    """Raise Invalid `other_document_type` if the text was found to be none of the 29 types."""
    for finding in findings:
        if finding.code == NOT_ADMINISTRATIVE:
            raise Invalid(finding.code, finding.message, details={"doc_type": finding.message})


def symbol_spaced(piece: Piece, found: str, replacement: str) -> Finding:
    """Spaces or long dashes stand in the symbol; it is read without them."""
    return Finding(
        code="symbol_spaced",
        severity=WARNING,
        field="symbol",
        message="Giữa các nhóm chữ của ký hiệu dùng dấu gạch nối, không cách chữ.",
        rule="ND30 PL1 II.3",
        line=piece.line,
        found=found,
        replacement=replacement,
    )
