"""A body in a Word file: paragraphs, articles, divisions and tables, each in its style."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from shared.document.body import (
    Align,
    Article,
    Block,
    Division,
    Heading,
    Item,
    Paragraph,
    Run,
    Table,
    read_body,
)
from shared.document.sheet import END_MARK, with_end_mark
from shared.document.sheet_body import CELL_PADDING_MM, column_widths
from shared.document.word_parts import added, columns, line
from shared.document.word_styles import ARTICLE_MARK, TABLE_STYLE, Style
from shared.domain.words import one_line

_ALIGNED: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_ONE_LINE: Final = 80
"""Letters."""
_KEPT_ROWS: Final = 2
"""Of a table that ends a body: they stay with the signature."""


def write_body(
    document: Any, paragraphs: Sequence[str], *, articles: bool, ended: bool = True
) -> None:
    """Every paragraph; one that is a division's title stays a paragraph of its own."""
    written = [one.strip() for one in paragraphs if one.strip()]
    blocks: list[tuple[Block, str]] = []
    for is_table, group in groupby(written, key=_is_rows):
        lines = list(group)
        read = read_body(lines, articles=articles) if is_table else ()
        if is_table and isinstance(read[0], Table):
            blocks.extend((table, "") for table in read)
        else:
            _read_lines(blocks, lines, articles=articles)
    _write_blocks(document, blocks, _end_of(written) if ended else "")


def _read_lines(blocks: list[tuple[Block, str]], lines: Sequence[str], *, articles: bool) -> None:
    for text in map(one_line, lines):
        before = blocks[-1] if blocks else None
        if before and isinstance(before[0], Division) and not before[0].title:
            both = read_body([before[1], text], articles=articles)
            if len(both) == 1:
                blocks.append((Division(text, " "), text))
                continue
        blocks.extend((block, text) for block in read_body([text], articles=articles))


def _is_rows(paragraph: str) -> bool:
    return all(len(one) > 1 and one[0] == one[-1] == "|" for one in paragraph.splitlines())


def _end_of(written: Sequence[str]) -> str:
    """What the paper adds to the last paragraph: the end mark, or what is missing of it."""
    if not written:
        return ""
    bare, ended = written[-1].rstrip("*"), with_end_mark(written)[-1].rstrip("*")
    return ended[len(bare) :] if ended.startswith(bare) else END_MARK


def _write_blocks(document: Any, blocks: Sequence[tuple[Block, str]], end: str) -> None:
    made = None
    behind_a_table = False
    for block, _ in blocks:
        if isinstance(block, Table):
            made = None
            if behind_a_table:
                line(document, Style.BODY)  # Word takes tables that touch for one
            _write_table(document, block)
        else:
            made = _write_words(document, block)
        if made is not None and behind_a_table:
            made.paragraph_format.space_before = Pt(6)
        behind_a_table = made is None
    if made is not None and end:
        last = made.runs[-1] if made.runs else None
        run = made.add_run(end, style=added("")[1])
        run.bold, run.italic = (last.bold, last.italic) if last else (None, None)


def _write_words(document: Any, block: Paragraph | Item | Article | Division | Heading) -> Any:
    match block:
        case Division(mark, title):
            more = f" {title}" if title.strip() else ""
            return line(document, Style.DIVISION, f"{mark}{more}")
        case Heading(text):
            return line(document, Style.ARTICLE, text)
        case Article(mark, runs, titled):
            if titled:
                return line(document, Style.ARTICLE, f"{mark} ", *runs)
            return line(document, Style.BODY, (f"{mark} ", ARTICLE_MARK), *runs)
        case Item(mark, runs):
            return line(document, Style.BODY, f"{mark} ", *runs)
        case Paragraph(runs):
            made = line(document, Style.BODY, *runs)
            made.paragraph_format.keep_with_next = all(run.bold for run in runs) or None
            return made


def _write_table(document: Any, table: Table) -> None:
    head = tuple(tuple(Run(run.text, True, run.italic) for run in cell) for cell in table.head)
    widths = column_widths((head, *table.rows))
    made = columns(document, widths, rows=1 + len(table.rows), padding_mm=CELL_PADDING_MM)
    made.style = TABLE_STYLE
    made.rows[0]._tr.get_or_add_trPr().append(  # noqa: SLF001 -- python-docx has no other way
        OxmlElement("w:tblHeader")
    )
    for at, cells in enumerate((table.head, *table.rows)):
        for cell, runs, align in zip(made.rows[at].cells, cells, table.columns, strict=True):
            written = line(cell, Style.CELL if at else Style.CELL_HEAD, *runs)
            if at:
                written.alignment = _ALIGNED[align]


def keep_the_end(document: Any) -> None:
    """Keep the last paragraph, or rows of the last table, with what follows: the signature.

    A paragraph of one line keeps the one before it too: two lines stand with the signature.
    """
    *before, last = document.iter_inner_content()
    if hasattr(last, "rows"):
        for row in last.rows[-_KEPT_ROWS:]:
            for cell in row.cells:
                for one in cell.paragraphs:
                    one.paragraph_format.keep_with_next = True
        return
    last.paragraph_format.keep_with_next = True
    if len(last.text) < _ONE_LINE and isinstance(before[-1], WordParagraph):
        before[-1].paragraph_format.keep_with_next = True
