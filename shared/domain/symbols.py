"""The symbol of a dispatch (ND30 PL1 II.3), on one line of the header.

The paper's font has the widths of Times New Roman: those of the letters that codes are made of
stand here, so that a file is refused when it is loaded and not when a dispatch is to be signed.
"""

from typing import Final

from shared.domain.document_types import DISPATCH, abbreviation_of

ROOM: Final = 10_450
"""What is left for the symbol beside "Số: 00000/", in thousandths of the font's size."""

_LETTERS: Final = {
    278: "ijlt",
    333: "Ifr-",
    389: "Js",
    444: "acez",
    500: "0123456789bdghknopquvxy",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYĐw",
    778: "&m",
    889: "M",
    944: "W",
}
_WIDTHS: Final = {letter: width for width, letters in _LETTERS.items() for letter in letters}
WIDEST: Final = max(_LETTERS)


def symbol_of(issuer: str, unit: str, doc_type: str = DISPATCH) -> str:
    """Type and issuer, "QĐ-SVHTTDL"; of a công văn issuer and drafting unit, "SVHTTDL-VP"."""
    named = abbreviation_of(doc_type)
    return f"{named}-{issuer}" if named else f"{issuer}-{unit}"


def fits_its_line(symbol: str) -> bool:
    """Whether the header's line holds the symbol and the longest number before it."""
    return sum(_WIDTHS.get(letter, WIDEST) for letter in symbol) <= ROOM
