"""The register of outgoing dispatches: read, and proved."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.local.troubles import Trouble
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
from services.cli.files import keep
from services.cli.instants import iso_day
from services.cli.words import day


class BookKind(StrEnum):
    """Which book of ND30 PL4, in the words of distribution's API."""

    REGISTER = "register"
    POST = "post"
    TRANSFER = "transfer"


class Act(StrEnum):
    VERIFY = "verify"


What = Annotated[
    Act | None, typer.Argument(metavar="[verify]", help="verify: soát cả chuỗi, các dòng, các tệp.")
]
Year = Annotated[int | None, typer.Option("--year", help="Năm của sổ; mặc định năm nay.")]
Series = Annotated[
    str | None, typer.Option("--series", metavar="HỆ_SỐ", help="Hệ số; mặc định hệ số chung.")
]


Kind = Annotated[
    BookKind,
    typer.Option(
        "--book", metavar="SỔ", help="register (đăng ký), post (bưu điện), transfer (chuyển giao)."
    ),
]
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="TỆP", help="In sổ ra PDF/A.")]
Search = Annotated[
    str | None,
    typer.Option("--search", metavar="TỪ", help="Tìm ở mọi cột và nội dung, không cần dấu."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="NGÀY", help="Từ ngày, 05/01/2026.", parser=iso_day),
]
To = Annotated[str | None, typer.Option("--to", metavar="NGÀY", help="Đến ngày.", parser=iso_day)]
Signer = Annotated[str | None, typer.Option("--signer", metavar="TÊN", help="Người ký.")]
Recipient = Annotated[str | None, typer.Option("--recipient", metavar="TÊN", help="Nơi nhận.")]
Type = Annotated[str | None, typer.Option("--type", metavar="LOẠI", help="vd giay_moi.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="MÃ", help="Đơn vị soạn thảo.")]
State = Annotated[
    str | None,
    typer.Option(
        "--state", metavar="TRẠNG_THÁI", help="FILED, VOIDED, RESERVED, IMPORTED, LOST, ..."
    ),
]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="TỆP", help="In sổ ra bảng tính.")]


def register(
    *,
    account: Account,
    what: What = None,
    year: Year = None,
    series: Series = None,
    book: Kind = BookKind.REGISTER,
    pdf: Pdf = None,
    xlsx: Xlsx = None,
    search: Search = None,
    since: From = None,
    until: To = None,
    signer: Signer = None,
    recipient: Recipient = None,
    doc_type: Type = None,
    unit: Unit = None,
    state: State = None,
    as_json: Json = False,
) -> None:
    """Sổ đăng ký văn bản đi, xem hoặc in; “register verify” soát sổ."""
    with said_plainly():
        api = api_of(account)
        if what is Act.VERIFY:
            _verify(api, year, as_json=as_json)
            return
        if pdf or xlsx:
            asked = {"kind": book.value, "year": year, "series": series}
            _print(api, asked, {"pdf": pdf, "xlsx": xlsx})
            return
        if book is not BookKind.REGISTER:
            raise Trouble("Sổ này chỉ in được; hãy thêm --pdf TỆP hoặc --xlsx TỆP.")
        asked = {"text": search, "first": since, "last": until, "signer": signer}
        asked |= {"recipient": recipient, "doc_type": doc_type, "unit": unit, "state": state}
        if any(asked.values()):
            _show_found(api, asked | {"year": year, "series": series}, as_json=as_json)
        else:
            _show_book(api, year, series, as_json=as_json)


def _show_found(api: Api, asked: dict[str, Any], *, as_json: bool) -> None:
    """Every page of what was asked for."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = api.get("distribution", "/register/entries", **asked, after=after)
        found += page["entries"]
        after = page["after"]
        if after is None:
            break
    show_json(found) if as_json else _show(found)


def _print(api: Api, asked: dict[str, Any], wanted: dict[str, Path | None]) -> None:
    query = {name: str(value) for name, value in asked.items() if value is not None}
    for form, file in wanted.items():
        if file is not None:
            data = api.file("distribution", "/register/print", form=form, **query)
            show(str(keep(data, file, "register", f"{asked['kind']}.{form}")))


def _show_book(api: Api, year: int | None, series: str | None, *, as_json: bool) -> None:
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
    found |= {"restores": chain.get("restores", [])}
    if as_json:
        show_json(found)
    else:
        show(f"Đã soát {found['events']} sự kiện của sổ và {dispatches} văn bản với mọi tệp.")
        for sentence in found["restores"]:
            show(sentence)
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
