"""The named types of documents with their abbreviations (ND30 Đ.7, PL3 I), and the công văn."""

from typing import Final

from shared.domain.words import fold

DISPATCH: Final = "cong_van"

NAMES_BY_ABBREVIATION: Final = {
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


def type_key(name: str) -> str:
    """The value of `doc_type`: "Quyết định" gives "quyet_dinh"."""
    return fold(name).replace(" ", "_")


NAMES: Final = {
    type_key(name): name for name in ("Công văn", *NAMES_BY_ABBREVIATION.values(), "Thư công")
}
"""All twenty-nine, by code."""

_ABBREVIATIONS: Final = {type_key(name): short for short, name in NAMES_BY_ABBREVIATION.items()}


def type_name(doc_type: str) -> str:
    """A type as sentences say it: "công văn", "quyết định"; an unknown one as it is."""
    return NAMES.get(doc_type, doc_type).lower()


def abbreviation_of(doc_type: str) -> str | None:
    """The abbreviation of a named type, "QĐ" of "quyet_dinh"; None for a công văn."""
    return _ABBREVIATIONS.get(doc_type)
