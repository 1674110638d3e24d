"""The books of ND30 PL4 as they are printed and bound: filled from the register and deliveries."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.distribution.domain.access import CONCEALED
from services.distribution.domain.published import PublishedHead
from services.distribution.domain.register import Entry
from services.distribution.operations import reading
from services.distribution.store import published, sent
from services.distribution.store.sent import Handed
from shared.document.book import Book, Column, Line, sums
from shared.domain.dates import VIETNAM, vietnam_date
from shared.domain.document_types import NAMES_BY_ABBREVIATION, abbreviation_of
from shared.domain.people import Person
from shared.runtime.database import Work


class Kind(StrEnum):
    """Which book."""

    REGISTER = "register"
    """Sổ đăng ký văn bản đi (PL4 I)."""
    POST = "post"
    """Sổ gửi văn bản đi bưu điện (PL4 III)."""
    TRANSFER = "transfer"
    """Sổ chuyển giao văn bản đi: within the agency, after the forms before ND30."""


class Format(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"


def _columns(*columns: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(title=title, width=width) for title, width in columns)


_TITLES: Final = {
    Kind.REGISTER: "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    Kind.POST: "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN",
    Kind.TRANSFER: "SỔ CHUYỂN GIAO VĂN BẢN ĐI",
}
_REGISTER: Final = _columns(
    ("Số, ký hiệu văn bản", 2.2),
    ("Ngày tháng văn bản", 1.7),
    ("Tên loại và trích yếu nội dung văn bản", 5.5),
    ("Người ký", 2.2),
    ("Nơi nhận văn bản", 3.6),
    ("Đơn vị, người nhận bản lưu", 1.6),
    ("Số lượng bản", 1.1),
    ("Ngày chuyển", 1.7),
    ("Ký nhận", 2.2),
    ("Ghi chú", 2.8),
)
_POST: Final = _columns(
    ("Ngày chuyển", 1.7),
    ("Số, ký hiệu văn bản", 2.4),
    ("Nơi nhận văn bản", 5.0),
    ("Số lượng bì", 1.3),
    ("Ký nhận và dấu bưu điện", 3.4),
    ("Ghi chú", 2.6),
)
_TRANSFER: Final = _columns(
    ("Ngày chuyển", 1.7),
    ("Số, ký hiệu văn bản", 2.4),
    ("Nơi nhận văn bản", 5.0),
    ("Ký nhận", 3.0),
    ("Ghi chú", 2.6),
)
_DAY: Final = "%d/%m/%Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPrint:
    book: Book
    at: datetime
    """When the chain's last event was recorded; the PDF bears this instant."""


async def to_print(
    work: Work, me: Person, kind: Kind, *, series: str | None, year: int | None
) -> ToPrint:
    """One book of a year and series, with the chain's head below its last row."""
    read = await reading.book_of(work, me, series=series, year=year)
    head = await published.head(work, me.agency)
    at = head.at if head else work.clock.now()
    if kind is Kind.REGISTER:
        columns, lines = _REGISTER, [_entry(one) for one in read.entries]
    else:
        channels = await sent.handed(work, me.agency, read.series, read.year)
        post = kind is Kind.POST
        kept = [_shown(one, read.hidden) for one in channels if one.by_post == post]
        receipts = {(one.case, code): text for one in read.entries for code, text in _receipts(one)}
        columns = _POST if post else _TRANSFER
        lines = [_posted(one) if post else _handed(one, receipts) for one in kept]
    agency = me.organisation.agency
    book = Book(
        parent=agency.parent,
        issuer=agency.name,
        title=_TITLES[kind],
        cover=_cover(read, kind),
        columns=columns,
        lines=lines,
        counted=kind is Kind.REGISTER,
        closing=_closing(lines, head, counted=kind is Kind.REGISTER),
    )
    return ToPrint(book=book, at=at)


async def made(wanted: ToPrint, form: Format) -> bytes:
    """In a thread, outside of every transaction."""
    from shared.document.book import print_book  # noqa: PLC0415 -- Typst loads lazily
    from shared.document.workbook import workbook  # noqa: PLC0415 -- as above

    if form is Format.PDF:
        return await asyncio.to_thread(print_book, wanted.book, wanted.at)
    return await asyncio.to_thread(workbook, wanted.book)


def _cover(read: reading.Book, kind: Kind) -> tuple[str, ...]:
    """Cover and first page (PL4 I.1, III.1); the volume's number is written by hand."""
    lines = [f"Năm: {read.year}"]
    if kind is Kind.REGISTER:
        lines.append(f"Hệ số: {read.names[read.series]}")
    if read.entries:
        first, last = read.entries[0], read.entries[-1]
        lines.append(f"Từ ngày {first.dated:%d/%m/%Y} đến ngày {last.dated:%d/%m/%Y}")
        if kind is Kind.REGISTER:
            lines.append(f"Từ số {first.printed} đến số {last.printed}")
    return (*lines, "Quyển số: ........")


def _entry(entry: Entry) -> Line:
    named = NAMES_BY_ABBREVIATION.get(abbreviation_of(entry.doc_type) or "", "Công văn")
    subject = f"{named}\n{entry.subject}" if entry.doc_type else entry.subject
    cells = (
        entry.printed,
        entry.dated.strftime(_DAY),
        subject,
        entry.signer,
        "\n".join(entry.recipients),
        ", ".join(entry.file_copy),
        str(entry.copies) if entry.copies else "",
        f"{vietnam_date(entry.sent_at):%d/%m/%Y}" if entry.sent_at else "",
        "\n".join(entry.receipts),
        entry.note,
    )
    counted = not entry.voided and bool(entry.subject)
    return Line(cells=cells, counts=(int(counted), entry.copies))


def _shown(one: Handed, hidden: frozenset[str]) -> Handed:
    """A delivery without its receivers where the reader may not read the dispatch."""
    if one.case not in hidden:
        return one
    return replace(one, recipient=CONCEALED, mailboxes=(), instead_of=None)


def _receipts(entry: Entry) -> list[tuple[str, str]]:
    """Column 9 by mailbox: "QLVH, 23/11/2026"."""
    return [(receipt.partition(",")[0], receipt) for receipt in entry.receipts]


def _posted(one: Handed) -> Line:
    """Signature and stamp of the post office are put by hand."""
    return Line(cells=(*_where(one), "", "", ""))


def _handed(one: Handed, receipts: dict[tuple[str, str], str]) -> Line:
    said = [receipts[one.case, code] for code in one.mailboxes if (one.case, code) in receipts]
    note = f"gửi thay {one.instead_of}" if one.instead_of else ""
    return Line(cells=(*_where(one), "\n".join(said), note))


def _where(one: Handed) -> tuple[str, str, str]:
    return f"{vietnam_date(one.at):%d/%m/%Y}", one.printed, one.recipient


def _closing(
    lines: Sequence[Line], head: PublishedHead | None, *, counted: bool
) -> tuple[str, ...]:
    """What the book amounts to, and the chain's head, by which it can be held against the file."""
    told = []
    if counted:
        dispatches, copies = sums(lines)
        told.append(f"Sổ có {len(lines)} số, {dispatches} văn bản, {copies} bản.")
    if head:
        at = head.at.astimezone(VIETNAM)
        told.append(f"Đầu chuỗi sổ đăng ký: sự kiện {head.seq}, lúc {at:%H:%M:%S ngày %d/%m/%Y}")
        told.append(f"SHA-256: {head.hash}")
    return tuple(told)
