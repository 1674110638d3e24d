"""The dispatch on paper: Typst sets what the sheet says, in the size that saves a page."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from shared.document.letters import FONT_FOLDER
from shared.document.model import Paper
from shared.document.sheet import Sheet, sheet

_TEMPLATE = Path(__file__).with_name("paper.typ")
_SETTINGS = ((14.0, 0.62), (14.0, 0.49), (13.5, 0.49), (13.0, 0.49))
"""(points, leading in em) of the body, roomiest first (ND30 PL1 II.6); 0.49 em is single."""
_FEW_LINES = 200.0
"""Points from the top of the page: the body's end above it leaves a page to the signature."""
_ONE_LINE = 76.0
"""Points from the top of the page: the body's end above it is the first line there."""
_CREATED = datetime(2020, 3, 5, tzinfo=UTC)
"""PDF/A wants a date of creation, and the same paper must give the same bytes: the day on which
ND30 came into force stands there. When a document was signed stands in its signatures."""

Mode = Literal["draft", "final"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, in points from its upper left corner; pages count from 0."""

    page: int
    left: float
    top: float
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The PDF/A-2b without fields, and where its fields belong."""

    pdf: bytes
    slots: tuple[Spot, ...]
    """With name (number, date), text, longest text, width, size in points and style."""
    signature: Spot
    """With width, height, and the seal's size in points."""


def render_draft(paper: Paper) -> bytes:
    """A preview, marked DỰ THẢO on every page, with room for number and date and no fields.

    Raises `Invalid` (`letter_without_glyph`) where the font lacks a letter.
    """
    setting = _fitting(sheet(paper), "draft")
    return setting.pdf()


def lay_out(paper: Paper, *, picture: str = "") -> LaidOut:
    """The paper as it will be signed; the same paper gives the same bytes.

    `picture` is an SVG for the lower left corner of the first page, if any.
    Raises `Invalid` (`letter_without_glyph`) where the font lacks a letter.
    """
    setting = _fitting(sheet(paper) | {"picture": picture}, "final")
    (signature,) = setting.spots("<signature>")
    return LaidOut(setting.pdf(), tuple(setting.spots("<slot>")), signature)


class _Setting:
    """One way to set a sheet."""

    def __init__(
        self, lines: Sheet, mode: Mode, points: float, leading: float, *, keep: bool = False
    ) -> None:
        self._compiler = typst.Compiler(
            _TEMPLATE,
            font_paths=bundled_fonts(),
            sys_inputs={
                "sheet": json.dumps(lines, ensure_ascii=False),
                "mode": mode,
                "body_pt": str(points),
                "leading_em": str(leading),
                "keep": "yes" if keep else "no",
            },
        )

    def pdf(self) -> bytes:
        made = self._compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=_CREATED)
        if not isinstance(made, bytes):
            raise TypeError("Typst gave no single file")
        return made

    def spots(self, label: str) -> list[Spot]:
        found = json.loads(self._compiler.query(label, field="value"))
        return [Spot(f.pop("page") - 1, f.pop("x"), f.pop("y"), f) for f in found]

    def last_page(self) -> int:
        return self.spots("<signature>")[0].page

    def leaves_the_signature_alone(self) -> bool:
        """Whether fewer than two lines of the body stand on the signature's page."""
        end = self.spots("<end>")
        return bool(end) and (
            end[0].page < self.last_page() or (end[0].page > 0 and end[0].top < _ONE_LINE)
        )

    def leaves_a_page_to_the_signature(self) -> bool:
        end = self.spots("<end>")
        return self.last_page() > 0 and (not end or end[0].top < _FEW_LINES)


def _fitting(lines: Sheet, mode: Mode) -> _Setting:
    """The best setting, which keeps two lines of the body with the signature."""
    chosen = _saving(lines, mode)
    if not chosen.leaves_the_signature_alone():
        return chosen
    kept = (_Setting(lines, mode, *setting, keep=True) for setting in _SETTINGS)
    return next((one for one in kept if not one.leaves_the_signature_alone()), chosen)


def _saving(lines: Sheet, mode: Mode) -> _Setting:
    """The roomiest setting; a closer one only where it saves a page of hardly more than the end."""
    roomiest = _Setting(lines, mode, *_SETTINGS[0])
    if not roomiest.leaves_a_page_to_the_signature():
        return roomiest
    closer = (_Setting(lines, mode, *setting) for setting in _SETTINGS[1:])
    pages = roomiest.last_page()
    return next((setting for setting in closer if setting.last_page() < pages), roomiest)


@cache
def bundled_fonts() -> typst.Fonts:
    """Only the bundled ones: a missing font is an error, not another font."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER]
    )
