"""What everybody may read of the records desk: the register, issued files."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Out,
    api_of,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
)
from services.cli.files import keep
from services.cli.words import day, ways_back

Year = Annotated[int | None, typer.Option("--year", help="Năm của sổ; mặc định năm nay.")]
Series = Annotated[
    str | None, typer.Option("--series", metavar="HỆ_SỐ", help="Hệ số; mặc định hệ số chung.")
]
Place = Annotated[
    int | None, typer.Option("--get", metavar="THỨ", help="Lấy phụ lục thứ mấy, từ 1.")
]


def register(
    account: Account, year: Year = None, series: Series = None, *, as_json: Json = False
) -> None:
    """Sổ đăng ký văn bản đi."""
    with said_plainly():
        book = api_of(account).get("distribution", "/register", year=year, series=series)
        if as_json:
            show_json(book)
            return
        columns = ("Số, ký hiệu", "Ngày", "Trích yếu", "Người ký", "Nơi nhận", "Ghi chú")
        shown = table(*columns, whole=columns[:2])
        for entry in book["entries"]:
            shown.add_row(
                entry["printed"],
                day(entry["date"]),
                entry["subject"],
                entry["signer"],
                "; ".join(entry["recipients"]),
                entry["note"],
            )
        title = f"Sổ đăng ký văn bản đi năm {book['year']}, hệ số {book['series']}: {book['name']}"
        console.print(title, style="bold", markup=False)
        show_table(shown) if book["entries"] else console.print("Chưa có văn bản nào.")


def pdf(case: Case, account: Account, out: Out = None) -> None:
    """Lấy tệp PDF đã phát hành."""
    with said_plainly():
        api = api_of(account)
        data = api.file("distribution", f"/dispatches/{case}/pdf")
        back = ways_back(api.get("distribution", f"/dispatches/{case}"))
        show(f"{keep(data, out or Path(f'{case}.pdf'), 'issued', f'{case}.pdf')}{back}")


def annexes(case: Case, account: Account, place: Place = None, out: Out = None) -> None:
    """Phụ lục phát hành kèm văn bản; với --get thì lấy tệp thứ mấy."""
    with said_plainly():
        api, path = api_of(account), f"/dispatches/{case}/annexes"
        found = api.get("distribution", path)["annexes"]
        if place is None:
            for one in found:
                state = "cơ quan đã ký số" if one["stamped"] else "không ký được, ghi mã băm"
                show(f"{one['place']}. {one['name']} ({state}): {one['file']}")
            if not found:
                show("Văn bản không có phụ lục.")
            return
        name = next((one["name"] for one in found if one["place"] == place), f"phu-luc-{place}")
        data = api.file("distribution", f"{path}/{place}")
        show(str(keep(data, out or Path(name), "issued", name)))
