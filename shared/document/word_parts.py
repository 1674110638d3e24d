"""The pieces that a Word file is put together of: letters, rules, boxes, tables without lines."""

import re
from collections.abc import Sequence
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell

from shared.document.body import Run
from shared.document.letters import cleaned
from shared.document.word_styles import ADDED, Style

_DATE: Final = re.compile(r"ngày \d{1,2} tháng \d{1,2} năm \d{4}")
_SYMBOL: Final = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)+")
_LONGEST_SYMBOL: Final = 30
_AWAY: Final = 3
"""Points between words and their box."""


def paragraph(parent: Any, style: Style) -> Any:
    """A new paragraph; the one that every cell begins with is used first."""
    first = parent.paragraphs[0] if isinstance(parent, _Cell) else None
    if first is not None and first.style.name == "Normal" and not first.runs:
        first.style = style
        return first
    return parent.add_paragraph(style=style)


def line(parent: Any, style: Style, *words: str | Run | tuple[str, str]) -> Any:
    """A paragraph of the draft's own words, and of (words, character style) of the form."""
    made = paragraph(parent, style)
    for one in words:
        match one:
            case Run(text, bold, italic):
                run = write(made, text)
                run.bold, run.italic = bold or None, italic or None
            case (text, name):
                write(made, text).style = name
            case str():
                write(made, one)
    return made


def added(text: str) -> tuple[str, str]:
    """Words of the form, which are no part of the draft."""
    return text, ADDED


def hidden(parent: Any, style: Style, text: str) -> None:
    """What the draft says and the paper does not print: kept, as Word's hidden text."""
    made = paragraph(parent, style)
    write(made, text).font.hidden = True
    properties = made._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no other way
    marks = OxmlElement("w:rPr")
    marks.append(OxmlElement("w:vanish"))
    properties.append(marks)


def write(target: Any, text: str) -> Any:
    """A run whose dates and symbols stay on one line: "ngày 05 tháng 3", "781/QĐ-BTTTT"."""
    run = target.add_run()
    held = _DATE.sub(lambda date: date[0].replace(" ", "\u00a0"), cleaned(text))
    end = 0
    for found in _SYMBOL.finditer(held):
        if len(found[0]) >= _LONGEST_SYMBOL or "-" not in found[0]:
            continue
        head, *rest = found[0].split("-")
        run.add_text(held[end : found.start()] + head)
        for part in rest:
            run._r.append(OxmlElement("w:noBreakHyphen"))  # noqa: SLF001 -- as above
            run.add_text(part)
        end = found.end()
    run.add_text(held[end:])
    return run


def rule(parent: Any, length_mm: float, room_mm: float) -> None:
    """A line in the middle of a column so wide."""
    made = paragraph(parent, Style.RULE)
    aside = Mm(max(0.0, (room_mm - length_mm) / 2))
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = aside
    _border(made, ("top",), "000000")


def boxed(
    made: Any, width_mm: float, room_mm: float, colour: str, *, from_left_mm: float = 0
) -> None:
    """Draw a box around a paragraph, in the middle of a room that begins so far to the right."""
    aside = max(0.0, (room_mm - width_mm) / 2)
    made.paragraph_format.left_indent = Mm(from_left_mm + aside)
    made.paragraph_format.right_indent = Mm(aside)
    _border(made, ("top", "left", "bottom", "right"), colour, away=_AWAY)


def overlined(made: Any) -> None:
    _border(made, ("top",), "000000")


def _border(made: Any, edges: Sequence[str], colour: str, away: int = 1) -> None:
    borders = OxmlElement("w:pBdr")
    for edge in edges:
        one = OxmlElement(f"w:{edge}")
        for name, value in (
            ("val", "single"),
            ("sz", "6"),
            ("space", str(away)),
            ("color", colour),
        ):
            one.set(qn(f"w:{name}"), value)
        borders.append(one)
    made._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 -- as above
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def columns(
    document: Any, widths_mm: Sequence[float], *, rows: int = 1, padding_mm: float = 0
) -> Any:
    """A table without lines, flush with the text, whose rows stay whole."""
    table = document.add_table(rows, len(widths_mm))
    _pad(table, padding_mm)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 -- as above
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _pad(table: Any, padding_mm: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        one = OxmlElement(f"w:{edge}")
        one.set(qn("w:w"), str(Mm(padding_mm).twips))
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 -- as above


def page_number(header: Any) -> None:
    """The number of the page, in the middle of the header (PL1 I.6)."""
    made = header.paragraphs[0]
    made.style = Style.PAGE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    made._p.append(field)  # noqa: SLF001 -- as above


def count_anew(section: Any) -> None:
    """Begin the page numbers of a section at 1."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(  # noqa: SLF001 -- as above
        start, "w:cols", "w:titlePg", "w:docGrid"
    )
