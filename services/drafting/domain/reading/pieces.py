"""Lines cut where two columns meet: the pieces that the reader places, each exactly once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.drafting.domain.text_lines import Line, plain
from shared.domain.words import fold

LONGEST = 1000
"""No part of header or foot is longer; patterns are only asked of what is shorter."""
RIGHT_COLUMN = 24
"""Spaces before a line that stands in the right column, in text laid out with spaces."""

_CELL_EDGE = re.compile(r"<br\s?/?>|\||\t+|[ \u00a0\u2000-\u200a\u3000]{3,}")
_DATE_GOES_ON = re.compile(r"tháng\b|năm\b", re.IGNORECASE)
_WANTS_MORE = re.compile(
    r"(?:\bS[ốô]\s*:?|\bngày|\btháng|V/v\s*:?|Về việc|Kính gửi)$", re.IGNORECASE
)
_LEADING = re.compile(r"[ \t\u00a0]*")


@dataclass(slots=True)
class Piece:
    """A line, or one column's part of it, with the use that the reader made of it."""

    lines: tuple[int, ...]
    text: str
    cells: tuple[str, ...] = ()
    """What stands apart in the line, from left to right; one cell in plain text."""
    indent: int = 0
    gap: bool = False
    """A blank line or the edge of a table's cell stands before it."""
    page: bool = False
    """A page begins with it."""
    use: str = ""
    """The field that took it, "motto" or "artefacts"; empty: not placed."""
    width: int = 0
    """Letters and spaces of the line as given."""
    _folded: str | None = field(init=False, default=None)

    @property
    def folded(self) -> str:
        """The beginning of the text without diacritics, for comparing."""
        if self._folded is None:
            self._folded = fold(self.text[:200])
        return self._folded

    @property
    def short(self) -> bool:
        return len(self.text) <= LONGEST

    @property
    def line(self) -> int:
        return self.lines[0]


def pieces_of(lines: Iterable[Line]) -> list[Piece]:
    """A piece for every line that is not blank."""
    pieces: list[Piece] = []
    gap = page = False
    for line in lines:
        page = page or "\f" in line.raw
        if not line.text.strip("|"):
            gap = True
            continue
        pieces.append(
            Piece(
                lines=(line.number,),
                text=line.text.strip("| ") or line.text,
                cells=_cells(line),
                indent=_LEADING.match(line.raw).end() if line.raw else 0,  # type: ignore[union-attr]  # it always matches
                gap=gap,
                page=page,
                width=len(line.raw.rstrip()),
            )
        )
        gap = page = False
    return pieces


def _cells(line: Line) -> tuple[str, ...]:
    if len(line.text) > LONGEST or not _CELL_EDGE.search(line.raw.strip()):
        return (line.text,)
    cells: list[str] = []
    for cell in filter(None, map(plain, _CELL_EDGE.split(line.raw))):
        if cells and _is_one_cell(cells[-1], cell):
            cells[-1] = f"{cells[-1]} {cell}"
        else:
            cells.append(cell)
    return tuple(cells) or (line.text,)


def _is_one_cell(before: str, cell: str) -> bool:
    """Whether the room between them was left for a number or a date, and is no column's edge."""
    if _WANTS_MORE.search(before) or cell.startswith("/"):
        return True
    return _DATE_GOES_ON.match(cell) is not None and "ngày" in before.lower()


def spread(pieces: Iterable[Piece]) -> list[Piece]:
    """One piece for each cell."""
    return [part for piece in pieces for part in parted(piece, piece.cells)]


def parted(piece: Piece, texts: Iterable[str]) -> Iterator[Piece]:
    """A piece for each of these texts that it consists of."""
    found = [text for text in texts if text]
    if len(found) <= 1:
        yield piece
        return
    for order, text in enumerate(found):
        yield Piece(
            lines=piece.lines,
            text=text,
            cells=(text,),
            indent=piece.indent if order == 0 else piece.indent + RIGHT_COLUMN,
            gap=piece.gap,
            page=piece.page,
            use=piece.use,
            width=len(text),
        )


def joined(first: Piece, *others: Piece) -> Piece:
    """One piece of several lines that a narrow column broke."""
    text = " ".join(piece.text for piece in (first, *others))
    return Piece(
        lines=tuple(number for piece in (first, *others) for number in piece.lines),
        text=text,
        cells=(text,),
        indent=first.indent,
        gap=first.gap,
        page=first.page,
        width=first.width,
    )


@dataclass(slots=True)
class Entry:
    """A value in the making: its words, and the lines that they came from."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, piece: Piece) -> "Entry":
        return cls([text], list(piece.lines))

    def add(self, text: str, piece: Piece) -> None:
        self.texts.append(text)
        self.lines.extend(piece.lines)

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))

    @property
    def ending(self) -> str:
        """How the text ends, told without putting it together: an entry may have many lines."""
        return next(filter(None, reversed(self.texts)), "")
