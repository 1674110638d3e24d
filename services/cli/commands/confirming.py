"""After a restore: the clerk confirms the last number of each series, which opens it again."""

from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
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
from shared.domain.dates import vietnam_date
from shared.runtime.clock import SystemClock

Series = Annotated[str, typer.Argument(metavar="HỆ_SỐ", help="Ví dụ VB; xem ./congvan desk.")]
Last = Annotated[
    list[str],
    typer.Option(
        "--last",
        metavar="[NĂM=]SỐ",
        help="Số cuối cùng đã cấp thật, 0 nếu chưa cấp; mỗi năm một lần --last.",
    ),
]
Head = Annotated[
    str | None,
    typer.Option(
        "--head",
        metavar="SỰ_KIỆN:SHA256",
        help="Đầu chuỗi muộn nhất còn biết, theo sổ in hoặc kết quả tra cứu.",
    ),
]


def confirm_series(
    series: Series, last: Last, account: Account, reason: Reason, head: Head = None
) -> None:
    """Văn thư xác nhận số cuối cùng của hệ số sau khi phục hồi dữ liệu, để cấp số tiếp."""
    with said_plainly():
        said: dict[str, Any] = {"last": [_last(one) for one in last], "reason": reason}
        said |= {"head": _head(head)} if head else {}
        path = f"/register/series/{series}/confirm"
        done = api_of(account).act("distribution", path, said)
        show(f"Đã mở hệ số {done['series']}; ghi vào sổ {len(done['lost'])} số mất khi phục hồi.")
        for one in done["lost"]:
            show(f"  số {one['number']} năm {one['year']}: không cấp lại")
        for printed in done["voided"]:
            show(f"  số đang giữ {printed}: đã hủy, vì không rõ đã dùng hay chưa")


def _last(said: str) -> dict[str, int]:
    """The last number of a year: "125" of this one, "2025=1781" of another."""
    year, _, number = said.rpartition("=")
    of_year = year or str(vietnam_date(SystemClock().now()).year)
    if not (of_year.isdecimal() and number.isdecimal()):
        raise Trouble(f"“{said}” không phải số cuối cùng; ví dụ: --last 125 --last 2025=1781.")
    return {"year": int(of_year), "number": int(number)}


def _head(said: str) -> dict[str, Any]:
    sequence, _, hash_ = said.partition(":")
    if not sequence.isdecimal():
        raise Trouble(f"“{said}” không phải đầu chuỗi; ví dụ: --head 790:9f86d08…, đủ 64 chữ.")
    return {"sequence": int(sequence), "hash": hash_.strip().lower()}


def show_closed_series(closed: list[dict[str, Any]]) -> None:
    shown = table("Hệ số", "Tên", "Số cuối trong sổ", "Phục hồi từ bản lúc", whole=("Hệ số",))
    for one in closed:
        last = f"{one['last_number']} năm {one['year']}" if one["year"] else "chưa có"
        shown.add_row(one["series"], one["name"], last, when(one["backup_at"]))
    console.print("Hệ số đang đóng, chờ xác nhận số cuối (congvan confirm-series)", style="bold")
    show_table(shown)
