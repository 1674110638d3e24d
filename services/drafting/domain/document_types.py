"""The types of administrative documents (ND30 Đ.7, PL3 I), by heading and by symbol."""

import re

from services.drafting.domain.text_lines import is_capitals
from shared.domain.document_types import NAMES, NAMES_BY_ABBREVIATION, type_key
from shared.domain.refusals import Invalid
from shared.domain.words import fold

_WITHOUT_ABBREVIATION = ("Công văn", "Thư công")
TYPE_NAMES = (*NAMES_BY_ABBREVIATION.values(), *_WITHOUT_ABBREVIATION)
"""All 29, with their capital."""
OTHER_NAMES = (
    *("Luật", "Bộ luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư liên tịch", "Thông tư"),
    *("Kết luận", "Thông tri", "Hiến pháp", "Sắc lệnh", "Điều lệ"),
)
"""Documents of law and of the Party, which ND30 does not rule but texts are and cite."""

_NAMES_BY_HEADING = {fold(name): name for name in TYPE_NAMES}
_OTHERS_BY_HEADING = {fold(name): name for name in OTHER_NAMES}
_LETTERS_OF_OFFICE = re.compile(r"thu (?:khen|chuc mung|cam on|chia buon|tham hoi|ngo|moi)")
"""How a thư công calls itself."""
_MISSPELT = {"CV": "Công văn", "QD": "Quyết định", "TTR": "Tờ trình", "CTR": "Chương trình"}
_LIKE_ORGANS = frozenset({"Chỉ thị", "Thông cáo", "Phiếu chuyển", "Hướng dẫn", "Dự án"})
_GROUPS = re.compile(r"[\s/–-]+")


def type_of_heading(line: str) -> str | None:
    """The type whose name the line is, in capitals: "THÔNG BÁO" gives "Thông báo"."""
    if not is_capitals(line[:200]):
        return None
    name = fold(line[:200]).strip(" :.")
    if _LETTERS_OF_OFFICE.fullmatch(name):
        return "Thư công"
    return _NAMES_BY_HEADING.get(name)


def other_type_of_heading(line: str) -> str | None:
    """The same for documents of law and of the Party: "THÔNG TƯ" gives "Thông tư"."""
    if not is_capitals(line[:200]):
        return None
    return _OTHERS_BY_HEADING.get(fold(line[:200]).strip(" :."))


def type_of_symbol(symbol: str) -> str | None:
    """The type in a symbol "QĐ-UBND"; None for a công văn, whose symbol names no type."""
    groups = [group for group in _GROUPS.split(symbol) if not group.isdigit()]
    first = groups[0] if groups else ""
    return NAMES_BY_ABBREVIATION.get(first) or _MISSPELT.get(first.upper())


def may_be_an_organ(name: str) -> bool:
    """Whether the type's abbreviation is often an organ's too: "CT-NVT" is of a Cục Thuế."""
    return name in _LIKE_ORGANS


def name_of_type(doc_type: str) -> str | None:
    """The office's name of a value of `doc_type`: "Quyết định" of "quyet_dinh"."""
    return next((name for name in TYPE_NAMES if type_key(name) == doc_type), None)


def refuse_unknown_type(doc_type: str) -> None:
    """Raise Invalid `other_document_type` for what is none of the 29 types of ND30 Đ.7."""
    if doc_type in NAMES:
        return
    sentence = (
        f"“{doc_type}” không phải một trong 29 loại văn bản hành chính; hãy ghi, ví dụ, cong_van,"
        " quyet_dinh, thong_bao, to_trinh, giay_moi."
    )
    raise Invalid("other_document_type", sentence, details={"doc_type": sentence})
