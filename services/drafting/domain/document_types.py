"""The named types of documents (ND30 Đ.7, PL3 I), to tell them from a công văn."""

from services.drafting.domain.text_lines import is_capitals
from shared.domain.words import fold

DISPATCH = "cong_van"

_NAMES_BY_ABBREVIATION = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}
_NAMES_BY_HEADING = {fold(name): name for name in _NAMES_BY_ABBREVIATION.values()}


def type_of_heading(line: str) -> str | None:
    """The type whose name the line is, in capitals: "THÔNG BÁO" gives "Thông báo"."""
    return _NAMES_BY_HEADING.get(fold(line)) if is_capitals(line) else None


def type_of_symbol(symbol: str) -> str | None:
    """The type in a symbol "QĐ-UBND"; None for a công văn, whose symbol names no type."""
    return _NAMES_BY_ABBREVIATION.get(symbol.split("-", 1)[0].strip())


def type_key(name: str) -> str:
    """The value of `doc_type`: "Quyết định" gives "quyet_dinh"."""
    return fold(name).replace(" ", "_")
