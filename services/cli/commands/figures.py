"""What somebody was told, and how the work goes: notices and statistics."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    Json,
    api_of,
    console,
    said_plainly,
    show,
    show_json,
    show_more,
    show_table,
    table,
    when,
)
from services.cli.instants import iso_day


class By(StrEnum):
    """What is counted, in the words of approval's API."""

    UNIT = "unit"
    STEP = "step"
    POST = "post"


After = Annotated[
    str | None, typer.Option("--after", metavar="CHỖ_DỪNG", help="Xem tiếp từ chỗ đã dừng.")
]
What = Annotated[
    By,
    typer.Option("--by", metavar="THEO", help="unit (đơn vị), step (bước) hoặc post (chức vụ)."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="NGÀY", help="Từ ngày, ví dụ 01/11/2026.", parser=iso_day),
]
Last = Annotated[
    str | None, typer.Option("--to", metavar="NGÀY", help="Đến hết ngày.", parser=iso_day)
]
Csv = Annotated[bool, typer.Option("--csv", help="In dạng CSV, cho bảng tính.")]


def notices(account: Account, after: After = None, *, as_json: Json = False) -> None:
    """Những điều hệ thống đã báo cho tôi, mới nhất trước."""
    with said_plainly():
        page = api_of(account).get("approval", "/notices", after=after)
        if as_json:
            show_json(page)
            return
        for one in page["notices"]:
            for line in notice_lines(one):
                show(line)
        if not page["notices"]:
            console.print("Chưa có thông báo nào.")
        show_more(page.get("after"))


def notice_lines(one: dict[str, Any]) -> list[str]:
    """When and of what; then what it says."""
    return [f"{when(one['at'])}  {one['subject']}", *(f"    {line}" for line in one["lines"])]


def statistics(
    account: Account,
    by: What = By.UNIT,
    first: From = None,
    last: Last = None,
    *,
    csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Thống kê: đang xử lý, đã xong, đúng hạn, quá hạn, số giờ làm việc đã dùng."""
    with said_plainly():
        api = api_of(account)
        asked = {"by": by.value, "from": first, "to": last}
        if csv:
            wanted = {name: value for name, value in asked.items() if value is not None}
            data = api.file("approval", "/statistics", format="csv", **wanted)
            typer.echo(data, nl=False)
            return
        found = api.get("approval", "/statistics", **asked)
        if as_json:
            show_json(found)
        else:
            _show_figures(found["rows"])


def _show_figures(rows: list[dict[str, Any]]) -> None:
    """Numbers of tasks, and working hours: the median and what nine of ten stay below."""
    columns = ("Nhóm", "Đang", "Xong", "Đúng hạn", "Quá hạn", "Trung vị", "Phân vị 90")
    shown = table(*columns, whole=columns[1:])
    for row in rows:
        counts = (str(row[name]) for name in ("open", "done", "on_time", "late"))
        hours = (hours_words(row[name]) for name in ("median_hours", "p90_hours"))
        shown.add_row(str(row["name"]), *counts, *hours)
    show_table(shown) if rows else console.print("Chưa có việc nào trong khoảng này.")


def hours_words(hours: float | None) -> str:
    """Working hours with one decimal and the Vietnamese comma; nothing was done: a dash."""
    return "–" if hours is None else f"{hours:.1f} giờ".replace(".", ",")
