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
        for one in counted:
            show(f"{one['case']}: {deadline_words(one)}")
        show(f"Đã tính lại thời hạn của {len(counted)} hồ sơ.")


def deadline_words(one: dict[str, Any]) -> str:
    return f"hạn nay là {when(one['due_at'])}" if one["due_at"] else "không có thời hạn đang chạy"
