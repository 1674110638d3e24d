"""What was read of a text, as lines for the person at the keyboard."""

from collections.abc import Iterator
from typing import Final

from services.drafting.domain.document_types import name_of_type
from services.drafting.domain.reading.model import Citation, Reading
from shared.domain.urgency import WORDS, Urgency

UNKNOWN: Final = "(không ghi)"


def reading_lines(reading: Reading) -> Iterator[str]:
    """Each part with its words in the office's order; what is blank is said to be."""
    yield f"Loại: {_type(reading.doc_type)}"
    issuer = (reading.issuer.parent, reading.issuer.name)
    yield f"Cơ quan: {' / '.join(filter(None, issuer)) or UNKNOWN}"
    yield f"Số: {reading.number or UNKNOWN}; ký hiệu: {reading.symbol or UNKNOWN}"
    day = f"{reading.date:%d/%m/%Y}" if reading.date else UNKNOWN
    yield f"Địa danh: {reading.place or UNKNOWN}; ngày: {day}"
    yield f"Trích yếu: {reading.subject or UNKNOWN}"
    if reading.urgency is not Urgency.NORMAL:
        yield f"Mức độ khẩn: {WORDS[reading.urgency]}"
    yield from _listed("Kính gửi", reading.addressees)
    yield f"Nội dung: {len(reading.paragraphs)} đoạn"
    yield from _listed("Nhắc đến", [_cited(one) for one in reading.citations])
    yield from _listed("Nơi nhận", reading.recipients)
    yield f"Lưu: {reading.file_copy or UNKNOWN}"
    signed = (*reading.signature.lines, reading.signature.name)
    yield f"Ký: {' / '.join(filter(None, signed)) or UNKNOWN}"
    if reading.annexes:
        yield f"Sau chữ ký còn {len(reading.annexes)} dòng phụ lục hoặc chú thích"


def _type(doc_type: str | None) -> str:
    return (name_of_type(doc_type) if doc_type else None) or "(không rõ)"


def _listed(heading: str, entries: tuple[str, ...] | list[str]) -> Iterator[str]:
    if entries:
        yield f"{heading}:"
        yield from (f"  - {entry}" for entry in entries)


def _cited(citation: Citation) -> str:
    number = citation.number or ""
    symbol = citation.symbol or ""
    party = "/" in symbol and not symbol[0].isdigit()
    code = f"số {number}{'-' if party else '/'}{symbol}" if number else ""
    day = f"ngày {citation.date:%d/%m/%Y}" if citation.date else ""
    issuer = f"của {citation.issuer}" if citation.issuer else ""
    words = (citation.type or "Văn bản", citation.name, code, day, issuer)
    return " ".join(filter(None, words))
