"""What lies in a mailbox, and what its holders answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    After,
    Json,
    Out,
    api_of,
    case_code,
    said_plainly,
    show,
    show_json,
    show_more,
    show_table,
    table,
    when,
)
from services.cli.files import keep
from services.cli.words import RECALL_ANSWERS, RECEIPTS

Box = Annotated[str, typer.Argument(metavar="MÃ", help="Mã đơn vị hoặc chức vụ, ví dụ QLVH.")]
WHICH: Final = "MÃ_HỒ_SƠ"
Item = Annotated[
    str | None,
    typer.Option("--get", metavar=WHICH, help="Lấy tệp PDF của văn bản này.", parser=case_code),
]
Received = Annotated[
    str | None,
    typer.Option("--acknowledge", metavar=WHICH, help="Báo nhận văn bản này.", parser=case_code),
]
Refused = Annotated[
    str | None,
    typer.Option("--refuse", metavar=WHICH, help="Từ chối nhận, kèm --reason.", parser=case_code),
]
Cancelled = Annotated[
    str | None,
    typer.Option("--cancel", metavar=WHICH, help="Hủy văn bản bị thu hồi này.", parser=case_code),
]
Kept = Annotated[
    str | None,
    typer.Option(
        "--keep",
        metavar=WHICH,
        help="Không đồng ý thu hồi văn bản này, kèm --reason.",
        parser=case_code,
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="LÝ_DO", help="Lý do từ chối.")]


def mailbox(
    code: Box,
    account: Account,
    *,
    item: Item = None,
    out: Out = None,
    acknowledge: Received = None,
    refuse: Refused = None,
    cancel: Cancelled = None,
    keep_back: Kept = None,
    reason: Why = "",
    after: After = None,
    as_json: Json = False,
) -> None:
    """Hộp thư đến của một đơn vị hoặc chức vụ: xem, lấy tệp, báo nhận, từ chối, trả lời thu hồi."""
    with said_plainly():
        api = api_of(account)
        if acknowledge:
            _answer(api, code, acknowledge, "acknowledge")
        elif refuse:
            _answer(api, code, refuse, "refuse", reason=reason)
        elif recalled := cancel or keep_back:
            _answer_recall(api, code, recalled, "cancelled" if cancel else "refused", reason)
        elif item:
            data = api.file("distribution", f"/mailboxes/{code}/{item}/pdf")
            show(str(keep(data, out or Path(f"{item}.pdf"), "issued", f"{item}.pdf")))
        else:
            _show(code, api.get("distribution", f"/mailboxes/{code}", after=after), as_json=as_json)


def _answer(api: Api, code: str, case: str, act: str, **body: str) -> None:
    """The mailbox's one answer to what lies there."""
    done = api.act("distribution", f"/mailboxes/{code}/{case}/{act}", body)
    show(f"{case}: hộp thư {code} {RECEIPTS[done['receipt']]}.")


def _answer_recall(api: Api, code: str, case: str, answer: str, reason: str) -> None:
    path = f"/mailboxes/{code}/{case}/recall-answer"
    done = api.act("distribution", path, {"answer": answer, "reason": reason})
    show(f"{case}: hộp thư {code} {RECALL_ANSWERS[done['recall']['answer']]}.")


def _show(code: str, page: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        show_json(page)
    elif page["items"]:
        _show_items(page["items"])
        show_more(page["after"])
    else:
        show(f"Hộp thư {code} không có văn bản nào.")


def _show_items(items: list[dict[str, Any]]) -> None:
    columns = ("Hồ sơ", "Số, ký hiệu", "Trích yếu", "Đến lúc", "Trả lời")
    shown = table(*columns, whole=columns[:2])
    for one in items:
        what = (one["case"], one["number"], one["subject"])
        shown.add_row(*what, when(one["delivered_at"]), answer_words(one))
    show_table(shown)


def answer_words(one: dict[str, Any]) -> str:
    """What the mailbox answered, or has to answer now."""
    recall = one.get("recall")
    if recall is None:
        return "; ".join((RECEIPTS[one["receipt"]], *_amended(one)))
    if recall["answer"]:
        return RECALL_ANSWERS[recall["answer"]]
    reminded = f", ĐÃ NHẮC {recall['reminders']} LẦN" if recall["reminders"] else ""
    return f"ĐÃ BỊ THU HỒI, chờ trả lời{reminded}"


def _amended(one: dict[str, Any]) -> Iterator[str]:
    for way, word in (("replaced_by", "ĐÃ ĐƯỢC THAY THẾ"), ("corrected_by", "đã được đính chính")):
        for made in one.get(way) or ():
            if not made["recalled"]:
                yield f"{word} bằng số {made['number']}"
