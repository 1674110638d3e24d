"""A dispatch as a Word file, editable, by the measures of the paper (ND30 PL1).

What the draft says stands in paragraphs whose style names the part; what the form adds ("V/v", the
end mark) has a style of its own; what is not printed is hidden text. So the file is read back to
the same draft. A header's rules are borders, its columns a table: nothing has to be drawn.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from shared.document.forms import Opening, excerpt_of, form_of, heading_of
from shared.document.letters import MM_PER_POINT, cleaned, face
from shared.document.model import AnnexText, Paper
from shared.document.sheet import sheet
from shared.document.word_body import keep_the_end, write_body
from shared.document.word_parts import (
    added,
    boxed,
    columns,
    count_anew,
    hidden,
    line,
    overlined,
    page_number,
    rule,
)
from shared.document.word_styles import FOOT_MM, HEADER_MM, RED, TEXT_MM, Style, new_document
from shared.domain.document_types import DISPATCH

_RULE_PART: Final = 0.42
"""Of the line above it: between a third and a half (PL1 II.2)."""
_STAMP_MM: Final = {"KHẨN": 20.0, "THƯỢNG KHẨN": 40.0, "HỎA TỐC": 30.0}


def word_file(paper: Paper) -> bytes:
    """The dispatch as a .docx, without number and date; the same words always give like pages.

    Raises Invalid `letter_without_glyph` as the paper does.
    """
    target = BytesIO()
    _Word(paper).written().save(target)
    return target.getvalue()


class _Word:
    def __init__(self, paper: Paper) -> None:
        self._head, self._text, self._block = paper.letterhead, paper.text, paper.signature
        self._form, self._sheet = form_of(paper.text.doc_type), sheet(paper)
        self._articles = paper.text.doc_type != DISPATCH
        self._document = new_document()

    def written(self) -> Any:
        document, text = self._document, self._text
        document.core_properties.title = self._sheet["title"]
        document.core_properties.author = self._sheet["author"]
        page_number(document.sections[0].header)
        self._contact()
        self._circulation()
        self._header()
        self._heading()
        self._addressees()
        write_body(document, text.paragraphs, articles=self._articles, ended=self._form.ended)
        keep_the_end(document)
        self._foot()
        for annex, printed in zip(text.annexes, self._sheet["annexes"], strict=True):
            self._annex(annex, printed)
        return document

    def _contact(self) -> None:
        if self._text.contact:
            footer = self._document.sections[0].first_page_footer
            overlined(line(footer, Style.CONTACT, self._text.contact))

    def _circulation(self) -> None:
        if stamp := self._sheet["circulation"]:
            made = line(self._document, Style.CIRCULATION, stamp)
            left, room = HEADER_MM
            boxed(made, _width(stamp, 13) + 6, room, "000000", from_left_mm=left)

    def _header(self) -> None:
        """Boxes 1 to 5b and 10b, in two columns."""
        names, below = columns(self._document, HEADER_MM, rows=2).rows
        left, right = names.cells
        if self._head.parent:
            line(left, Style.PARENT, self._head.parent.upper())
        issuer = [name.upper() for name in self._head.issuer_lines]
        for name in issuer:
            line(left, Style.ISSUER, name)
        widest = max((_width(name, 13) for name in issuer), default=0.0)
        rule(left, min(widest, HEADER_MM[0]) * _RULE_PART, HEADER_MM[0])
        line(right, Style.NATION, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        line(right, Style.MOTTO, motto := "Độc lập - Tự do - Hạnh phúc")
        rule(right, _width(motto, 14), HEADER_MM[1])
        left, right = below.cells
        if self._sheet["number_line"]:
            line(left, Style.NUMBER, self._sheet["number_line"])
        self._date(right)
        if self._sheet["subject"]:
            line(left, Style.SUBJECT, added("V/v "), _one(self._text.subject))
        if stamp := self._sheet["urgency"]:
            made = line(left, Style.URGENCY, stamp)
            made.runs[0].font.color.rgb = RED
            boxed(made, _STAMP_MM[stamp], HEADER_MM[0], str(RED))

    def _date(self, cell: Any) -> None:
        """Place and date; a place that the draft alone says, or a type without a date, hidden."""
        said, printed = self._text.place, self._sheet["date_line"]
        if printed and said and printed.startswith(said):
            line(cell, Style.DATE, said, added(printed[len(said) :]))
            return
        if printed:
            line(cell, Style.DATE, added(printed))
        if said:
            hidden(cell, Style.DATE, said)

    def _heading(self) -> None:
        """Box 5a; then who decides, on what bases."""
        document, text = self._document, self._text
        if name := heading_of(text):
            line(document, Style.HEADING, name)
            self._excerpt()
        if self._form.resolution and text.authority:
            line(document, Style.AUTHORITY, text.authority)
        elif text.authority:
            hidden(document, Style.AUTHORITY, text.authority)
        bases = _bare(text.bases)
        for at, basis in enumerate(bases):
            line(document, Style.BASIS, basis, added("." if at == len(bases) - 1 else ";"))
        if self._form.resolution:
            line(document, Style.RESOLUTION, added(self._form.resolution))

    def _excerpt(self) -> None:
        subject, printed = _one(self._text.subject), excerpt_of(self._text)
        if not printed:
            if subject:
                hidden(self._document, Style.EXCERPT, subject)
            return
        made = line(self._document, Style.EXCERPT, added(printed.removesuffix(subject)), subject)
        _balance(made, _width(printed, 14))
        self._rule(printed)

    def _rule(self, above: str) -> None:
        """Under a title, which may need several lines."""
        width = _width(above, 14)
        rule(self._document, width / _lines(width) * _RULE_PART, TEXT_MM)

    def _addressees(self) -> None:
        """Box 9a, or whom the paper does not name, hidden."""
        document, names = self._document, _bare(self._text.addressees)
        call = self._call()
        if not names:
            return
        if not call:
            for name in names:
                hidden(document, Style.ADDRESSEE, name)
        elif len(names) == 1:
            line(document, Style.ADDRESSEE, added(f"{call}: "), names[0])
        else:
            self._listed_addressees(call, names)

    def _listed_addressees(self, call: str, names: Sequence[str]) -> None:
        """The names below "Kính gửi:", flush with one another (PL1 II.9)."""
        widest = max(_width(f"- {name};", 14, "regular") for name in names)
        edge = max(12.7, (TEXT_MM - widest - _width(call, 14, "regular")) / 2)
        made = line(self._document, Style.ADDRESSEE, added(f"{call}:"))
        made.alignment, made.paragraph_format.left_indent = WD_ALIGN_PARAGRAPH.LEFT, Mm(edge)
        made.paragraph_format.keep_with_next = True
        for at, name in enumerate(names):
            mark = "." if at == len(names) - 1 else ";"
            made = line(self._document, Style.ADDRESSEE, added("- "), name, added(mark))
            inner = edge + min(_width(call, 14, "regular"), 40)
            made.alignment, made.paragraph_format.left_indent = WD_ALIGN_PARAGRAPH.LEFT, Mm(inner)

    def _call(self) -> str:
        sender = self._text.authority.strip() or self._head.issuer
        match self._form.opening:
            case Opening.TO:
                return "Kính gửi"
            case Opening.WIRE:
                return f"{sender} điện"
            case Opening.INVITATION:
                return f"{sender} trân trọng kính mời"
            case Opening.NONE:
                return ""

    def _foot(self) -> None:
        """Boxes 7 and 9b; two who sign stand side by side, Nơi nhận below (PL3 mẫu 1.9)."""
        text = self._text
        two = bool(text.cosigner_lines or text.cosigner_name)
        rows = columns(self._document, FOOT_MM, rows=2 if two else 1).rows
        (left, right), (other, name) = rows[0].cells, rows[-1].cells
        _said(right, Style.TITLE, self._block.lines, text.signature_lines)
        if two:
            for title in text.cosigner_lines:
                line(left, Style.COSIGNER_TITLE, title)
            line(other, Style.COSIGNER, text.cosigner_name)
        else:
            self._recipients(left)
        _said(name, Style.SIGNER, (self._block.name,), (text.signer_name,))
        if two:
            self._recipients(self._document)
        for cell in (left, right):
            cell.paragraphs[0].paragraph_format.space_before = Pt(10)

    def _recipients(self, parent: Any) -> None:
        names, copies = _bare(self._text.recipients), _bare([self._text.file_copy])
        if not names and not copies:
            return
        line(parent, Style.RECIPIENTS, added("Nơi nhận:"))
        for at, name in enumerate(names):
            last = at == len(names) - 1 and not copies
            line(parent, Style.RECIPIENT, added("- "), name, added("." if last else ";"))
        for units in copies:
            line(parent, Style.FILE_COPY, added("- Lưu: "), units, added("."))

    def _annex(self, annex: AnnexText, printed: dict[str, Any]) -> None:
        """On pages of its own, which it counts itself (PL1 III.1)."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        count_anew(section)
        section.first_page_footer.is_linked_to_previous = False
        label = printed["label"]
        line(self._document, Style.ANNEX, label if annex.doc_type else added(label))
        made = line(self._document, Style.ANNEX_TITLE, annex.title)
        made.runs[0].font.all_caps = None if annex.doc_type else True
        line(self._document, Style.ANNEX_SOURCE, added(printed["source"]))
        self._rule(annex.title if annex.doc_type else annex.title.upper())
        write_body(self._document, annex.paragraphs, articles=True)


def _said(parent: Any, style: Style, printed: Sequence[str], own: Sequence[str]) -> None:
    """Lines of the signature; where the draft says others than are printed, those are hidden."""
    own = tuple(filter(None, own))
    if [one.upper() for one in printed] == [one.upper() for one in own]:
        for one in own:
            line(parent, style, one)
        return
    for one in printed:
        line(parent, style, added(one))
    for one in own:
        hidden(parent, style, one)


def _bare(names: Sequence[str]) -> list[str]:
    return [bare for name in names if (bare := name.strip().rstrip(" ;.,"))]


def _balance(made: Any, width_mm: float) -> None:
    """Lines of like length, where a title in the middle needs several."""
    if (lines := _lines(width_mm)) > 1:
        aside = Mm(max(0.0, (TEXT_MM - width_mm / lines * 1.12) / 2))
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = aside


def _lines(width_mm: float) -> int:
    return int(width_mm // TEXT_MM) + 1


def _one(subject: str) -> str:
    return " ".join(subject.split())


def _width(text: str, points: float, style: str = "bold") -> float:
    """In mm."""
    return face(style).width(cleaned(text)) * points * MM_PER_POINT
