"""The office's words for what the machine calls otherwise; stages and steps have theirs in shared.

Stages: `shared.domain.lifecycle.WORDS`. Steps: `shared.domain.four_eyes.ROLES`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from shared.domain.dates import VIETNAM
from shared.domain.lifecycle import WAYS_BACK, WayBack
from shared.domain.route import Verdict

SERVICES: Final = {"drafting": "soạn thảo", "approval": "trình ký", "distribution": "văn thư"}
ACTS: Final = {
    Verdict.APPROVE.value: "đồng ý",
    Verdict.OPINION.value: "có ý kiến",
    Verdict.RETURN.value: "trả lại",
    Verdict.REJECT.value: "từ chối",
    Verdict.HAND_ON.value: "đã chuyển lại người soạn thảo",
    "cancel_signing": "hủy ký",
    "claim": "nhận việc",
    "release": "nhả việc",
    "forward": "chuyển người khác xử lý",
    "reassign": "giao lại cho người khác",
    "consult": "xin ý kiến",
    "urgency": "đổi mức độ khẩn",
    "bypass": "BỎ QUA BƯỚC",
    "replan": "lập lại luồng trình",
    "calendar": "tính lại thời hạn",
    "escalate": "báo cấp trên vì quá hạn",
}
"""What approval's history says of a step."""
CHANGES: Final = {"added": "thêm", "removed": "bỏ", "changed": "sửa", "moved": "chuyển chỗ"}
"""What the difference between two versions says of a paragraph."""
MESSAGES: Final = {"question": "hỏi", "answer": "trả lời"}
RECEIPTS: Final = {
    "arrived": "chưa báo nhận",
    "accepted": "đã báo nhận",
    "refused": "từ chối nhận",
}
"""What a receiver answered to what lies in its mailbox."""
AMENDS: Final = {"corrects": "đính chính", "replaces": "thay thế"}
"""What a dispatch does to another (ND30 Đ.18.3)."""
RECALL_ANSWERS: Final = {
    "cancelled": "đã hủy văn bản thu hồi",
    "refused": "không đồng ý thu hồi",
}
"""What a receiver answered to a recall."""
ACCESS: Final = {
    "restricted": "hạn chế tiếp cận",
    "opened": "bỏ hạn chế tiếp cận",
    "granted": "cấp quyền xem cho",
    "withdrawn": "rút quyền xem của",
}
"""What was done to the right to read a dispatch."""
VIEWS: Final = {
    "view_draft": "xem dự thảo",
    "view_preview": "xem bản in thử",
    "view_findings": "xem nhận xét thể thức",
    "view_attachment": "xem tệp kèm theo",
    "view_version": "xem bản trình",
    "view_task": "xem việc chờ xử lý",
    "view_document": "xem văn bản trình",
    "view_prepared": "xem bản trình ký",
    "file_viewed": "xem tệp đã phát hành",
    "exported": "xuất hồ sơ lưu trữ",
    "archive_file_read": "lấy tệp lưu trữ",
}
"""Looks at a dispatch, as the services record them."""
ATTACHED: Final = {"supporting": "Tài liệu kèm theo", "annex": "Phụ lục ban hành kèm"}
SEVERITIES: Final = {"error": "lỗi", "warning": "cần xem", "info": "lưu ý"}
FORM_SETTINGS: Final = {"info": "chỉ lưu ý", "off": "không kiểm tra"}
"""What an agency made of a rule of form."""
FIELDS: Final = {
    "number": "số",
    "symbol": "ký hiệu",
    "date": "ngày tháng",
    "doc_type": "loại văn bản",
    "place": "địa danh",
    "subject": "trích yếu",
    "authority": "thẩm quyền ban hành",
    "bases": "căn cứ",
    "circulation": "phạm vi lưu hành",
    "contact": "địa chỉ liên hệ",
    "annexes": "phụ lục",
    "cosigner_lines": "chức vụ người ký thứ hai",
    "cosigner_name": "họ tên người ký thứ hai",
    "addressees": "kính gửi",
    "paragraphs": "đoạn",
    "recipients": "nơi nhận",
    "file_copy": "lưu",
    "signature_lines": "quyền hạn, chức vụ",
    "signer_name": "họ tên người ký",
    "signer": "người ký",
    "urgency": "mức độ khẩn",
    "field": "lĩnh vực",
    "secrecy": "độ mật",
    "text": "văn bản",
    "file": "tệp",
    "kind": "loại tệp kèm",
    "reason": "lý do",
    "comment": "ý kiến",
    "attachments": "tài liệu kèm theo",
    "to": "người nhận việc",
    "to_step": "bước nhận lại",
    "said": "nội dung",
    "hours": "số giờ",
    "needs": "số ý kiến cần có",
    "account": "tài khoản",
    "substitute": "người thay",
    "delegate": "người được ủy quyền",
    "starts_at": "từ lúc",
    "ends_at": "đến lúc",
    "paper": "văn bản làm căn cứ",
    "ordered_by": "người quyết định",
    "instead_of": "hộp thư đã từ chối",
    "answer": "trả lời",
    "year": "năm",
    "series": "hệ số",
    "state": "tình trạng",
    "unit": "đơn vị",
    "purpose": "việc được giữ số",
    "expires_at": "hạn giữ số",
    "reader": "người được xem",
}

_LINE = re.compile(r"line (\d+)")
_INDEXED = re.compile(r"(\w+)(?:\[(\d+)\]|\.(\d+))")


def field_words(name: str) -> str:
    """A field as people call it: "recipients[1]" is "nơi nhận 2"; an unknown one stays.

    "line 3", of a table that was sent, is "dòng 3".
    """
    if found := _LINE.fullmatch(name):
        return f"dòng {found[1]}"
    if found := _INDEXED.fullmatch(name):
        base, *places = found.groups()
        place = next(int(one) for one in places if one is not None) + 1
        return f"{FIELDS[base]} {place}" if base in FIELDS else name
    return FIELDS.get(name, name)


def local_time(instant: str | datetime) -> str:
    """Vietnam's time of an aware instant, as people write it."""
    value = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def clock_time(instant: str | None) -> str:
    """Vietnam's time of day of an aware instant: 14:05:03."""
    return f"{datetime.fromisoformat(instant).astimezone(VIETNAM):%H:%M:%S}" if instant else ""


def day(value: str) -> str:
    """An ISO day as people write it: 23/11/2026."""
    return f"{date.fromisoformat(value):%d/%m/%Y}"


def ways_back(said: Mapping[str, Any]) -> str:
    """What happened to a dispatch after it was issued: ", ĐÃ THU HỒI"; else empty."""
    ways = (WAYS_BACK[WayBack(way)].word for way in said.get("ways_back") or ())
    return "".join(f", {word.upper()}" for word in ways)
