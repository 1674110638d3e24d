"""Acts on what runs already: another plan for one dispatch, deadlines by another calendar."""

from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    Case,
    Reason,
    api_of,
    case_code,
    said_plainly,
    show,
    when,
)

OneCase = Annotated[
    str | None,
    typer.Argument(metavar="MÃ_HỒ_SƠ", help="Mặc định mọi hồ sơ đang trình.", parser=case_code),
]


def replan(case: Case, account: Account, reason: Reason) -> None:
    """Lập lại luồng trình của một hồ sơ theo tệp tổ chức đang dùng."""
    with said_plainly():
        api_of(account).act("approval", f"/dispatches/{case}/replan", {"reason": reason})
        show(f"{case}: đã lập lại luồng trình.")


def recalculate_deadlines(account: Account, reason: Reason, case: OneCase = None) -> None:
    """Tính lại thời hạn đang chạy theo lịch làm việc mới."""
    with said_plainly():
        said = {"case": case, "reason": reason}
        counted = api_of(account).act("approval", "/deadlines", said)["dispatches"]
        moved = [one for one in counted if case or one["due_at"] != one["before"]]
        for one in moved:
            show(f"{one['case']}: {deadline_words(one)}")
        same = len(counted) - len(moved)
        kept = f"; {same} hồ sơ giữ nguyên hạn" if same else ""
        show(f"Đã tính lại thời hạn của {len(counted)} hồ sơ{kept}.")


def deadline_words(one: dict[str, Any]) -> str:
    if not one["due_at"]:
        return "không có thời hạn đang chạy"
    if one["due_at"] == one["before"]:
        return f"hạn giữ nguyên {when(one['due_at'])}"
    return f"hạn nay là {when(one['due_at'])}"
