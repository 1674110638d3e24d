"""A body as the layout draws it: its blocks as JSON, words and columns fitted to the paper."""

from collections.abc import Sequence
from typing import Any, Final

from shared.document.body import (
    Article,
    Block,
    Cell,
    Division,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    plain_text,
    read_body,
)
from shared.document.letters import MM_PER_POINT, cleaned, face, fitting

TEXT_MM, CELL_PADDING_MM = 165.0, 1.5
BODY_MM: Final = 160.0
_BODY_POINTS, _CELL_POINTS = 14.0, 13.0
_LONGEST_WISH = 400
"""Letters: a cell with more asks for no more width."""

Letters = list[str | dict[str, Any]]
"""A string of upright letters, or {text, bold, italic}."""


def body_of(paragraphs: Sequence[str], *, articles: bool) -> list[dict[str, Any]]:
    """Every block by its kind: paragraph, title, division, table.

    Raises `Invalid` (`letter_without_glyph`) where the font lacks a letter.
    """
    return [_block(block) for block in read_body(paragraphs, articles=articles)]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            return _table(block)
        case Division(mark, title):
            lines = [_letters((Run(one, bold=True),)) for one in (mark, title) if one]
            return {"kind": "division", "lines": lines}
        case Heading(text):
            return {"kind": "title", "letters": _letters((Run(text, bold=True),))}
        case Article(mark, runs, titled):
            bold = tuple(Run(run.text, bold=True, italic=run.italic) for run in runs)
            words = _letters((Run(f"{mark} ", bold=True), *(bold if titled else runs)))
            return {"kind": "title" if titled else "paragraph", "letters": words}
        case Item(mark, runs):
            return _lines((Run(f"{mark} "), *runs))
        case Paragraph(runs):
            return _lines(runs)


def _lines(runs: Sequence[Run]) -> dict[str, Any]:
    """A paragraph all in bold is a title, which stays with what follows."""
    kind = "title" if all(run.bold for run in runs) else "paragraph"
    return {"kind": kind, "letters": _letters(runs)}


def _letters(
    runs: Sequence[Run], points: float = _BODY_POINTS, room_mm: float = BODY_MM
) -> Letters:
    """The runs, those of one face as one string."""
    letters: Letters = []
    for run in runs:
        text = fitting(cleaned(run.text), _style(run), points, room_mm)
        if run.bold or run.italic:
            letters.append({"text": text, "bold": run.bold, "italic": run.italic})
        elif letters and isinstance(letters[-1], str):
            letters[-1] += text
        else:
            letters.append(text)
    return letters


def _style(run: Run) -> str:
    styles = {(True, True): "bold italic", (True, False): "bold", (False, True): "italic"}
    return styles.get((run.bold, run.italic), "regular")


def _table(table: Table) -> dict[str, Any]:
    head = tuple(tuple(Run(run.text, True, run.italic) for run in cell) for cell in table.head)
    widths = column_widths((head, *table.rows))
    rooms = [width - 2 * CELL_PADDING_MM for width in widths]

    def row(cells: Sequence[Cell]) -> list[Letters]:
        return [_letters(one, _CELL_POINTS, room) for one, room in zip(cells, rooms, strict=True)]

    return {
        "kind": "table",
        "widths": widths,
        "align": list(table.columns),
        "head": row(head),
        "rows": [row(cells) for cells in table.rows],
    }


def column_widths(rows: Sequence[Sequence[Cell]]) -> list[float]:
    """The widths of a table's columns in mm, together those of the text.

    Each has room for its longest word where that goes; the rest is shared by what the cells would
    need to stand on one line.
    """
    columns = list(zip(*rows, strict=True))
    needs = [max(map(_longest_word, column)) + 2 * CELL_PADDING_MM for column in columns]
    wishes = [max(map(_one_line, column)) + 2 * CELL_PADDING_MM for column in columns]
    if sum(needs) >= TEXT_MM:
        return [round(TEXT_MM * need / sum(needs), 2) for need in needs]
    spare = TEXT_MM - sum(needs)
    more = [wish - need + 1 for wish, need in zip(wishes, needs, strict=True)]
    return [
        round(need + spare * part / sum(more), 2) for need, part in zip(needs, more, strict=True)
    ]


def _longest_word(cell: Cell) -> float:
    words = plain_text(cell).split()
    longest = max(words, key=len, default="")
    return _width(longest, cell)


def _one_line(cell: Cell) -> float:
    return _width(plain_text(cell)[:_LONGEST_WISH], cell)


def _width(text: str, cell: Cell) -> float:
    """In mm; what is bold in part is measured as bold."""
    style = "bold" if any(run.bold for run in cell) else "regular"
    known = "".join(letter for letter in cleaned(text) if ord(letter) in face(style).glyphs)
    return face(style).width(known) * _CELL_POINTS * MM_PER_POINT
