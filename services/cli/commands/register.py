"""The register of outgoing dispatches: read, and proved."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from services.cli.api import Api
from services.cli.commands.common import (
    Account,
    Json,
    api_of,
    complain,
    console,
    said_plainly,
    show,
    show_json,
    show_table,
    table,
)
from services.cli.words import day


class Act(StrEnum):
    VERIFY = "verify"


What = Annotated[
    Act | None, typer.Argument(metavar="[verify]", help="verify: soát cả chuỗi, các dòng, các tệp.")
]
Year = Annotated[int | None, typer.Option("--year", help="Năm của sổ; mặc định năm nay.")]
Series = Annotated[
    str | None, typer.Option("--series", metavar="HỆ_SỐ", help="Hệ số; mặc định hệ số chung.")
]


def register(
    *,
    account: Account,
    what: What = None,
    year: Year = None,
    series: Series = None,
    as_json: Json = False,
) -> None:
    """Sổ đăng ký văn bản đi; “register verify” soát sổ."""
    with said_plainly():
        api = api_of(account)
        if what is Act.VERIFY:
            _verify(api, year, as_json=as_json)
            return
        book = api.get("distribution", "/register", year=year, series=series)
        if as_json:
            show_json(book)
            return
        title = f"Sổ đăng ký văn bản đi năm {book['year']}, hệ số {book['series']}: {book['name']}"
        console.print(title, style="bold", markup=False)
        _show(book["entries"])


def _show(entries: list[dict[str, Any]]) -> None:
    columns = ("Số, ký hiệu", "Ngày", "Trích yếu", "Người ký", "Nơi nhận", "Ghi chú")
    shown = table(*columns, whole=columns[:2])
    for entry in entries:
        shown.add_row(
            entry["printed"],
            day(entry["date"]),
            entry["subject"],
            entry["signer"],
            "; ".join(entry["recipients"]),
            entry["note"],
        )
    show_table(shown) if entries else console.print("Chưa có văn bản nào.")


def _verify(api: Api, year: int | None, *, as_json: bool) -> None:
    """The chain, then every dispatch's rows and files; the command ends with 1 if one is amiss."""
    chain = api.get("distribution", "/register/verify")
    faults, dispatches = list(chain["faults"]), 0
    for part in _parts(api, year):
        faults += part["faults"]
        dispatches += part["checked"]
    found = {"events": chain["events"], "dispatches": dispatches, "faults": faults}
    if as_json:
        show_json(found)
    else:
        show(f"Đã soát {found['events']} sự kiện của sổ và {dispatches} văn bản với mọi tệp.")
        for fault in faults:
            complain(fault)
        if not faults:
            show("Sổ nguyên vẹn.")
    if faults:
        raise typer.Exit(1)


def _parts(api: Api, year: int | None) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        part = api.get("distribution", "/register/verify/dispatches", year=year, after=after)
        yield part
        after = part["after"]
        if after is None:
            return
