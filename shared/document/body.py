r"""The small Markdown of a body: emphasis, list items, articles and divisions, tables.

Standard library only: layouts draw what is read here, and nothing of a text ever becomes code.
Everything that is not in this list is letters:

- `**bold**`, `*italic*`, `***both***`, within one paragraph, the marks tight around what they mean;
  `\*` is a star.
- `- `, `+ `, `1. `, `1) `, `a) `, `1.1. ` at the beginning: a list item, khoản or điểm.
- A paragraph whose every line begins and ends with `|` is a row of a table; rows follow each other,
  the second is `|---|:--:|--:|` and says how the columns are aligned; `\|` is a bar. At most 20
  columns, and as many in every row. A row over another `|---|:--:|--:|` begins the next table.

With `articles`, which every type but the công văn has (ND30 PL1 II.6.d):

- `Điều 1. ...`: an article; without final punctuation its words are its title.
- `Phần I`, `Chương II`, `Mục 3`, alone or before a title in capitals: a division; a paragraph in
  capitals that follows a division is its title.
- `II. ...` in capitals: a heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from shared.domain.words import one_line

MOST_COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one face."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; it opens a paragraph like any other (PL1 II.6.d)."""

    mark: str
    """"-", "1.", "a)"."""
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Article:
    mark: str
    """"Điều 1."."""
    runs: tuple[Run, ...]
    titled: bool
    """Whether the runs are its title, and as bold as the mark."""


@dataclass(frozen=True, slots=True)
class Division:
    """A phần, chương or mục, in the middle."""

    mark: str
    """"Chương II"."""
    title: str
    """In capitals; may be empty."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Bold, and begins as a paragraph does: "II. KẾT QUẢ"."""

    text: str


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Its head is printed again on every page."""

    columns: tuple[Align, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Item | Article | Division | Heading | Table

_MARK = re.compile(r"(?P<mark>[-+–•]|(?:\d{1,3}\.){1,4}|\d{1,3}\)|[a-zđ]\)) +(?=\S)")
_ARTICLE = re.compile(r"(?P<mark>Điều\s+\d{1,3}[a-zđ]?\.)\s*")
_DIVISION = re.compile(
    r"(?P<mark>(?:Phần|Chương|Mục|Tiểu mục)\s+(?:[IVXLC]{1,7}|\d{1,3}|thứ\s\w{1,9}))[.:]?"
    r"(?:\s+(?P<title>\S.*))?"
)
_HEADING = re.compile(r"[IVXLC]{1,7}\.\s+\S")
_LONGEST_TITLE = 300
_ENDS = (".", ";", ":", ",", "/")

_ALIGNMENT = re.compile(r":?-{1,200}:?")
_CLEAR = re.compile(r":?-{2,200}:|:-{1,199}:|-{3,200}")
"""Under the head of a table that follows another; a dash alone is a cell without anything."""
_UNESCAPED_BAR = re.compile(r"(?<!\\)\|")

_STARS = re.compile(r"\\\*|\*+")
_OPENS_BEFORE = "“\"‘'«([{<"
_CLOSES_AFTER = "”\"’'»)]}>.,;:!?…%/"


def read_body(paragraphs: Sequence[str], *, articles: bool) -> tuple[Block, ...]:
    """The blocks of a body, in order; blank paragraphs are none. Linear in the text's length."""
    written = [one.strip() for one in paragraphs if one.strip()]
    blocks: list[Block] = []
    for is_table, group in groupby(written, key=_is_rows):
        lines = list(group)
        if is_table and (tables := _tables([row for one in lines for row in one.splitlines()])):
            blocks.extend(tables)
            continue
        for line in lines:
            _add(blocks, one_line(line), articles=articles)
    return tuple(blocks)


def read_runs(text: str) -> tuple[Run, ...]:
    """The letters of a line with their faces; marks that don't pair stay letters."""
    pieces = _pieces(text)
    _pair(pieces)
    runs: list[Run] = []
    bold = italic = 0
    for piece in pieces:
        change = -1 if piece.closes else 1
        if piece.paired:
            bold += change * (len(piece.text) >= 2)
            italic += change * (len(piece.text) != 2)
        elif piece.text:
            runs.append(Run(piece.text, bold > 0, italic > 0))
    faces = groupby(runs, key=lambda run: (run.bold, run.italic))
    return tuple(Run("".join(run.text for run in same), *face) for face, same in faces)


def plain_text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _add(blocks: list[Block], line: str, *, articles: bool) -> None:
    before = blocks[-1] if blocks else None
    if articles and isinstance(before, Division) and not before.title and _is_title(line):
        blocks[-1] = Division(before.mark, line)
        return
    special = _of_articles(line) if articles else None
    found = _MARK.match(line)
    if special:
        blocks.append(special)
    elif found:
        blocks.append(Item(found["mark"], read_runs(line[found.end() :])))
    else:
        blocks.append(Paragraph(read_runs(line)))


def _of_articles(line: str) -> Block | None:
    """What only bodies with articles have."""
    if article := _ARTICLE.match(line):
        words = line[article.end() :]
        titled = bool(words) and len(words) <= _LONGEST_TITLE and not words.endswith(_ENDS)
        return Article(" ".join(article["mark"].split()), read_runs(words), titled)
    division = _DIVISION.fullmatch(line) if len(line) <= _LONGEST_TITLE else None
    if division and (not division["title"] or _is_title(division["title"])):
        return Division(division["mark"], division["title"] or "")
    if _HEADING.match(line) and _is_title(line):
        return Heading(line)
    return None


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and line.isupper()


def _is_rows(paragraph: str) -> bool:
    lines = [line.strip() for line in paragraph.splitlines()]
    return all(len(line) > 1 and line[0] == line[-1] == "|" for line in lines)


def _tables(rows: Sequence[str]) -> list[Table]:
    """One for each head, with the row of dashes under it; none where some rows make no table."""
    cells = [_cells_of(row) for row in rows]
    aligned = (at for at in range(2, len(cells)) if all(map(_CLEAR.fullmatch, cells[at])))
    heads = [at - 1 for at in aligned]
    made = [_table(cells[start:end]) for start, end in pairwise((0, *heads, len(cells)))]
    return [table for table in made if table] if all(made) else []


def _cells_of(row: str) -> list[str]:
    return [cell.strip() for cell in _UNESCAPED_BAR.split(row.strip()[1:-1])]


def _table(cells: Sequence[Sequence[str]]) -> Table | None:
    """None where the rows make no table: then they are letters."""
    if len(cells) < 2 or not all(map(_ALIGNMENT.fullmatch, cells[1])):
        return None
    width = len(cells[0])
    if width > MOST_COLUMNS or any(len(row) != width for row in cells):
        return None
    head, *body = ([read_runs(cell.replace("\\|", "|")) for cell in row] for row in cells)
    return Table(tuple(map(_align, cells[1])), tuple(head), tuple(map(tuple, body[1:])))


def _align(dashes: str) -> Align:
    if dashes.endswith(":"):
        return Align.CENTER if dashes.startswith(":") else Align.RIGHT
    return Align.LEFT


@dataclass(slots=True)
class _Piece:
    """Letters, or a run of stars that may open or close emphasis."""

    text: str
    can_open: bool = False
    can_close: bool = False
    paired: bool = False
    closes: bool = False


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    end = 0
    for found in _STARS.finditer(text):
        pieces.append(_Piece(text[end : found.start()]))
        end = found.end()
        stars = found[0]
        if stars == "\\*":
            pieces.append(_Piece("*"))
            continue
        before, after = text[found.start() - 1 : found.start()], text[end : end + 1]
        marks = len(stars) <= 3
        pieces.append(
            _Piece(
                stars,
                can_open=marks
                and not _of_word(before)
                and (_of_word(after) or (after != "" and after in _OPENS_BEFORE)),
                can_close=marks
                and not _of_word(after)
                and (_of_word(before) or (before != "" and before in _CLOSES_AFTER)),
            )
        )
    return [*pieces, _Piece(text[end:])]


def _of_word(letter: str) -> bool:
    return letter.isalnum()


def _pair(pieces: Sequence[_Piece]) -> None:
    """Pair each closing mark with the last open one of its length; what lies between stays."""
    opened: dict[int, list[int]] = {1: [], 2: [], 3: []}
    for at, piece in enumerate(pieces):
        if piece.can_close and opened[len(piece.text)]:
            start = opened[len(piece.text)].pop()
            pieces[start].paired = piece.paired = piece.closes = True
            for others in opened.values():
                while others and others[-1] > start:
                    others.pop()
        elif piece.can_open:
            opened[len(piece.text)].append(at)


def blocks_text(blocks: Sequence[Block]) -> Iterator[str]:
    """The letters of every block without marks of emphasis, a cell of a table at a time."""
    for block in blocks:
        match block:
            case Table(head=head, rows=rows):
                yield from (plain_text(cell) for row in (head, *rows) for cell in row)
            case Paragraph(runs):
                yield plain_text(runs)
            case Item(mark, runs) | Article(mark, runs):
                yield f"{mark} {plain_text(runs)}".rstrip()
            case Division(mark, title):
                yield f"{mark} {title}".rstrip()
            case Heading(text):
                yield text
