"""What a records clerk does: see the desk, issue, order seals, send back, void a number."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Reason,
    api_of,
    case_code,
    complain,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.commands.confirming import show_closed_series
from services.cli.commands.reservations import Reserved, reservation_of, show_reservations
from services.cli.words import day
from shared.domain.lifecycle import WORDS, Stage
from shared.domain.urgency import WORDS as URGENCY_WORDS
from shared.domain.urgency import Urgency, is_urgent

Cases = Annotated[
    list[str] | None,
    typer.Argument(metavar="MÃ_HỒ_SƠ", help="Một hoặc nhiều mã hồ sơ.", parser=case_code),
]
_FEW: Final = 5
"""Faults that are told one by one; `register verify` tells the rest."""
_MOST: Final = 100
"""Dispatches in one request."""

InsteadOf = Annotated[
    str, typer.Option("--instead-of", metavar="MÃ", help="Hộp thư đã từ chối nhận.")
]
To = Annotated[str, typer.Option("--to", metavar="MÃ", help="Hộp thư nhận thay, ví dụ QLDL.")]


def desk(account: Account, *, as_json: Json = False) -> None:
    """Việc của văn thư: chờ phát hành, chờ đóng dấu, chậm gửi, số đang giữ."""
    with said_plainly():
        lists = api_of(account).get("distribution", "/desk")
        if as_json:
            show_json(lists)
        elif any(lists.values()):
            show_desk(lists)
        else:
            console.print("Không có văn bản nào chờ văn thư.")


def show_desk(lists: dict[str, Any]) -> None:
    if warning := lists.get("warning"):
        complain(warning)
    if waiting := lists["waiting"]:
        show_waiting(waiting)
    if numbered := lists.get("to_seal"):
        _show_numbered("Đã có số, chưa đóng dấu", numbered)
    if late := lists.get("to_send"):
        _show_numbered("Quá hạn mà chưa gửi", late)
    if closed := lists.get("closed_series"):
        show_closed_series(closed)
    if kept := lists.get("reservations"):
        show_reservations(kept)
    if changed := lists.get("access_changed"):
        complain(f"Quyền xem đã thay đổi, chờ xác nhận (access … --confirm): {', '.join(changed)}")
    if faults := lists.get("register_faults"):
        show_faults(faults)


def show_faults(faults: Sequence[str]) -> None:
    """What the last regular check of the register found amiss."""
    complain(f"Lần soát sổ gần nhất thấy {len(faults)} chỗ sai; hãy báo người vận hành ngay:")
    for fault in faults[:_FEW]:
        complain(f"  {fault}")


def show_waiting(waiting: list[dict[str, Any]]) -> None:
    shown = table("Hồ sơ", "Người ký", "Trích yếu", "Hạn", whole=("Hồ sơ",))
    for one in waiting:
        late = " QUÁ HẠN" if one["overdue"] else ""
        shown.add_row(one["case"], one["signer"], subject_of(one), when(one["due_at"]) + late)
    console.print("Chờ phát hành", style="bold")
    show_table(shown)
    for one in waiting:
        if one.get("because"):
            show(f"  {one['case']} chưa tự cấp số được: {one['because']}")


def _show_numbered(title: str, numbered: list[dict[str, Any]]) -> None:
    shown = table("Hồ sơ", "Số, ký hiệu", "Trích yếu", "Hạn", "Chờ", whole=("Hồ sơ", "Số, ký hiệu"))
    for one in numbered:
        waits = "hệ thống" if one["seal_ordered"] else "văn thư cho đóng dấu"
        cells = (one["case"], one["number"], subject_of(one), when(one["due_at"]), waits)
        shown.add_row(*cells)
    console.print(title, style="bold")
    show_table(shown)


def subject_of(one: dict[str, Any]) -> str:
    """The subject, after its urgency where that is known and above the ordinary."""
    urgency = Urgency(one.get("urgency") or Urgency.NORMAL)
    mark = f"[{URGENCY_WORDS[urgency].upper()}] " if is_urgent(urgency) else ""
    return f"{mark}{one['subject']}"


def issue(case: Case, account: Account, reserved: Reserved = None) -> None:
    """Văn thư cấp số, đăng ký và cho đóng dấu."""
    with said_plainly():
        api = api_of(account)
        said = {"reserved": reservation_of(api, reserved)} if reserved else {}
        done = api.act("distribution", f"/dispatches/{case}/issue", said)
        show(f"{case}: số {done['printed']}, ngày {day(done['date'])}.")


def issue_all(account: Account, cases: Cases = None) -> None:
    """Văn thư cấp số cả loạt theo thứ tự ký; không nêu hồ sơ nào thì cả danh sách chờ."""
    _all(account, cases, act="issue", waiting="waiting")


def order_seal(case: Case, account: Account) -> None:
    """Văn thư cho đóng dấu văn bản đã tự động có số."""
    with said_plainly():
        done = api_of(account).act("distribution", f"/dispatches/{case}/order-seal")
        show(f"{case}: đã cho đóng dấu, nay {WORDS[Stage(done['stage'])]}.")


def order_all_seals(account: Account, cases: Cases = None) -> None:
    """Văn thư cho đóng dấu cả loạt; không nêu hồ sơ nào thì mọi văn bản đang chờ."""
    _all(account, cases, act="order-seal", waiting="to_seal")


def _all(account: str, cases: list[str] | None, *, act: str, waiting: str) -> None:
    """An act on a selection, or on all that wait for it: each with its own result."""
    with said_plainly():
        api = api_of(account)
        chosen = cases or [
            one["case"]
            for one in api.get("distribution", "/desk")[waiting]
            if act == "issue" or not one["seal_ordered"]
        ]
        results = [
            result
            for start in range(0, len(chosen), _MOST)
            for result in _results(api, act, chosen[start : start + _MOST])
        ]
        for result in results:
            tell(result)
        failed = sum(result["problem"] is not None for result in results)
        show(f"Đã xong {len(results) - failed} văn bản, không được {failed} văn bản.")
    if failed:
        raise typer.Exit(1)


def _results(api: Api, act: str, cases: list[str]) -> list[dict[str, Any]]:
    done = api.act("distribution", f"/desk/{act}", {"cases": cases})
    results: list[dict[str, Any]] = done["results"]
    return results


def tell(result: dict[str, Any]) -> None:
    """One line of what became of a dispatch."""
    if problem := result["problem"]:
        complain(f"{result['case']}: {problem['detail']}")
    elif given := result["issued"]:
        show(f"{result['case']}: số {given['printed']}, ngày {day(given['date'])}.")
    else:
        show(f"{result['case']}: đã cho đóng dấu.")


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
