"""What an operator reads on a dispatch's page: fixed lines, and what is in trouble.

What it is; who holds it; until when, Vietnam time; what happens next by itself; and while a turn
waits with approval, why, in one sentence.
Codes, posts and instants only, never a word of the document.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.contracts.dispatch_flow import RETRY
from shared.domain.alarms import Alarm
from shared.domain.dates import VIETNAM
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.urgency import WORDS as URGENCY_WORDS
from workflows.standing import Standing

URGENCIES: Final = {level.value: word for level, word in URGENCY_WORDS.items()}
NEXT: Final = {
    Stage.DRAFT: "khi người soạn thảo trình, hệ thống mở bước trình ký đầu tiên.",
    Stage.UNDER_REVIEW: (
        "có ý kiến thì hệ thống chuyển bước hoặc trả lại; quá hạn thì chỉ đánh dấu, "
        "không ai bị duyệt thay."
    ),
    Stage.SIGNING: "hệ thống ký bằng khóa của người ký rồi chuyển văn thư.",
    Stage.TO_ISSUE: (
        "văn thư cấp số thì hệ thống đóng dấu, phát hành và lưu; văn thư trả lại thì về "
        "người soạn thảo."
    ),
    Stage.NUMBERED: "hệ thống điền số, ngày và đóng dấu của cơ quan.",
    Stage.SEALED: "hệ thống gửi vào hộp thư của từng nơi nhận.",
    Stage.DISTRIBUTING: "hệ thống lưu bản lưu.",
    Stage.FILED: "không còn việc gì.",
    Stage.RETURNED: "khi người soạn thảo trình lại, hệ thống mở lần trình mới.",
    Stage.REJECTED: "không còn việc gì.",
    Stage.WITHDRAWN: "không còn việc gì.",
}
WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A step that does not go on: refused with a sentence, or failing with a kind of fault."""

    label: str
    owner: str
    sentence: str
    refused: bool


def details(case: str, standing: Standing | None, troubles: Iterable[Trouble]) -> str:
    """Markdown; a dispatch whose position nobody answered yet has no standing."""
    lines = [
        f"**Hồ sơ:** {what(case, standing)}",
        f"**Ai đang giữ:** {who(standing)}",
        f"**Đến khi nào:** {until(standing)}",
        f"**Tiếp theo:** {next_of(standing)}",
    ]
    if standing and standing.why:
        lines.append(f"**Vì sao chờ:** {standing.why}")
    blocks = [block(trouble, case) for trouble in troubles]
    if standing and standing.nobody:
        blocks.append(block_of_nobody(standing.nobody, case))
    return "\n".join([f"- {line}" for line in lines] + blocks)


def next_of(standing: Standing | None) -> str:
    if standing is None:
        return "hệ thống đọc lại vị trí hồ sơ."
    if standing.stage is Stage.NUMBERED and standing.holder_post:
        return (
            "văn thư cho đóng dấu thì hệ thống điền số, ngày, đóng dấu, phát hành và lưu; "
            "văn thư hủy số thì chờ cấp số mới."
        )
    if standing.second_act:
        return "người ký ký số bằng thiết bị của mình thì hệ thống chuyển văn thư."
    return NEXT[standing.stage]


def what(case: str, standing: Standing | None) -> str:
    if standing is None:
        return f"{case}, chưa rõ đang ở đâu"
    number = f", số {standing.number}" if standing.number else ""
    bypassed = f", đã bỏ qua {standing.bypassed} bước" if standing.bypassed else ""
    urgency = URGENCIES.get(standing.urgency, standing.urgency)
    stage = f"{WORDS[standing.stage]} ({standing.stage.value})"
    return (
        f"{case}, văn bản đi của {standing.unit} ({standing.agency}), mức độ {urgency}, "
        f"lần trình {standing.round}{number}{bypassed}: {stage}"
    )


def who(standing: Standing | None) -> str:
    if standing is None:
        return "chưa rõ"
    if standing.holder_post:
        return f"{standing.holder} ({standing.holder_post}), {standing.doing}"
    if standing.stage in {Stage.DRAFT, Stage.RETURNED}:
        return f"người soạn thảo của {standing.unit}"
    if standing.stage in {Stage.NUMBERED, Stage.SEALED, Stage.DISTRIBUTING, Stage.TO_ISSUE}:
        return "hệ thống"
    return "không ai"


def until(standing: Standing | None) -> str:
    late = ", ĐÃ QUÁ HẠN" if standing and standing.overdue else ""
    if standing and standing.due_at:
        return in_vietnam(standing.due_at) + late
    if standing and standing.asked_since:
        return f"thời hạn đứng yên từ {in_vietnam(standing.asked_since)}{late}"
    return "không có hạn"


def in_vietnam(instant: datetime) -> str:
    there = instant.astimezone(VIETNAM)
    return f"{there:%H giờ %M}, {WEEKDAYS[there.weekday()]} {there:%d/%m/%Y} (giờ Việt Nam)"


def block(trouble: Trouble, flow: str) -> str:
    """What does not go on, and what each can do: who answers for it, and who operates."""
    if trouble.refused:
        return (
            f"\n**Đang dừng:** không {trouble.label} được. {trouble.sentence}\n\n"
            "**Người có trách nhiệm:** sửa nguyên nhân vừa nêu. Việc đã ghi không mất; có ý kiến "
            "mới hoặc đề nghị rút thì hệ thống cũng làm theo và thử lại.\n\n"
            f"**Người vận hành:** sửa xong thì chạy `{retry_command(flow)}`; "
            f"xem `{Alarm.REFUSED.page}`."
        )
    return (
        f"\n**Đang gặp sự cố:** chưa {trouble.label} được ({trouble.sentence}); "
        "hệ thống vẫn tự thử lại.\n\n"
        "**Người có trách nhiệm:** không phải làm gì; hết sự cố thì hồ sơ tự đi tiếp.\n\n"
        f"**Người vận hành:** xem dịch vụ {trouble.owner} bằng `./congvan doctor`; hết sự cố mà "
        f"muốn thử lại ngay thì chạy `{retry_command(flow)}`; xem `{Alarm.FAULT.page}`."
    )


def block_of_nobody(sentence: str, flow: str) -> str:
    """An open turn that nobody may take."""
    return (
        f"\n**Đang dừng:** {sentence}\n\n"
        "**Trong lúc đó:** thời hạn vẫn chạy; hệ thống vẫn nhắc việc, đánh dấu quá hạn và báo "
        "lên trên như luồng đã định.\n\n"
        f"**Người vận hành:** bổ sung xong thì chạy `{retry_command(flow)}`; "
        f"xem `{Alarm.NOBODY.page}`."
    )


def retry_command(flow: str) -> str:
    return f"temporal workflow signal --workflow-id {flow} --name {RETRY}"
