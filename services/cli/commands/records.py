"""What everybody may read of the records desk: the register, issued files, proof."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.commands.common import (
    Account,
    Case,
    Json,
    Out,
    api_of,
    complain,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
    when,
)
from services.cli.files import keep, read_bytes
from services.cli.words import day

Year = Annotated[int | None, typer.Option("--year", help="Năm của sổ; mặc định năm nay.")]
Series = Annotated[
    str | None, typer.Option("--series", metavar="HỆ_SỐ", help="Hệ số; mặc định hệ số chung.")
]
PdfFile = Annotated[Path, typer.Argument(metavar="TỆP_PDF")]
ROLES = {"person": "Người ký", "agency": "Cơ quan", "other": "Khác"}


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
        data = api_of(account).file("distribution", f"/dispatches/{case}/pdf")
        show(str(keep(data, out or Path(f"{case}.pdf"), "issued", f"{case}.pdf")))


def verify(file: PdfFile, account: Account, *, as_json: Json = False) -> None:
    """Kiểm tra một tệp PDF: ai ký, khi nào, còn nguyên hay không, có trong sổ hay không."""
    with said_plainly():
        data = read_bytes(file)
        said = api_of(account).post_file("distribution", "/verify", data, "application/pdf")
        if as_json:
            show_json(said)
        else:
            show_verification(said)
    if said["problems"]:
        raise typer.Exit(1)


def show_verification(said: dict[str, Any]) -> None:
    for signature in said["signatures"]:
        good = signature["intact"] and signature["trusted"]
        role = ROLES.get(signature["role"], signature["role"])
        state = "hợp lệ" if good else "KHÔNG hợp lệ"
        show(f"  {role}: {signature['subject']}, {when(signature['signed_at'])}: chữ ký {state}")
    show(f"  Toàn vẹn: {'còn nguyên' if said['whole'] else 'ĐÃ BỊ SỬA hoặc không đủ'}")
    if said["registered"]:
        show(f"  Sổ đăng ký: số {said['number']}, ngày {day(said['date'])}")
    elif said["number"]:
        show(f"  Sổ đăng ký: có số {said['number']}, nhưng không phải tệp này")
    else:
        show("  Sổ đăng ký: không có")
    if said["test_keys"]:
        show("  Khóa thử: chữ ký không có giá trị pháp lý")
    for problem in said["problems"]:
        complain(f"  - {problem['message']}")
