"""Why a dispatch is waiting, in one sentence.

On whom, since when, until when, by which rule, and what happens next by itself. Approval's API
says it with people's names, the operators' page with titles only.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.dates import VIETNAM
from shared.domain.route import StepKind


class Mark(StrEnum):
    """What approval marks on a turn that nobody decides."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


_ARTICLES: Final = {
    StepKind.CONTENT_CHECK: "Điều 12.1",
    StepKind.OFFICE_REVIEW: "Điều 12.2",
    StepKind.SIGNATURE: "Điều 13",
    StepKind.HAND_ON: "Điều 10.3",
}
"""Of ND30, by what they ask for; opinions are asked for by the route alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A turn that waits; instants are aware, what is not known or not set is empty or None."""

    doing: str
    """What the holder is to do, as `four_eyes.ROLES` says it."""
    holder: str
    """Whose decision it waits for; several in one text: "Kế toán trưởng, Chánh Văn phòng"."""
    since: datetime | None = None
    """When the turn was opened; of a signing, when it was decided."""
    until: datetime | None = None
    late: bool = False
    """The deadline has passed."""
    rule: str = ""
    """As `rule_of` says it, after the word "theo"."""
    asked_since: datetime | None = None
    """The drafter was asked then and has not answered: the clock stands still."""
    next_mark: str = ""
    """A `Mark`; empty: the system has nothing ahead."""
    next_at: datetime | None = None
    escalates_to: str = ""
    needs: int = 1
    """How many of `seats` must give their opinion."""
    seats: int = 1
    heard: str = ""
    """Who of several has given an opinion."""
    claimed_by: str = ""
    """Who of those who may act took the task."""
    signing: bool = False
    """It was decided to sign; the signature is not kept yet."""
    second_act: bool = False
    """That signature is the holder's own act, on a device of his."""


def why(waiting: Waiting) -> str:
    """Vì sao hồ sơ đang chờ: one Vietnamese sentence."""
    if waiting.second_act:
        return (
            f"Đang chờ {waiting.holder} ký số bằng thiết bị của mình{_since(waiting.since)}"
            f"{_until(waiting)}{_rule(waiting)}; {_next(waiting)}."
        )
    if waiting.signing:
        return (
            f"Đang chờ hệ thống ký bằng khóa của {waiting.holder}{_since(waiting.since)}"
            f"{_rule(waiting)}; ký xong thì hồ sơ tự chuyển sang văn thư."
        )
    if waiting.asked_since:
        return (
            f"Đang chờ người soạn thảo trả lời câu hỏi{_since(waiting.asked_since)}, ở bước "
            f"{waiting.doing} của {waiting.holder}{_rule(waiting)}; chưa có trả lời thì thời hạn "
            "đứng yên, có trả lời thì tính tiếp."
        )
    return (
        f"Đang chờ {_whom(waiting)} {waiting.doing}{_since(waiting.since)}{_until(waiting)}"
        f"{_rule(waiting)}{_heard(waiting)}; {_next(waiting)}."
    )


def rule_of(kind: StepKind, *, route: str, step: int) -> str:
    """The rule that asks for a step: "Điều 12.2 Nghị định 30/2020/NĐ-CP (Luồng chung, bước 2)"."""
    place = f"{route}, bước {step}" if route else f"bước {step}"
    article = _ARTICLES.get(kind)
    return f"{article} Nghị định 30/2020/NĐ-CP ({place})" if article else place


def when(instant: datetime) -> str:
    """14:05 ngày 24/11/2026, by the clock of Viet Nam."""
    return f"{instant.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def _whom(waiting: Waiting) -> str:
    if waiting.claimed_by:
        return f"{waiting.claimed_by} (đã nhận việc)"
    if waiting.seats == 1 or waiting.needs == 1:
        return waiting.holder
    some = "cả" if waiting.needs == waiting.seats else f"{waiting.needs} trong"
    return f"{some} {waiting.seats} ({waiting.holder})"


def _since(instant: datetime | None) -> str:
    return f" từ {when(instant)}" if instant else ""


def _until(waiting: Waiting) -> str:
    if waiting.until is None:
        return ""
    return f", {'quá hạn từ' if waiting.late else 'hạn'} {when(waiting.until)}"


def _rule(waiting: Waiting) -> str:
    return f", theo {waiting.rule}" if waiting.rule else ""


def _heard(waiting: Waiting) -> str:
    return f", đã có ý kiến: {waiting.heard}" if waiting.heard else ""


def _next(waiting: Waiting) -> str:
    if waiting.next_at is None or not waiting.next_mark:
        return (
            "hệ thống không làm gì thêm và không ai bị duyệt thay"
            if waiting.late
            else "quá hạn thì hệ thống chỉ đánh dấu, không ai bị duyệt thay"
        )
    match waiting.next_mark:
        case Mark.REMINDER:
            does = "nhắc"
        case Mark.ESCALATION if waiting.escalates_to:
            does = f"báo {waiting.escalates_to}"
        case Mark.ESCALATION:
            does = "báo cấp trên"
        case _:
            does = "đánh dấu quá hạn"
    if waiting.second_act:
        return f"nếu chưa ký, hệ thống {does} lúc {when(waiting.next_at)}"
    lacking = "chưa đủ ý kiến" if waiting.needs > 1 else "chưa có ý kiến"
    return f"nếu {lacking}, hệ thống {does} lúc {when(waiting.next_at)}"
