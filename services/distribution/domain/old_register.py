"""An older register as a table in text: ten columns of PL4 I.2, read with every fault named."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.distribution.domain.numbering import Series
from shared.domain.numbers import printed_number
from shared.domain.words import collapse, fold

COLUMNS: Final = {
    "so, ky hieu": "printed",
    "ngay thang": "dated",
    "ten loai": "subject",
    "nguoi ky": "signer",
    "noi nhan": "recipients",
    "don vi": "file_copy",
    "so luong": "copies",
    "ngay chuyen": "sent_on",
    "ky nhan": "receipt",
    "ghi chu": "note",
}
"""How a column's heading begins, without diacritics, and what stands in it."""
NEEDED: Final = {
    "printed": "Số, ký hiệu văn bản",
    "dated": "Ngày tháng văn bản",
    "subject": "Tên loại và trích yếu nội dung văn bản",
    "signer": "Người ký",
}
MOST_LINES: Final = 20_000
COPIES_DIGITS: Final = 6
_PRINTED: Final = re.compile(r"0*([1-9][0-9]{0,6}) ?/ ?([^\s/]{2,40})")
_DAYS: Final = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a line, and what to do; lines count from 1, the headings' included."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of the older register."""

    line: int
    number: int
    symbol: str
    dated: date
    subject: str
    signer: str
    recipients: tuple[str, ...]
    file_copy: tuple[str, ...]
    copies: int
    sent_on: date | None
    receipt: str
    note: str

    @property
    def printed(self) -> str:
        return f"{printed_number(self.number)}/{self.symbol}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read_table(data: bytes) -> Table:
    """Read UTF-8 with or without a byte order mark; separated by commas, semicolons or tabs."""
    try:
        rows = _rows(_text(data))
    except csv.Error:
        return _only("Tệp không phải bảng: có ô quá dài, hay dấu ngoặc kép mở mà không đóng.")
    except ValueError as fault:
        return _only(str(fault))
    places = _places(rows[0][1])
    if missing := [title for name, title in NEEDED.items() if name not in places]:
        return _only(f"Dòng đầu thiếu cột: {', '.join(missing)} (Phụ lục IV mục I.2).")
    lines, faults = [], []
    for number, row in rows[1:]:
        cells = {name: collapse(row[at]) for name, at in places.items() if at < len(row)}
        if any(cells.values()):
            try:
                lines.append(_line(number, cells))
            except ValueError as fault:
                faults.append(Fault(line=number, sentence=str(fault)))
    return Table(lines=tuple(lines), faults=tuple(faults))


def _only(sentence: str) -> Table:
    return Table(lines=(), faults=(Fault(line=1, sentence=sentence),))


def _text(data: bytes) -> str:
    """With lines that end as ours do; raises ValueError with a Vietnamese sentence."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("Tệp không phải UTF-8; hãy lưu lại bảng ở dạng “CSV UTF-8”.") from None
    if "\0" in text:
        raise ValueError("Tệp không phải bảng dạng văn bản; hãy lưu lại bảng ở dạng “CSV UTF-8”.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(text: str) -> Sequence[tuple[int, list[str]]]:
    """Rows with the line at which each ends, by the separator that gives the most headings.

    Raises csv.Error for what is no table, ValueError with a sentence for none or too many.
    """
    head = text.split("\n", 1)[0]

    def headings(separator: str) -> int:
        return len(_places(next(csv.reader([head], delimiter=separator), [])))

    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=headings))
    rows = [(reader.line_num, row) for row in reader]
    if not rows:
        raise ValueError("Tệp trống; dòng đầu phải là tên các cột của sổ.")
    if len(rows) > MOST_LINES:
        raise ValueError(f"Tệp quá {MOST_LINES} dòng; hãy chia theo năm rồi nhập lần lượt.")
    return rows


def _places(headings: Sequence[str]) -> dict[str, int]:
    return {
        name: at
        for at, heading in enumerate(map(fold, headings))
        for begin, name in COLUMNS.items()
        if heading.startswith(begin)
    }


def _line(line: int, cells: Mapping[str, str]) -> Line:
    """Raises ValueError with a Vietnamese sentence."""
    found = _PRINTED.fullmatch(cells["printed"])
    if found is None:
        raise ValueError(f"số, ký hiệu “{cells['printed']}” phải như 05/SVHTTDL-VP.")
    dated = _day(cells["dated"])
    if dated is None:
        raise ValueError("thiếu ngày tháng văn bản.")
    for name in ("subject", "signer"):
        if not cells.get(name):
            raise ValueError(f"cột “{NEEDED[name]}” trống; số không dùng thì ghi “Không sử dụng”.")
    copies = cells.get("copies", "")
    if copies and not (copies.isdecimal() and len(copies) <= COPIES_DIGITS):
        raise ValueError(
            f"số lượng bản “{copies[:20]}” phải là một số không quá {COPIES_DIGITS} chữ số."
        )
    return Line(
        line=line,
        number=int(found[1]),
        symbol=found[2],
        dated=dated,
        subject=cells["subject"],
        signer=cells["signer"],
        recipients=_names(cells.get("recipients", "")),
        file_copy=_names(cells.get("file_copy", "").replace(",", ";")),
        copies=int(copies or 0),
        sent_on=_day(cells.get("sent_on", "")),
        receipt=cells.get("receipt", ""),
        note=cells.get("note", ""),
    )


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in map(str.strip, cell.split(";")) if name)


def _day(cell: str) -> date | None:
    if not cell:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise ValueError(f"ngày “{cell}” phải như 05/11/2026.")


def out_of_sequence(
    lines: Sequence[Line], series: Series, today: date, closed: frozenset[int]
) -> Iterator[Fault]:
    """Gaps, repetitions and days that go back, seen from where the series has come to."""
    for line in lines:
        year = line.dated.year
        same = year == series.year
        wanted = series.last_number + 1 if same else 1
        said = _wrong(line, series, wanted, today, closed)
        if said:
            yield Fault(line=line.line, sentence=said)
        series = Series(year=year, last_number=line.number, last_date=line.dated)


def _wrong(
    line: Line, series: Series, wanted: int, today: date, closed: frozenset[int]
) -> str | None:
    year = line.dated.year
    if year in closed:
        return f"sổ năm {year} đã khóa; không nhập thêm được."
    if line.dated > today:
        return f"ngày {line.dated:%d/%m/%Y} ở sau hôm nay; hãy sửa ngày."
    if series.last_date and line.dated < series.last_date:
        return (
            f"ngày {line.dated:%d/%m/%Y} trước ngày {series.last_date:%d/%m/%Y} của số đứng trước; "
            "hãy sắp xếp theo số và sửa ngày, hoặc nhập các năm cũ trước."
        )
    if line.number < wanted:
        return (
            f"số {line.printed} trùng hoặc lùi, đúng ra là {printed_number(wanted)}; hãy bỏ dòng."
        )
    if line.number > wanted:
        return (
            f"thiếu số {printed_number(wanted)} ở trước số {line.printed}; hãy thêm dòng cho số "
            "còn thiếu, số không dùng thì ghi “Không sử dụng”."
        )
    return None
