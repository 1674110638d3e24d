"""What `progress` says: one sentence by stage, told only of the part that decides."""

from typing import Any

import pytest

from services.cli.commands.dispatches import progress_lines
from services.cli.progress import Progress
from services.cli.sentences import standing, withdrawal
from shared.domain.lifecycle import Owner, Stage

AT = "2026-11-23T07:05:00+00:00"
DUE = "2026-11-24T09:30:00+00:00"
WAITING = "Văn bản đã được ký, đang chờ văn thư cấp số."
CLERK_WAITS = "Đang chờ văn thư cấp số từ 23/11/2026 14:05, hạn 24/11/2026 16:30."


def step(act: str, kind: str = "office_review", comment: str | None = None) -> dict[str, Any]:
    return {
        "act": act,
        "kind": kind,
        "name": "Nguyễn Văn A",
        "title": "Chánh Văn phòng",
        "comment": comment,
        "late": False,
        "at": AT,
    }


def record(**said: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "stage": "TO_ISSUE",
        "round": 1,
        "subject": "triển khai",
        "opened_at": AT,
        "due_at": DUE,
        "overdue": False,
        "number": None,
        "date": None,
        "issued_at": None,
        "sealed_at": None,
        "deliveries": [],
        "file_copy": None,
    }
    return base | said


def stands(
    stage: Stage,
    told_by: Owner,
    *,
    taken: tuple[dict[str, Any], ...] = (),
    desk: dict[str, Any] | None = None,
    drafting: dict[str, Any] | None = None,
) -> Progress:
    return Progress(
        case="SVHTTDL-2026-000001",
        stage=stage,
        round=1,
        told_by=told_by,
        drafting={"subject": "triển khai", "submitted_at": AT} | (drafting or {}),
        approval={"round": 1, "waiting": WAITING, "rounds": [{"round": 1, "taken": taken}]},
        distribution=desk or {},
    )


@pytest.mark.parametrize(
    ("stage", "said", "sentence"),
    [
        (Stage.TO_ISSUE, {}, CLERK_WAITS),
        (Stage.TO_ISSUE, {"overdue": True}, CLERK_WAITS.replace("hạn", "quá hạn từ")),
        (
            Stage.TO_ISSUE,
            {"voids": [{"round": 1, "number": "01/VP", "name": "B", "at": AT, "reason": "Nhầm."}]},
            f"Số 01/VP đã bị B hủy lúc 23/11/2026 14:05: Nhầm. {CLERK_WAITS}",
        ),
        (
            Stage.NUMBERED,
            {"issued_at": AT},
            "Văn thư đã cấp số lúc 23/11/2026 14:05; đang chờ hệ thống ký số của cơ quan.",
        ),
        (
            Stage.SEALED,
            {"sealed_at": AT},
            "Đã ký số của cơ quan lúc 23/11/2026 14:05; đang chờ hệ thống phát hành.",
        ),
        (
            Stage.DISTRIBUTING,
            {"deliveries": [{}, {}]},
            "Đã phát hành tới 2 nơi nhận; đang chờ hệ thống lưu bản lưu.",
        ),
        (
            Stage.FILED,
            {"file_copy": {"kept_at": AT, "units": ["VT", "VP"]}},
            "Đã lưu lúc 23/11/2026 14:05 tại VT, VP; không còn việc gì.",
        ),
    ],
)
def test_at_the_desk_the_records_say_it_and_never_approval(
    stage: Stage, said: dict[str, Any], sentence: str
) -> None:
    there = record(stage=stage.value, **said)
    assert standing(stands(stage, Owner.DISTRIBUTION, desk=there)) == sentence


@pytest.mark.parametrize("told_by", [Owner.DISTRIBUTION, Owner.DRAFTING])
def test_what_a_clerk_sent_back_says_who_when_and_why(told_by: Owner) -> None:
    back = {"round": 1, "reason": "Thiếu phụ lục", "name": "Văn thư Sở", "at": AT}
    there = record(stage="RETURNED", sent_back=back)
    shown = stands(Stage.RETURNED, told_by, desk=there, taken=(step("approve", "signature"),))
    assert standing(shown) == (
        "Văn thư Sở đã trả lại lúc 23/11/2026 14:05: Thiếu phụ lục. "
        "Đang chờ người soạn thảo sửa và trình lại."
    )


def test_a_reader_who_may_not_know_the_reason_still_learns_who_returned_it() -> None:
    shown = stands(Stage.RETURNED, Owner.APPROVAL, taken=(step("return"),))
    assert standing(shown).startswith(
        "Nguyễn Văn A, Chánh Văn phòng đã trả lại lúc 23/11/2026 14:05. Đang chờ"
    )


def test_a_rejection_is_told_with_its_reason() -> None:
    shown = stands(Stage.REJECTED, Owner.APPROVAL, taken=(step("reject", comment="Trùng."),))
    assert standing(shown).endswith("đã từ chối lúc 23/11/2026 14:05: Trùng.")


def test_under_review_approval_says_for_whom_it_waits() -> None:
    assert standing(stands(Stage.UNDER_REVIEW, Owner.APPROVAL)) == WAITING


def test_a_draft_waits_for_its_drafter() -> None:
    assert standing(stands(Stage.DRAFT, Owner.DRAFTING)) == "Người soạn thảo chưa trình."


def test_a_request_to_withdraw_is_told_until_it_is_answered() -> None:
    asked = {"withdrawal": {"account": "a", "at": AT, "reason": "Chờ ý kiến."}}
    shown = stands(Stage.UNDER_REVIEW, Owner.APPROVAL, drafting=asked)
    assert withdrawal(shown) in progress_lines(shown)
    assert "Chờ ý kiến." in withdrawal(shown)
    assert withdrawal(stands(Stage.DRAFT, Owner.DRAFTING)) == ""


def test_the_history_speaks_the_offices_words() -> None:
    taken = (
        step("return", comment="Sửa địa danh."),
        step("reject"),
        step("approve", "signature"),
        step("cancel_signing", "signature"),
    )
    lines = progress_lines(stands(Stage.UNDER_REVIEW, Owner.APPROVAL, taken=taken))[2:6]
    assert lines[0] == (
        "  23/11/2026 14:05  Nguyễn Văn A, Chánh Văn phòng, lần 1, "
        "kiểm tra thể thức: trả lại. Sửa địa danh."
    )
    ends = ["kiểm tra thể thức: từ chối", "ký: đồng ý", "ký: hủy ký"]
    assert [line.rsplit(", ", 1)[1] for line in lines[1:]] == ends


def test_a_number_of_an_earlier_round_is_not_shown() -> None:
    there = record(stage="RETURNED", round=0, number="01/VP", date="2026-11-23")
    lines = progress_lines(stands(Stage.UNDER_REVIEW, Owner.APPROVAL, desk=there))
    assert not any(line.startswith("Số") for line in lines)


def test_a_dispatch_that_was_never_submitted_is_unknown_to_the_engine() -> None:
    known = stands(Stage.DRAFT, Owner.DRAFTING)
    never = Progress(
        case=known.case,
        stage=Stage.DRAFT,
        round=1,
        told_by=Owner.DRAFTING,
        drafting={"subject": "", "submitted_at": None},
        approval={},
        distribution={},
    )
    assert known.was_submitted
    assert not never.was_submitted
    assert progress_lines(never)[1] == "(chưa có trích yếu)"
