"""Notices for tests, with everything that may be said of them."""

from datetime import UTC, datetime

from services.approval.domain.facts import RoundKey, TurnKey
from services.approval.domain.notices import Notice, NoticeKind

CASE = "SVHTTDL-2026-000123"
TASK = "0b6f4c1e-7c0d-4b0e-9a57-3f1f5f2d9c11"
AT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
FACTS = {
    "subject": "triển khai Chiến lược chuyển đổi số báo chí",
    "urgency": "thuong",
    "doing": "kiểm tra thể thức",
    "holder": "Chánh Văn phòng",
    "task": TASK,
    "due_at": "2026-11-23T10:00:00+00:00",
    "by": "Lê Thị Hoa (Chánh Văn phòng)",
    "verdict": "return",
    "comment": "Căn cứ thứ hai đã hết hiệu lực.\nSửa địa danh.",
    "said": "Số liệu ở đoạn 2 lấy từ đâu?",
    "reason": "Sở đã có văn bản khác.",
    "to": "",
}


def notice(kind: NoticeKind = NoticeKind.NEW_TASK, **facts: str) -> Notice:
    """Of the first turn of the second step; facts given empty are left out."""
    said = {name: text for name, text in (FACTS | facts).items() if text}
    return Notice(
        id="6a3f0b52-3c0e-4d0e-8f57-0d6f0f6f4d11",
        of=TurnKey(of=RoundKey(agency="SVHTTDL", case=CASE, round=1), step=2, turn=1),
        recipient="chanh-van-phong",
        kind=kind,
        ordinal=1,
        at=AT,
        facts=said,
    )
