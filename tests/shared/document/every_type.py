"""A short dispatch of every type, as an office would write it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from shared.document.forms import FORMS
from shared.document.model import Paper
from shared.domain.document_types import NAMES
from shared.domain.symbols import symbol_of
from tests.shared.document.dispatch import sample_paper

DIRECTOR: Final = "GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
BASES: Final = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",
    "Theo đề nghị của Chánh Văn phòng Sở",
)
TABLE: Final = (
    "| TT | Đơn vị | Nội dung | Kinh phí (triệu đồng) |\n"
    "|:-:|---|---|--:|\n"
    "| 1 | Phòng Quản lý Văn hóa | Kiểm tra di tích, lễ hội trên địa bàn các huyện | 120 |\n"
    "| 2 | Phòng Nghiệp vụ Du lịch | Tập huấn cho **hướng dẫn viên** | 85,5 |"
)
_SHORT: Final = ("Nội dung thứ nhất.", "Nội dung thứ hai.")
_REPLACING: Final = (
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 781/QĐ-SVHTTDL"
    " ngày 17 tháng 4 năm 2023 của Giám đốc Sở."
)
_CARRYING_OUT: Final = (
    "Điều 3. Chánh Văn phòng, Trưởng các phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm"
    " thi hành Quyết định này."
)
_SAID: Final[Mapping[str, Mapping[str, Any]]] = {
    "quyet_dinh": {
        "subject": "thành lập Tổ công tác chuyển đổi số của Sở Văn hóa, Thể thao và Du lịch",
        "authority": DIRECTOR,
        "bases": BASES,
        "addressees": ("Văn phòng",),
        "paragraphs": (
            "Điều 1. Thành lập Tổ công tác chuyển đổi số gồm các ông, bà có tên sau:",
            "1. Ông Dương Minh Tuệ, Phó Giám đốc Sở, Tổ trưởng;",
            "2. Chánh Văn phòng Sở, Tổ phó.",
            _REPLACING,
            _CARRYING_OUT,
        ),
        "recipients": ("Như Điều 3", "GĐ, các PGĐ Sở"),
    },
    "nghi_quyet": {
        "subject": "Về nhiệm vụ trọng tâm năm 2027",
        "authority": "HỘI ĐỒNG QUẢN LÝ",
        "bases": BASES,
        "paragraphs": (
            "Điều 1. Thông qua nhiệm vụ trọng tâm năm 2027.",
            "Điều 2. Nghị quyết này có hiệu lực từ ngày ký.",
        ),
    },
    "cong_dien": {
        "subject": "ứng phó với mưa lũ",
        "authority": "Giám đốc Sở Văn hóa, Thể thao và Du lịch",
        "addressees": ("Trung tâm Văn hóa tỉnh", "Bảo tàng tỉnh Lạng Sơn"),
    },
    "giay_moi": {
        "subject": "Họp giao ban tháng 12 năm 2026",
        "addressees": ("Các phòng chuyên môn", "Các đơn vị sự nghiệp trực thuộc Sở"),
        "paragraphs": (
            "Tới dự cuộc họp giao ban tháng 12 năm 2026.",
            "Chủ trì: Phó Giám đốc Dương Minh Tuệ.",
            "Thời gian: 08 giờ 00, thứ Hai, ngày 30 tháng 11 năm 2026.",
            "Địa điểm: Phòng họp tầng 2, trụ sở Sở.",
        ),
        "recipients": ("Như trên",),
    },
    "to_trinh": {
        "subject": "phê duyệt Kế hoạch chuyển đổi số năm 2027",
        "addressees": ("Ủy ban nhân dân tỉnh Lạng Sơn",),
    },
    "bao_cao": {
        "subject": "Kết quả thực hiện nhiệm vụ quý IV năm 2026",
        "addressees": ("Ủy ban nhân dân tỉnh Lạng Sơn",),
        "paragraphs": (
            "I. TÌNH HÌNH CHUNG",
            "Sở đã triển khai *đầy đủ* các nhiệm vụ, với **hai kết quả** chính:",
            "- Kiểm tra di tích;",
            "- Tập huấn hướng dẫn viên.",
            "II. KINH PHÍ",
            TABLE,
            "Sở Văn hóa, Thể thao và Du lịch báo cáo Ủy ban nhân dân tỉnh xem xét.",
        ),
    },
    "bien_ban": {
        "subject": "Họp Hội đồng sáng kiến",
        "addressees": (),
        "cosigner_lines": ("THƯ KÝ",),
        "cosigner_name": "Hoàng Thị Lan",
        "recipients": (),
        "file_copy": "VT, Hồ sơ",
    },
    "hop_dong": {
        "addressees": (),
        "cosigner_lines": ("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"),
        "cosigner_name": "Hoàng Thị Lan",
    },
    "quy_che": {
        "subject": "Làm việc của Sở Văn hóa, Thể thao và Du lịch",
        "paragraphs": (
            "Chương I",
            "QUY ĐỊNH CHUNG",
            "Điều 1. Phạm vi điều chỉnh",
            "1. Quy chế này quy định chế độ làm việc.",
            "a) Của các phòng;",
            "b) Của các đơn vị.",
        ),
    },
}


def paper_of(doc_type: str, **changes: Any) -> Paper:
    """The type's short dispatch; `changes` are fields of its text."""
    plain = {
        "subject": f"{NAMES[doc_type].lower()} thử",
        "addressees": ("Các phòng chuyên môn",) if FORMS[doc_type].addressed else (),
        "paragraphs": _SHORT,
        "doc_type": doc_type,
    }
    paper = sample_paper(**(plain | dict(_SAID.get(doc_type, {})) | changes))
    head = replace(paper.letterhead, symbol=symbol_of("SVHTTDL", "VP", doc_type))
    return replace(paper, letterhead=head)


def long_paper(*, sections: int, first: int = 1) -> Paper:
    """A report, of thirty pages at 75 sections, no two of them alike, counted from `first`.

    Headings, sentences and items, and a table after each tenth.
    """
    return paper_of("bao_cao", paragraphs=tuple(_sections(first, sections)))


def _sections(first: int, count: int) -> list[str]:
    body: list[str] = []
    for number in range(first, first + count):
        sentence = (
            f"Thực hiện Kế hoạch số {number}/KH-UBND ngày 03/12/2025 của Ủy ban nhân dân tỉnh, Sở"
            " đã chỉ đạo các phòng, đơn vị trực thuộc tổ chức triển khai đồng bộ các nhiệm vụ,"
            " giải pháp đề ra. "
        )
        body += [
            f"**{number}. Nhiệm vụ thứ {number}**",
            sentence * 3,
            f"a) Đã ban hành đầy đủ {number} văn bản hướng dẫn, kiểm tra;",
            f"b) Đã tổng hợp kết quả của {number} đơn vị, *báo cáo đúng hạn*.",
            sentence * 2,
        ]
        if number % 10 == 0:
            body.append(TABLE)
    return [*body, "Trên đây là báo cáo của Sở."]
