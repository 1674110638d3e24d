"""Word files that were written here, as drafts: their styles say which part is which.

`shared.document.word` writes them. Whoever edits one in Word may add to it and take from it; what
stands in no known style belongs to the body, so nothing is lost.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from services.drafting.word_files import refuse_bombs
from shared.document.body import Run as Letters
from shared.document.body import read_runs
from shared.document.model import AnnexText, DispatchText
from shared.document.sheet import URGENCY_STAMPS
from shared.document.word_styles import ADDED, TABLE_STYLE, Style
from shared.domain.circulation import CIRCULATION_STAMPS, Circulation
from shared.domain.document_types import DISPATCH, type_key
from shared.domain.urgency import Urgency

_NEEDED: Final = frozenset({Style.BODY, Style.ADDRESSEE, Style.RECIPIENT, Style.SIGNER})
"""A file that has these styles was written here."""
_OF_THE_FORM: Final = re.compile(
    r"\s*(?:V/v|Về việc|Kính gửi:|.{1,300}(?:điện|kính mời):|Nơi nhận:|- Lưu:|-|\.?/\.|[;.])\s*"
)
"""What the form adds. Somebody who types behind it in Word types in its style, and is heard."""
_SILENT: Final = frozenset(
    {
        *(Style.PARENT, Style.ISSUER, Style.NATION, Style.MOTTO, Style.RULE, Style.NUMBER),
        *(Style.RESOLUTION, Style.RECIPIENTS, Style.ANNEX_SOURCE, Style.PAGE),
    }
)
"""They come from the agency's file, or are always the same."""
_ALL_ADDED: Final = frozenset({Style.DATE, Style.ANNEX, Style.TITLE, Style.SIGNER})
"""Where letters of the form are never the draft's: a date, the titles of another signer."""
_LISTED: Final = frozenset({Style.BASIS, Style.ADDRESSEE, Style.RECIPIENT, Style.FILE_COPY})
_BODY: Final = frozenset({Style.BODY, Style.ARTICLE, Style.DIVISION, Style.CELL, Style.CELL_HEAD})


def draft_of_word_file(data: bytes) -> DispatchText | None:
    """The draft in a .docx that was written here; None for any other file.

    Raises TooLarge `word_file_too_large`.
    """
    refuse_bombs(data)
    try:
        document: Any = Document(io.BytesIO(data))
        if not {style.name for style in document.styles} >= _NEEDED:
            return None
        return _Draft().read(document)
    except (KeyError, ValueError, SyntaxError, AttributeError):
        return None


@dataclass(slots=True)
class _Draft:
    """The parts as they are met, in the order of the file."""

    found: dict[str, list[str]] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    annexes: list[AnnexText] = field(default_factory=list)
    _annexed: list[str] | None = None

    def read(self, document: Any) -> DispatchText:
        self._take_all(document.iter_inner_content())
        self._take_all(document.sections[0].first_page_footer.paragraphs)
        self._close_annex()
        return self._text()

    def _take_all(self, blocks: Any) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._take(block)
            elif block.style is not None and block.style.name == TABLE_STYLE:
                self._body().extend(_rows(block))
            else:
                for row in block.rows:
                    for cell in row.cells:
                        self._take_all(cell.iter_inner_content())

    def _take(self, paragraph: Paragraph) -> None:
        style = str(paragraph.style.name) if paragraph.style else ""
        if style in _SILENT:
            return
        if style == Style.ANNEX:
            self._open_annex(paragraph)
            return
        words = _words(paragraph, style)
        if not words:
            return
        known = style in set(Style) - _BODY
        self._of(style).append(words) if known else self._body().append(words)

    def _of(self, style: str) -> list[str]:
        return self.found.setdefault(style, [])

    def _body(self) -> list[str]:
        return self.paragraphs if self._annexed is None else self._annexed

    def _open_annex(self, paragraph: Paragraph) -> None:
        self._close_annex()
        self._annexed = []
        self.found[Style.ANNEX] = [type_key(_words(paragraph, Style.ANNEX))]
        self.found[Style.ANNEX_TITLE] = []

    def _close_annex(self) -> None:
        if self._annexed is None:
            return
        title, doc_type = self._one(Style.ANNEX_TITLE), self._one(Style.ANNEX)
        annex = AnnexText(title=title, paragraphs=tuple(self._annexed), doc_type=doc_type)
        self.annexes.append(annex)

    def _one(self, style: Style) -> str:
        return " ".join(self.found.get(style, ()))

    def _many(self, style: Style) -> tuple[str, ...]:
        return tuple(self.found.get(style, ()))

    def _text(self) -> DispatchText:
        urgent, circulates = self._one(Style.URGENCY), self._one(Style.CIRCULATION)
        return DispatchText(
            doc_type=type_key(self._one(Style.HEADING)) or DISPATCH,
            place=self._one(Style.DATE),
            subject=self._one(Style.SUBJECT) or self._one(Style.EXCERPT),
            addressees=self._many(Style.ADDRESSEE),
            paragraphs=tuple(self.paragraphs),
            recipients=self._many(Style.RECIPIENT),
            file_copy=self._one(Style.FILE_COPY),
            signature_lines=self._many(Style.TITLE),
            signer_name=self._one(Style.SIGNER),
            urgency=next((u for u, s in URGENCY_STAMPS.items() if s == urgent), Urgency.NORMAL),
            authority=self._one(Style.AUTHORITY),
            bases=self._many(Style.BASIS),
            circulation=next(
                (c for c, s in CIRCULATION_STAMPS.items() if s == circulates), Circulation.FREE
            ),
            contact=self._one(Style.CONTACT),
            cosigner_lines=self._many(Style.COSIGNER_TITLE),
            cosigner_name=self._one(Style.COSIGNER),
            annexes=tuple(self.annexes),
        )


def _words(paragraph: Paragraph, style: str) -> str:
    """What the draft says in a paragraph; of the body with its marks of emphasis."""
    letters = list(_letters(paragraph, style))
    marked = style not in set(Style) or style in _BODY
    words = _marked(letters) if marked else "".join(one.text for one in letters)
    whole = " ".join(words.split())
    return whole.rstrip(" ;.,") if style in _LISTED else whole


def _letters(paragraph: Paragraph, style: str) -> Iterator[Letters]:
    for element in paragraph._p.iter(qn("w:r")):  # noqa: SLF001 -- runs in links and insertions too
        if any(one.tag == qn("w:del") for one in element.iterancestors()):
            continue
        run = Run(element, paragraph)
        text = run.text.replace("\u00a0", " ")
        if run.style.name == ADDED:
            text = "" if style in _ALL_ADDED else _without_the_form(text)
        if text:
            yield Letters(text, bool(run.bold), bool(run.italic))


def _without_the_form(text: str) -> str:
    found = _OF_THE_FORM.match(text)
    return text[found.end() :] if found else text


def _marked(letters: list[Letters]) -> str:
    """The Markdown that is read as these letters."""
    whole = "".join(map(_emphasised, _of_one_face(letters)))
    plain = "".join(one.text for one in letters)
    flat = not any(one.bold or one.italic for one in letters)
    if flat and "*" in plain and read_runs(plain) != (Letters(plain),):
        return plain.replace("*", "\\*")
    return plain if flat else whole


def _of_one_face(letters: list[Letters]) -> Iterator[Letters]:
    """Neighbours of one face as one; Word cuts them apart where they were edited."""
    last: Letters | None = None
    for one in letters:
        if last and (last.bold, last.italic) == (one.bold, one.italic):
            last = Letters(last.text + one.text, one.bold, one.italic)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _emphasised(letters: Letters) -> str:
    """Marks stand tight around the words."""
    stars = "*" * (2 * letters.bold + letters.italic)
    words = letters.text.strip()
    if not stars or not words:
        return letters.text.replace("*", "\\*")
    before, after = letters.text.split(words, 1)
    return f"{before}{stars}{words.replace('*', chr(92) + '*')}{stars}{after}"


def _rows(table: Table) -> Iterator[str]:
    """A row a paragraph; the second says how the columns are aligned."""
    aligned = [_dashes(cell) for cell in table.rows[min(1, len(table.rows) - 1)].cells]
    for at, row in enumerate(table.rows):
        cells = [cell.paragraphs for cell in row.cells]
        words = [" ".join(_words(one, Style.CELL) for one in cell) for cell in cells]
        yield _row(one.replace("|", "\\|") for one in words)
        if at == 0:
            yield f"|{'|'.join(aligned)}|"


def _dashes(cell: _Cell) -> str:
    """By Word's own word: other programs write "start" and "end", which python-docx refuses."""
    said = next(cell.paragraphs[0]._p.iter(qn("w:jc")), None)  # noqa: SLF001 -- so it must be
    match said.get(qn("w:val")) if said is not None else "":
        case "center":
            return ":-:"
        case "right" | "end":
            return "--:"
        case _:
            return "---"


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
