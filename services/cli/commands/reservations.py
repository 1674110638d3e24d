"""Numbers taken beforehand: keep one, cancel it, find it by its number."""

from datetime import datetime
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    Reason,
    api_of,
    console,
    said_plainly,
    show,
    show_table,
    table,
    when,
)
from services.cli.instants import end
from services.cli.words import day

Reserved = Annotated[
    str | None,
    typer.Option("--reserved", metavar="SỐ", help="Dùng số đã giữ trước, ví dụ 05/SVHTTDL-VP."),
]
Kept = Annotated[str, typer.Argument(metavar="SỐ", help="Số đã giữ, ví dụ 05/SVHTTDL-VP.")]
Unit = Annotated[str, typer.Option("--unit", metavar="ĐƠN_VỊ", help="Đơn vị soạn thảo.")]
Type = Annotated[str, typer.Option("--type", metavar="LOẠI", help="Loại văn bản, vd giay_moi.")]
Purpose = Annotated[str, typer.Option("--purpose", metavar="VIỆC", help="Giữ số cho việc gì.")]
Until = Annotated[
    datetime,
    typer.Option("--until", metavar="NGÀY", help="Giữ đến hết ngày nào.", parser=end),
]


def reserve(
    account: Account,
    unit: Unit,
    purpose: Purpose,
    until: Until,
    doc_type: Type = "cong_van",
) -> None:
    """Văn thư lấy số trước: giữ số và ngày hôm nay cho một việc, đến một hạn."""
    with said_plainly():
        said = {"unit": unit, "doc_type": doc_type, "purpose": purpose}
        said |= {"expires_at": until.isoformat()}
        kept = api_of(account).act("distribution", "/reservations", said)
        show(
            f"Đã giữ số {kept['number']}, ngày {day(kept['date'])}, đến {when(kept['expires_at'])}."
        )


def cancel_reservation(kept: Kept, account: Account, reason: Reason) -> None:
    """Văn thư hủy số đã giữ; số vẫn nằm trong sổ với lý do."""
    with said_plainly():
        api = api_of(account)
        path = f"/reservations/{reservation_of(api, kept)}/cancel"
        done = api.act("distribution", path, {"reason": reason})
        show(f"Đã hủy số {done['number']}.")


def reservation_of(api: Api, said: str) -> str:
    """The id of an open reservation that is named by its id, its number or the number as printed.

    An id that is not among them is asked for as it is: the service says what became of it.
    """
    listed: list[dict[str, Any]] = api.get("distribution", "/desk")["reservations"]
    named = [
        one["id"]
        for one in listed
        if said in {one["id"], one["number"]} or _same_number(said, one["number"])
    ]
    if len(named) > 1:
        raise Trouble(f"Có nhiều số {said} đang giữ; hãy ghi mã: {', '.join(named)}.")
    if not named and "-" not in said.partition("/")[0]:
        raise Trouble(f"Không có số {said} nào đang giữ; xem ./congvan desk.")
    return named[0] if named else said


def _same_number(said: str, printed: str) -> bool:
    return said.isdecimal() and int(said) == int(printed.partition("/")[0])


def show_reservations(kept: list[dict[str, Any]]) -> None:
    shown = table("Số, ký hiệu", "Ngày", "Giữ cho", "Đến", whole=("Số, ký hiệu",))
    for one in kept:
        soon = " SẮP HẾT HẠN" if one["soon"] else ""
        expires = when(one["expires_at"]) + soon
        shown.add_row(one["number"], day(one["date"]), one["purpose"], expires)
    console.print("Số đang giữ", style="bold")
    show_table(shown)
