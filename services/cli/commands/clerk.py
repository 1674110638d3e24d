"""What a records clerk does: see the desk, issue, send back, void a number."""

from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Reason,
    api_of,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.words import day
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.urgency import WORDS as URGENCY_WORDS
from shared.domain.urgency import Urgency, is_urgent

InsteadOf = Annotated[
    str, typer.Option("--instead-of", metavar="MÃ", help="Hộp thư đã từ chối nhận.")
]
To = Annotated[str, typer.Option("--to", metavar="MÃ", help="Hộp thư nhận thay, ví dụ QLDL.")]


def desk(account: Account, *, as_json: Json = False) -> None:
    """Văn bản đã ký đang chờ văn thư phát hành."""
    with said_plainly():
        waiting = api_of(account).get("distribution", "/desk")["waiting"]
        if as_json:
            show_json(waiting)
        elif waiting:
            show_desk(waiting)
        else:
            console.print("Không có văn bản nào chờ phát hành.")


def show_desk(waiting: list[dict[str, Any]]) -> None:
    shown = table("Hồ sơ", "Người ký", "Trích yếu", "Hạn", whole=("Hồ sơ",))
    for one in waiting:
        late = " QUÁ HẠN" if one["overdue"] else ""
        shown.add_row(one["case"], one["signer"], subject_of(one), when(one["due_at"]) + late)
    console.print("Chờ phát hành", style="bold")
    show_table(shown)


def subject_of(one: dict[str, Any]) -> str:
    """The subject, after its urgency where that is known and above the ordinary."""
    urgency = Urgency(one.get("urgency") or Urgency.NORMAL)
    mark = f"[{URGENCY_WORDS[urgency].upper()}] " if is_urgent(urgency) else ""
    return f"{mark}{one['subject']}"


def issue(case: Case, account: Account) -> None:
    """Văn thư cấp số, đăng ký và cho đóng dấu."""
    with said_plainly():
        done = api_of(account).act("distribution", f"/dispatches/{case}/issue")
        show(f"{case}: số {done['printed']}, ngày {day(done['date'])}.")


def send_back(case: Case, account: Account, reason: Reason) -> None:
    """Văn thư trả văn bản chưa cấp số về người soạn thảo."""
    _with_reason(case, account, reason, "send-back", "đã trả lại")


def void(case: Case, account: Account, reason: Reason) -> None:
    """Văn thư hủy số trước khi đóng dấu; số vẫn nằm trong sổ với lý do."""
    _with_reason(case, account, reason, "void", "đã hủy số")


def send_again(case: Case, account: Account, instead_of: InsteadOf, to: To) -> None:
    """Văn thư gửi văn bản cho nơi khác, khi một nơi nhận đã từ chối."""
    with said_plainly():
        wanted = {"instead_of": instead_of, "to": to}
        api_of(account).act("distribution", f"/dispatches/{case}/send-again", wanted)
        show(f"{case}: đã gửi {to} thay {instead_of}.")


def _with_reason(case: str, account: str, reason: str, act: str, did: str) -> None:
    with said_plainly():
        said = {"reason": reason}
        done = api_of(account).act("distribution", f"/dispatches/{case}/{act}", said)
        show(f"{case}: {did}, nay {WORDS[Stage(done['stage'])]}.")
