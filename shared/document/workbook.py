"""A book as a workbook for spreadsheets (XLSX): every cell a text, so that none is a formula."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import ceil
from typing import Any, Final

import xlsxwriter

from shared.document.book import Book, Count, Line, sums

_CHARACTERS: Final = 150
"""How many letters fit across the page at 10 points."""
_LINE: Final = 13.5
"""Points of a line of text."""
_ROOM: Final = 350.0
"""Points that a page of A4 across leaves to its rows, below the headings."""


def workbook(book: Book) -> bytes:
    """Written row by row; each printed page ends with its totals, and the next carries them on."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True, "in_memory": True}) as file:
        _cover(file, book)
        _Sheet(file, book).write()
    return made.getvalue()


def _cover(file: Any, book: Book) -> None:
    sheet = file.add_worksheet("Bìa")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_column(0, 0, _CHARACTERS)
    centred = {"align": "center", "font_name": "Times New Roman"}
    lines = (
        (book.parent.upper(), centred | {"font_size": 13}),
        (book.issuer.upper(), centred | {"font_size": 13, "bold": True}),
        ("", centred),
        (book.title, centred | {"font_size": 24, "bold": True}),
        *((line, centred | {"font_size": 14}) for line in book.cover),
    )
    for row, (text, look) in enumerate(lines):
        sheet.write_string(row, 0, text, file.add_format(look))


class _Sheet:
    """The sheet of the rows, written from top to bottom."""

    def __init__(self, file: Any, book: Book) -> None:
        self._book, self._row, self._breaks = book, 0, list[int]()
        self._sheet = file.add_worksheet("Sổ")
        cell = {"font_name": "Times New Roman", "font_size": 10, "border": 1, "valign": "top"}
        self._plain = file.add_format(cell | {"text_wrap": True})
        self._bold = file.add_format(cell | {"text_wrap": True, "bold": True, "align": "center"})
        self._total = file.add_format(cell | {"italic": True})
        whole = sum(column.width for column in book.columns)
        self._widths = [column.width / whole * _CHARACTERS for column in book.columns]

    def write(self) -> None:
        self._set_up()
        self._cells([column.title for column in self._book.columns], self._bold, 3 * _LINE)
        numbers = [f"({number})" for number in range(1, len(self._widths) + 1)]
        self._cells(numbers, self._bold, _LINE)
        before: Count = (0, 0)
        for number, page in enumerate(_pages(self._book.lines, self._widths)):
            if number:
                self._breaks.append(self._row)
            before = self._page(page, before)
        self._sheet.set_h_pagebreaks(self._breaks)
        for line in self._book.closing:
            self._sheet.write_string(self._row, 0, line)
            self._row += 1

    def _set_up(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0, 1)
        self._sheet.set_footer("&CTrang &P")
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, width)

    def _page(self, page: Sequence[Line], before: Count) -> Count:
        here = sums(page)
        after = (before[0] + here[0], before[1] + here[1])
        if self._book.counted:
            self._say(f"Mang sang: {_said(before)}")
        for line in page:
            self._cells(line.cells, self._plain, _height(line, self._widths))
        if self._book.counted:
            self._say(f"Cộng trang: {_said(here)}. Lũy kế: {_said(after)}.")
        return after

    def _say(self, text: str) -> None:
        self._cells([text, *("" for _ in self._widths[1:])], self._total, _LINE)

    def _cells(self, cells: Sequence[str], look: Any, height: float) -> None:
        self._sheet.set_row(self._row, height)
        for number, cell in enumerate(cells):
            self._sheet.write_string(self._row, number, cell, look)
        self._row += 1


def _pages(lines: Sequence[Line], widths: Sequence[float]) -> Iterator[Sequence[Line]]:
    page: list[Line] = []
    room = _ROOM
    for line in lines:
        height = _height(line, widths)
        if page and height > room:
            yield page
            page, room = [], _ROOM
        page.append(line)
        room -= height
    yield page


def _height(line: Line, widths: Sequence[float]) -> float:
    """Points that a row takes with its longest cell broken into lines."""
    return _LINE * max(
        sum(max(1, ceil(len(part) / width)) for part in cell.split("\n"))
        for cell, width in zip(line.cells, widths, strict=True)
    )


def _said(count: Count) -> str:
    return f"{count[0]} văn bản, {count[1]} bản"
