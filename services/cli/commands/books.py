"""A year's end and an older register, for the clerk."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.commands.common import Account, api_of, complain, said_plainly, show
from services.cli.files import read_bytes

Year = Annotated[int, typer.Argument(metavar="NĂM", help="Năm đã hết.")]
Table = Annotated[
    Path, typer.Argument(metavar="TỆP_CSV", help="Mười cột của sổ (Phụ lục IV mục I.2), UTF-8.")
]
Series = Annotated[
    str | None, typer.Option("--series", metavar="HỆ_SỐ", help="Hệ số; mặc định hệ số chung.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ xem thử, không ghi gì.")]
Accept = Annotated[
    bool,
    typer.Option("--accept-duplicates", help="Nhận cả số, ký hiệu đã có trong hệ số khác."),
]


def close_year(year: Year, account: Account) -> None:
    """Văn thư khóa sổ của một năm đã hết; số đang giữ thì hủy."""
    with said_plainly():
        closed = api_of(account).act("distribution", f"/register/{year}/close")
        for series, last in closed["last"].items():
            show(f"Đã khóa sổ năm {closed['year']}, hệ số {series}: {last} số.")


def import_register(
    file: Table,
    account: Account,
    series: Series = None,
    *,
    dry_run: DryRun = False,
    accept_duplicates: Accept = False,
) -> None:
    """Văn thư nhập sổ cũ từ CSV: nhập cả tệp hoặc không nhập gì; hãy thử bằng --dry-run trước."""
    with said_plainly():
        said = {"series": series} if series else {}
        said |= {"dry_run": "true"} if dry_run else {}
        said |= {"accept_duplicates": "true"} if accept_duplicates else {}
        done = api_of(account).post_file(
            "distribution", "/register/import", read_bytes(file), "text/csv", **said
        )
        wrong = [*done["faults"], *(() if accept_duplicates else done["duplicates"])]
        for fault in wrong:
            complain(f"dòng {fault['line']}: {fault['sentence']}")
        did = "Đã nhập" if done["entered"] else "Xem thử"
        span = f", từ {done['first']} đến {done['last']}" if done["lines"] else ""
        show(f"{did} {done['lines']} dòng vào hệ số {done['series']}{span}.")
    if wrong:
        raise typer.Exit(1)
