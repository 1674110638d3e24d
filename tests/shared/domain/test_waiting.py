"""One sentence says why a dispatch waits, whatever it waits for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.route import StepKind
from shared.domain.waiting import Mark, Waiting, rule_of, why

OPENED = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ASKED = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
REMINDED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ESCALATED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LAW = "theo Điều 12.2 Nghị định 30/2020/NĐ-CP (Luồng chung, bước 2)"
WAITS = Waiting(
    doing="kiểm tra thể thức",
    holder="Chánh Văn phòng",
    since=OPENED,
    until=DUE,
    rule=rule_of(StepKind.OFFICE_REVIEW, route="Luồng chung", step=2),
    next_mark=Mark.REMINDER,
    next_at=REMINDED,
)
CONSULTED = replace(
    WAITS,
    doing="góp ý",
    holder="Kế toán trưởng, Trưởng phòng Di sản, Trưởng phòng Du lịch",
    rule=rule_of(StepKind.CONSULTATION, route="Luồng chung", step=3),
    needs=2,
    seats=3,
)
ORDINARY = (
    f"Đang chờ Chánh Văn phòng kiểm tra thể thức từ 08:05 ngày 23/11/2026, {{}}, {LAW}; {{}}."
)


def test_an_open_step_says_whom_since_when_until_when_by_which_rule_and_what_comes() -> None:
    assert why(WAITS) == ORDINARY.format(
        "hạn 17:00 ngày 23/11/2026",
        "nếu chưa có ý kiến, hệ thống nhắc lúc 15:00 ngày 23/11/2026",
    )


def test_after_the_reminder_the_mark_of_lateness_is_ahead() -> None:
    reminded = replace(WAITS, next_mark=Mark.OVERDUE, next_at=DUE)
    assert why(reminded) == ORDINARY.format(
        "hạn 17:00 ngày 23/11/2026",
        "nếu chưa có ý kiến, hệ thống đánh dấu quá hạn lúc 17:00 ngày 23/11/2026",
    )


@pytest.mark.parametrize(
    ("to", "told"), [("Giám đốc", "báo Giám đốc"), ("", "báo cấp trên")], ids=["named", "unnamed"]
)
def test_a_late_step_says_since_when_and_who_is_told_next(to: str, told: str) -> None:
    late = replace(WAITS, late=True, next_mark=Mark.ESCALATION, next_at=ESCALATED, escalates_to=to)
    assert why(late) == ORDINARY.format(
        "quá hạn từ 17:00 ngày 23/11/2026",
        f"nếu chưa có ý kiến, hệ thống {told} lúc 08:00 ngày 24/11/2026",
    )


def test_a_late_step_with_nothing_ahead_is_decided_for_by_nobody() -> None:
    assert why(replace(WAITS, late=True, next_mark="", next_at=None)) == ORDINARY.format(
        "quá hạn từ 17:00 ngày 23/11/2026",
        "hệ thống không làm gì thêm và không ai bị duyệt thay",
    )


def test_a_question_to_the_drafter_is_what_it_waits_for() -> None:
    asked = replace(WAITS, asked_since=ASKED, next_mark="", next_at=None)
    assert why(asked) == (
        "Đang chờ người soạn thảo trả lời câu hỏi từ 09:10 ngày 23/11/2026, ở bước kiểm tra thể "
        f"thức của Chánh Văn phòng, {LAW}; chưa có trả lời thì thời hạn đứng yên, có trả lời thì "
        "tính tiếp."
    )


def test_whoever_took_the_task_is_named() -> None:
    assert why(replace(WAITS, claimed_by="Nguyễn Văn An")).startswith(
        "Đang chờ Nguyễn Văn An (đã nhận việc) kiểm tra thể thức từ 08:05"
    )


def test_several_are_counted_and_those_heard_are_named() -> None:
    assert why(replace(CONSULTED, heard="Kế toán trưởng")) == (
        "Đang chờ 2 trong 3 (Kế toán trưởng, Trưởng phòng Di sản, Trưởng phòng Du lịch) góp ý "
        "từ 08:05 ngày 23/11/2026, hạn 17:00 ngày 23/11/2026, theo Luồng chung, bước 3, đã có ý "
        "kiến: Kế toán trưởng; nếu chưa đủ ý kiến, hệ thống nhắc lúc 15:00 ngày 23/11/2026."
    )
    assert why(replace(CONSULTED, needs=3)).startswith("Đang chờ cả 3 (Kế toán trưởng, ")
    assert why(replace(CONSULTED, needs=1, holder="A hoặc B")).startswith("Đang chờ A hoặc B góp")


def test_a_decided_signature_waits_for_the_system() -> None:
    signing = replace(
        WAITS,
        doing="ký",
        holder="Phó Giám đốc",
        rule=rule_of(StepKind.SIGNATURE, route="", step=3),
        signing=True,
    )
    assert why(signing) == (
        "Đang chờ hệ thống ký bằng khóa của Phó Giám đốc từ 08:05 ngày 23/11/2026, theo Điều 13 "
        "Nghị định 30/2020/NĐ-CP (bước 3); ký xong thì hồ sơ tự chuyển sang văn thư."
    )


def test_what_is_not_known_is_not_said() -> None:
    bare = Waiting(doing="ký", holder="Giám đốc")
    assert why(bare) == (
        "Đang chờ Giám đốc ký; quá hạn thì hệ thống chỉ đánh dấu, không ai bị duyệt thay."
    )
