"""Named types as a text shows them, to tell them from a công văn (ND30 Đ.7, PL3 I)."""

from services.drafting.domain.text_lines import is_capitals
from shared.domain.document_types import NAMES_BY_ABBREVIATION
from shared.domain.words import fold

_NAMES_BY_HEADING = {fold(name): name for name in NAMES_BY_ABBREVIATION.values()}


def type_of_heading(line: str) -> str | None:
    """The type whose name the line is, in capitals: "THÔNG BÁO" gives "Thông báo"."""
    return _NAMES_BY_HEADING.get(fold(line)) if is_capitals(line) else None


def type_of_symbol(symbol: str) -> str | None:
    """The type in a symbol "QĐ-UBND"; None for a công văn, whose symbol names no type."""
    return NAMES_BY_ABBREVIATION.get(symbol.split("-", 1)[0].strip())
