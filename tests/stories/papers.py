"""Who is who at the Sở in the stories, what they write, and the file that names them."""

from collections.abc import Mapping
from typing import Any, Final

from tests.support.office import LANG_SON, TINY, content_of

HEAD, DEPUTY, DEPUTY_2 = "giam-doc", "duong-minh-tue", "pho-giam-doc-2"
OFFICE, OFFICE_2, CLERK = "chanh-van-phong", "pho-chanh-van-phong", "van-thu"
DRAFTER, CHECKER = "chuyen-vien-qlvh", "truong-phong-qlvh"
TOURISM, TOURISM_HEAD = "chuyen-vien-qldl", "truong-phong-qldl"
CULTURE_HEAD, SPORT_HEAD, INSPECTOR = CHECKER, "truong-phong-qltdtt", "chanh-thanh-tra"

XA_DRAFTER, XA_CHECKER, XA_REVIEWER = "xa-soan-thao", "xa-bo-phan", "xa-kiem-tra"
XA_HEAD, XA_CLERK = "xa-truong", "xa-van-thu"

CHECK, REVIEW, CONSULT, SIGN = "content_check", "office_review", "consultation", "signature"

TEXT: Final[Mapping[str, Any]] = {
    "place": "Lạng Sơn",
    "subject": "triển khai Ngày Sách và Văn hóa đọc",
    "addressees": ["Các phòng chuyên môn"],
    "paragraphs": [
        "Sở yêu cầu các phòng chuyên môn triển khai Ngày Sách và Văn hóa đọc.",
        "Kết quả gửi về Phòng Quản lý văn hóa trước ngày 15 tháng 4./.",
    ],
    "recipients": ["Như trên"],
    "file_copy": "VT, QLVH",
    "signature_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    "signer_name": "Dương Minh Tuệ",
}
XA: Final[Mapping[str, Any]] = {
    "place": "Thử",
    "subject": "trực cơ quan dịp Tết",
    "addressees": ["Các bộ phận"],
    "paragraphs": ["Văn phòng xã yêu cầu các bộ phận lập lịch trực cơ quan dịp Tết./."],
    "recipients": ["Như trên"],
    "file_copy": "VT, VPX",
    "signature_lines": ["TRƯỞNG VĂN PHÒNG"],
    "signer_name": "Trưởng Văn phòng xã",
}


DECISION: Final = """\
UBND TỈNH LẠNG SƠN
SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH
Số:      /QĐ-SVHTTDL

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày    tháng    năm 2026

QUYẾT ĐỊNH
Về việc thành lập Tổ công tác chuyển đổi số

GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Theo đề nghị của Chánh Văn phòng Sở.

QUYẾT ĐỊNH:

Điều 1. Thành lập Tổ công tác chuyển đổi số của Sở.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Các phòng chuyên môn chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Các phòng chuyên môn;
- GĐ, các PGĐ Sở;
- Lưu: VT, VP.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Dương Minh Tuệ
"""
"""A decision as its drafter types it."""


def rewritten(text: Mapping[str, Any], number: int, paragraph: str) -> dict[str, Any]:
    """The same with another paragraph in place of one."""
    paragraphs = list(text["paragraphs"])
    paragraphs[number] = paragraph
    return {**text, "paragraphs": paragraphs}


def mailed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A file in which everybody has an address."""
    accounts = [one | {"email": f"{one['id']}@so.example"} for one in content["accounts"]]
    return {**content, "accounts": accounts}


def the_department() -> dict[str, Any]:
    """The Sở of Lạng Sơn, with somebody who drafts for the Phòng Quản lý du lịch."""
    content = content_of(LANG_SON)
    post = {"code": TOURISM, "title": "Chuyên viên", "rank": "staff", "unit": "QLDL"}
    account = {"id": TOURISM, "name": "Chuyên viên Quản lý du lịch", "posts": [TOURISM]}
    content["posts"].append(post)
    content["accounts"].append(account)
    return mailed(content)


def the_commune() -> dict[str, Any]:
    """The Văn phòng xã, by the nation's calendar; its content check is reminded."""
    content = content_of(TINY)
    content["routes"][0]["steps"][0] |= {"hours": "8", "remind_before": "2"}
    content["working_time"] |= {"holidays": "vietnam"}
    return mailed(content)
