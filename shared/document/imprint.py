"""What a prepared PDF says of its own making: the version of its drawing, and its check code.

Stands in the catalogue's PieceInfo, the place that ISO 32000-1 14.5 gives to a program's private
data: PDF/A-2 lets it be, and the person's signature covers it.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from secrets import token_hex
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, String

FIRST_DRAWING: Final = 1
"""That of files which name none: they were prepared before files named it."""
CHECK_CODE: Final = re.compile(r"[0-9a-f]{32}")

_PROGRAM = "/CongVan"
_WRITTEN = "D:20200305000000Z"
"""PieceInfo wants a date; the same paper and code must give the same bytes, so it is always this
one, as in the file's metadata."""


@dataclass(frozen=True, slots=True)
class Imprint:
    drawing: int = FIRST_DRAWING
    """Which drawing of the two lines the file was prepared for."""
    check_code: str | None = None
    """128 random bits, hexadecimal; None in files prepared before there were codes."""


class NoImprintError(ValueError):
    """The file says something of itself that no prepared PDF says."""


def new_check_code() -> str:
    """128 random bits, hexadecimal."""
    return token_hex(16)


def put_imprint(pdf: pikepdf.Pdf, imprint: Imprint) -> None:
    """Write it into a PDF that is being prepared."""
    private = Dictionary(Drawing=imprint.drawing)
    if imprint.check_code is not None:
        private.CheckCode = String(imprint.check_code)
    entry = Dictionary(LastModified=String(_WRITTEN), Private=private)
    pdf.Root.PieceInfo = pdf.make_indirect(Dictionary({_PROGRAM: entry}))


def imprint_in(pdf: pikepdf.Pdf) -> Imprint:
    """What an open PDF says; raises `NoImprintError` where that makes no sense."""
    pieces = pdf.Root.get(Name.PieceInfo, Dictionary())
    if _PROGRAM not in pieces:
        return Imprint()
    private = pieces[_PROGRAM].Private
    drawing, code = int(private.Drawing), private.get(Name.CheckCode)
    if code is not None and not CHECK_CODE.fullmatch(str(code)):
        raise NoImprintError("the check code is no code")
    return Imprint(drawing, None if code is None else str(code))


def check_code_of(pdf: bytes) -> str | None:
    """The code that any bytes claim; None without one, whatever the bytes are."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return imprint_in(opened).check_code
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return None
