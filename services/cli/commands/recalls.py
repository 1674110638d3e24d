"""Calling back what was issued: a clerk's acts on a written decision."""

from typing import Annotated

import typer

from services.cli.commands.common import Account, Case, Reason, api_of, said_plainly, show, when

By = Annotated[str, typer.Option("--by", metavar="TÀI_KHOẢN", help="Người quyết định thu hồi.")]
Paper = Annotated[
    str, typer.Option("--paper", metavar="VĂN_BẢN", help="Quyết định thu hồi: số, ngày.")
]


def recall(case: Case, account: Account, by: By, paper: Paper, reason: Reason) -> None:
    """Văn thư thu hồi văn bản đã phát hành, theo quyết định của người có thẩm quyền."""
    with said_plainly():
        order = {"ordered_by": by, "paper": paper, "reason": reason}
        done = api_of(account).act("distribution", f"/dispatches/{case}/recall", order)
        show(
            f"{case}: đã thu hồi và đóng băng hồ sơ, giữ nguyên số; chờ {len(done['waiting'])} "
            f"hộp thư trả lời đến {when(done['due_at'])}."
        )


def close_recall(case: Case, account: Account, reason: Reason) -> None:
    """Văn thư thôi chờ những nơi chưa trả lời thu hồi; văn bản vẫn là đã thu hồi."""
    with said_plainly():
        said = {"reason": reason}
        done = api_of(account).act("distribution", f"/dispatches/{case}/recall/close", said)
        missing = ", ".join(done["waiting"])
        show(f"{case}: đã kết thúc việc thu hồi; chưa trả lời: {missing}.")
