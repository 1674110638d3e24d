"""The two lines that are written after the person signed: where they stand, how they are drawn.

All of it is read from the prepared PDF itself, so nothing else is needed later.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pikepdf

from shared.document.fields import DATE_LINE, NUMBER_LINE
from shared.document.imprint import FIRST_DRAWING, imprint_in
from shared.document.letters import face

STYLES = {"TinosR": "regular", "TinosI": "italic"}
"""The fonts of the form by their resource names."""
BELOW, ABOVE = 0.3, 0.95
"""How far a slot reaches below and above its baseline, in times the letters' size."""

_LARGEST_MAP = 20_000
_DEFAULT_APPEARANCE = re.compile(r"/(TinosR|TinosI) (\d+(?:\.\d+)?) Tf 0 g")


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of text that is filled in later; points, from the page's lower left corner."""

    name: str
    page: int
    """Counts from 0."""
    rect: tuple[float, float, float, float]
    """Left, bottom, right, top; the baseline lies `BELOW` sizes above the bottom."""
    size: float
    font: str
    """Its name in the form's resources: TinosR or TinosI."""
    blank: str
    """What it says before it is filled: the same line with room for number or date."""
    letters: frozenset[str]
    """The letters that the embedded font has."""
    version: int = FIRST_DRAWING
    """Of its drawing, as the prepared PDF names it."""

    @property
    def width(self) -> float:
        return round(self.rect[2] - self.rect[0], 3)

    @property
    def height(self) -> float:
        return round(self.rect[3] - self.rect[1], 3)


class NotPreparedError(ValueError):
    """The bytes are no prepared PDF."""


class DrawingUnknownError(NotPreparedError):
    """The file was prepared for a drawing that is not known here: by a later release."""


def slots_of(prepared_pdf: bytes) -> tuple[Slot, Slot]:
    """The number line's slot and the date line's; raises `NotPreparedError` without them."""
    try:
        with pikepdf.open(BytesIO(prepared_pdf)) as pdf:
            return _slot(pdf, NUMBER_LINE), _slot(pdf, DATE_LINE)
    except NotPreparedError:
        raise
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, IndexError) as odd:
        raise NotPreparedError("the number and date fields can't be read") from odd


def drawing(slot: Slot, text: str) -> bytes:
    """The content of a slot's appearance: pure, so a verifier can demand exactly these bytes."""
    return DRAWINGS[slot.version](slot, text)


def _first_drawing(slot: Slot, text: str) -> bytes:
    """In the middle of the slot, kerned."""
    style = face(STYLES[slot.font])
    shaped = style.shape(text)
    width = sum(advance for _, advance in shaped) / style.units_per_em * slot.size
    left = (slot.width - width) / 2
    glyphs = "".join(
        f"<{glyph:04X}>" + _kern((style.advance(glyph) - advance) * 1000 / style.units_per_em)
        for glyph, advance in shaped
    ).replace("><", "")
    return (
        f"/Tx BMC q BT /{slot.font} {slot.size:g} Tf 0 g "
        f"{left:.3f} {BELOW * slot.size:.3f} Td [{glyphs}] TJ ET Q EMC"
    ).encode("ascii")


DRAWINGS: Final[Mapping[int, Callable[[Slot, str], bytes]]] = {FIRST_DRAWING: _first_drawing}
"""Every drawing that was ever released: one that changes gets a new number, and none ever leaves,
so that old files verify for ever."""
LATEST_DRAWING: Final = max(DRAWINGS)


def fits(slot: Slot, text: str) -> bool:
    """Whether a text only fills the room that was left, in letters that the file carries."""
    blank = re.escape(slot.blank).replace(r"\ ", " ")
    before_slash_or_end = re.sub(r" {2,}(?=/|$)", r" \\d+", blank)
    pattern = re.sub(r" {2,}", r" \\d+ ", before_slash_or_end)
    if re.fullmatch(pattern, text, re.ASCII) is None or not set(text) <= slot.letters:
        return False
    return has_room(slot, text)


def has_room(slot: Slot, text: str) -> bool:
    """Whether a text is no wider than its slot."""
    return face(STYLES[slot.font]).width(text) * slot.size <= slot.width


def _kern(thousandths: float) -> str:
    return f"{thousandths:g}" if thousandths else ""


def _slot(pdf: pikepdf.Pdf, name: str) -> Slot:
    form = pdf.Root.AcroForm
    (field,) = (f for f in form.Fields if str(f.T) == name)
    look = _DEFAULT_APPEARANCE.fullmatch(str(field.DA))
    if look is None:
        raise NotPreparedError(f"{name} has another appearance")
    left, bottom, right, top = (float(edge) for edge in field.Rect)
    font, size = look.groups()
    version = imprint_in(pdf).drawing
    if version not in DRAWINGS:
        raise DrawingUnknownError(f"drawing {version} is not known here")
    pages = [page.obj.objgen for page in pdf.pages]
    return Slot(
        name=name,
        page=pages.index(field.P.objgen),
        rect=(left, bottom, right, top),
        size=float(size),
        font=font,
        blank=str(field.V),
        letters=_letters(form.DR.Font[f"/{font}"]),
        version=version,
    )


def _letters(font: pikepdf.Object) -> frozenset[str]:
    """The letters that a font of the form maps back to text."""
    if len(font.ToUnicode.read_raw_bytes()) > _LARGEST_MAP:
        raise NotPreparedError("the font's letters are no short list")
    mapped = re.findall(
        rb"^<[0-9A-F]{4}> <([0-9A-F]+)>$", font.ToUnicode.read_bytes(), re.MULTILINE
    )
    return frozenset(bytes.fromhex(code.decode()).decode("utf-16-be") for code in mapped)
