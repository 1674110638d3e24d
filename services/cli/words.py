"""The office's words for what the machine calls otherwise."""

from datetime import date, datetime
from typing import Final

from shared.domain.dates import VIETNAM
from shared.domain.lifecycle import Stage
from shared.domain.route import StepKind, Verdict

STAGES: Final = {
    Stage.DRAFT: "Đang soạn thảo",
    Stage.UNDER_REVIEW: "Đang trình duyệt",
    Stage.SIGNING: "Đang ký số",
    Stage.TO_ISSUE: "Chờ phát hành",
    Stage.NUMBERED: "Đã cấp số",
    Stage.SEALED: "Đã đóng dấu",
    Stage.DISTRIBUTING: "Đang chuyển",
    Stage.FILED: "Đã lưu",
    Stage.RETURNED: "Trả lại để sửa",
    Stage.REJECTED: "Bị từ chối",
    Stage.WITHDRAWN: "Đã rút",
}
STEPS: Final = {
    StepKind.CONTENT_CHECK: "Kiểm tra nội dung",
    StepKind.OFFICE_REVIEW: "Kiểm tra thể thức",
    StepKind.SIGNATURE: "Ký",
}
VERDICTS: Final = {
    Verdict.APPROVE: "đồng ý",
    Verdict.RETURN: "trả lại",
    Verdict.REJECT: "từ chối",
}


def local_time(instant: str | datetime) -> str:
    """Vietnam's time of an aware instant, as people write it."""
    value = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return f"{value.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def day(value: str) -> str:
    """An ISO day as people write it: 23/11/2026."""
    return f"{date.fromisoformat(value):%d/%m/%Y}"
