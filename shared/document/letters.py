"""The letters of the bundled Tinos: which exist, how wide they are, how a line is shaped."""

import unicodedata
from functools import cache
from pathlib import Path

import uharfbuzz
from fontTools import ttLib

from shared.domain.refusals import Invalid
from shared.domain.words import one_line

FONT_FOLDER = Path(__file__).with_name("fonts")
_FILES = {
    "regular": "Tinos_400Regular.ttf",
    "bold": "Tinos_700Bold.ttf",
    "italic": "Tinos_400Regular_Italic.ttf",
    "bold italic": "Tinos_700Bold_Italic.ttf",
}


MM_PER_POINT = 25.4 / 72
_WIDEST = 3
"""Times its size no letter of Tinos is wider."""
_MAY_BREAK_HERE = "\u200b"


class Face:
    """One style of Tinos; units are em unless a name says otherwise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.font = ttLib.TTFont(path, recalcTimestamp=False)
        self.units_per_em: int = self.font["head"].unitsPerEm
        self.glyphs: dict[int, str] = self.font.getBestCmap()
        self.name: str = self.font["name"].getDebugName(6)
        self._advances: dict[str, tuple[int, int]] = self.font["hmtx"].metrics
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(path.read_bytes()))

    def advance(self, glyph: int) -> int:
        """How far the pen moves after a glyph, in the font's own units."""
        width: int = self._advances[self.font.getGlyphName(glyph)][0]
        return width

    def glyph_of(self, letter: str) -> int:
        number: int = self.font.getGlyphID(self.glyphs[ord(letter)])
        return number

    def width(self, text: str) -> float:
        """The width of a text before kerning."""
        units = sum(self._advances[self.glyphs[ord(letter)]][0] for letter in text)
        return float(units / self.units_per_em)

    def shape(self, text: str) -> list[tuple[int, int]]:
        """(glyph, advance in the font's units) of a line's letters: kerned, no ligatures."""
        demand_glyphs(text)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer, {"liga": False, "clig": False})
        advances = (position.x_advance for position in buffer.glyph_positions or ())
        glyphs = (info.codepoint for info in buffer.glyph_infos)
        return list(zip(glyphs, advances, strict=True))


@cache
def face(style: str) -> Face:
    """The face of a style: regular, bold, italic or bold italic."""
    return Face(FONT_FOLDER / _FILES[style])


def printed(text: str, style: str, points: float, room_mm: float) -> str:
    """One line of text whose words all fit into their box, if need be by breaking them.

    Raises `Invalid` (`letter_without_glyph`) where the font lacks a letter.
    """
    return fitting(cleaned(one_line(text)), style, points, room_mm)


def fitting(text: str, style: str, points: float, room_mm: float) -> str:
    """The text with a place to break in words that are wider than their box."""
    demand_glyphs(text)
    room = room_mm / MM_PER_POINT / points
    return " ".join(
        word
        if _WIDEST * len(word) <= room or face(style).width(word) <= room
        else _MAY_BREAK_HERE.join(word)
        for word in text.split(" ")
    )


def cleaned(text: str) -> str:
    """Composed letters without invisible marks: what is signed must not hide another order."""
    composed = unicodedata.normalize("NFC", text)
    for letter in set(composed):
        if unicodedata.category(letter) == "Cf":
            composed = composed.replace(letter, "")
    return composed


def demand_glyphs(text: str) -> None:
    """Refuse a text with a letter that the paper's font can't draw (`letter_without_glyph`)."""
    if sentence := without_glyph(text):
        raise Invalid(
            "letter_without_glyph",
            sentence,
            for_engine="Văn bản có ký tự mà phông chữ của văn bản không có; "
            "hãy trả lại để thay ký tự này.",
        )


def without_glyph(text: str) -> str | None:
    """A sentence on the first letter that the paper's font can't draw; None: it draws them all.

    The four styles of Tinos cover the same letters, so one of them answers for all.
    """
    unknown = set(text) - _drawn()
    if not unknown:
        return None
    letter = next(letter for letter in text if letter in unknown)
    return f"Phông chữ của văn bản không có ký tự {_shown(letter)}; hãy thay ký tự này."


@cache
def _drawn() -> frozenset[str]:
    """Every letter that has a glyph and is no control character."""
    letters = map(chr, face("regular").glyphs)
    return frozenset(one for one in letters if unicodedata.category(one) != "Cc")


def _shown(letter: str) -> str:
    code_point = f"U+{ord(letter):04X}"
    if unicodedata.category(letter)[0] in "CZ":
        return code_point
    return f"“{letter}” ({code_point})"
