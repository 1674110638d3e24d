"""Reads a PDF as a ruler would: lines of text with their faces, strokes, in millimetres."""

import ctypes
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby

import pikepdf
import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """Text of one face on one baseline; millimetres from the page's upper left corner."""

    page: int
    text: str
    font: str
    size: float
    """Points."""
    left: float
    right: float
    baseline: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Box:
    """A stroke or a rectangle; millimetres from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Measured:
    """One PDF; what its fields show counts as text."""

    def __init__(self, pdf: bytes) -> None:
        document = pypdfium2.PdfDocument(_flat(pdf))
        self.sizes = [document.get_page_size(page) for page in range(len(document))]
        self.lines = [line for page in range(len(document)) for line in _lines(document, page)]
        self.boxes = [box for page in range(len(document)) for box in _boxes(document, page)]
        document.close()

    @property
    def pages(self) -> int:
        return len(self.sizes)

    def line(self, beginning: str) -> Line:
        """The one line that begins so."""
        (found,) = (line for line in self.lines if line.text.startswith(beginning))
        return found

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]


def field_boxes(pdf: bytes) -> dict[str, Box]:
    """Where each field of the form stands."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = [page.obj.objgen for page in document.pages]
        height = float(document.pages[0].mediabox[3])
        found = {}
        for field in document.Root.AcroForm.Fields:
            left, bottom, right, top = (float(edge) for edge in field.Rect)
            edges = (left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
            found[str(field.T)] = Box(pages.index(field.P.objgen), *edges)
        return found


def _flat(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.flatten_annotations("all")
        document.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Letter:
    letter: str
    font: str
    size: float
    left: float
    right: float
    baseline: float

    @property
    def kind(self) -> tuple[str, float, float]:
        return self.font, self.size, self.baseline


def _lines(document: pypdfium2.PdfDocument, page: int) -> list[Line]:
    sheet = document[page]
    text = sheet.get_textpage()
    height = sheet.get_height()
    letters: list[_Letter] = []
    for place in range(text.count_chars()):
        letter = _letter(text, place, height)
        if not letter.font and letters:  # a gap between words, which pdfium reads as a space
            letter = replace(letters[-1], letter=letter.letter)
        letters.append(letter)
    printed = [letter for letter in letters if letter.letter not in "\r\n"]
    runs = (list(run) for _, run in groupby(printed, key=lambda letter: letter.kind))
    lines = [_line(page, run) for run in runs if any(not x.letter.isspace() for x in run)]
    text.close()
    sheet.close()
    return lines


def _line(page: int, run: list[_Letter]) -> Line:
    inked = [letter for letter in run if not letter.letter.isspace()]
    return Line(
        page=page,
        text="".join(letter.letter for letter in run).strip(),
        font=run[0].font,
        size=run[0].size,
        left=min(letter.left for letter in inked),
        right=max(letter.right for letter in inked),
        baseline=run[0].baseline,
    )


def _letter(text: pypdfium2.PdfTextPage, place: int, height: float) -> _Letter:
    name = ctypes.create_string_buffer(100)
    raw.FPDFText_GetFontInfo(text.raw, place, name, 100, ctypes.byref(ctypes.c_int()))
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, place, x, y)
    left, _, right, _ = text.get_charbox(place, loose=True)
    return _Letter(
        letter=chr(raw.FPDFText_GetUnicode(text.raw, place)),
        font=name.value.decode().partition("+")[2],
        size=round(raw.FPDFText_GetFontSize(text.raw, place), 2),
        left=left * MM,
        right=right * MM,
        baseline=round((height - y.value) * MM, 2),
    )


def _boxes(document: pypdfium2.PdfDocument, page: int) -> list[Box]:
    sheet = document[page]
    height = sheet.get_height()
    found = [thing.get_bounds() for thing in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    sheet.close()
    return [
        Box(page, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
        for left, bottom, right, top in found
    ]
