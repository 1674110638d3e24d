"""The block of words on an annex: how it is drawn, and where it stands on a page of any kind."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst

from shared.document.layout import bundled_fonts

_TEMPLATE = Path(__file__).with_name("annex.typ")
_POINTS_PER_MM = 72 / 25.4
_FROM_TOP, _FROM_RIGHT = 10 * _POINTS_PER_MM, 15 * _POINTS_PER_MM
"""In the upper margin, and flush with the text of a page that keeps ND30's margins."""
_TURNS: Final = {0: 0, 90: -90, 180: 180, 270: 90}
"""By how many degrees clockwise the block is turned on a page that is shown turned."""

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top; points in the page's own space."""


class NoRoomError(ValueError):
    """The page is too small for the block."""


@dataclass(frozen=True, slots=True)
class Block:
    """The words as a PDF of their own size, which is in points."""

    pdf: bytes
    width: float
    height: float


def draw_block(words: str, turned: int) -> Block:
    """The words for a page that is shown turned by so many degrees clockwise."""
    compiler = typst.Compiler(
        _TEMPLATE,
        font_paths=bundled_fonts(),
        sys_inputs={"words": json.dumps(words, ensure_ascii=False), "turn": str(_TURNS[turned])},
    )
    pdf = compiler.compile(format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("Typst gave no single file")
    with pikepdf.open(BytesIO(pdf)) as drawn:
        _, _, width, height = (float(edge) for edge in drawn.pages[0].mediabox)
    return Block(pdf, width, height)


def corner(page: Rect, block: Block, turned: int) -> Rect:
    """Where the block stands so that it is seen in the upper right corner of the page as shown."""
    left, bottom, right, top = page
    upright = turned in {0, 180}
    aside, deep = (_FROM_RIGHT, _FROM_TOP) if upright else (_FROM_TOP, _FROM_RIGHT)
    x = right - aside - block.width if turned in {0, 270} else left + aside
    y = top - deep - block.height if turned in {0, 90} else bottom + deep
    if x < left or y < bottom or x + block.width > right or y + block.height > top:
        raise NoRoomError("the page is too small for the block")
    return x, y, x + block.width, y + block.height


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of the node above that has it; None if none does."""
    node = page
    while node is not None:
        if key in node:
            return node[key]
        node = node["/Parent"] if "/Parent" in node else None  # noqa: SIM401 -- `get` does not follow references
    return None
