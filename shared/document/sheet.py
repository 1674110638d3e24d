"""What stands on the paper, box by box, as plain strings: punctuation, capitals, end mark."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from shared.document.forms import Form, Opening, excerpt_of, form_of, heading_of
from shared.document.letters import cleaned, demand_glyphs, printed
from shared.document.model import AnnexText, DispatchText, Letterhead, Paper
from shared.document.sheet_body import body_of
from shared.domain.circulation import CIRCULATION_STAMPS
from shared.domain.dates import date_line
from shared.domain.document_types import DISPATCH, NAMES
from shared.domain.numbers import number_line
from shared.domain.urgency import Urgency
from shared.domain.words import one_line

END_MARK = "./."
URGENCY_STAMPS = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "KHẨN",
    Urgency.VERY_URGENT: "THƯỢNG KHẨN",
    Urgency.EXPRESS: "HỎA TỐC",
}
BODY_MM, HEADER_MM, SIGNATURE_MM, LIST_MM = 160.0, 57.0, 83.0, 74.0
"""The narrowest width that a box has for its text: words longer than that may be broken."""
_LONGEST_NUMBER = 99_999
_LONGEST_DATE = date(2000, 10, 10)
"""All digits of Tinos are equally wide."""

Sheet = dict[str, Any]
"""JSON: strings, lists of strings, and bodies as `body_of` gives them."""


def sheet(paper: Paper) -> Sheet:
    """The strings of every box of ND30 Phụ lục I; refuses letters that the font lacks."""
    text, block = paper.text, paper.signature
    form = form_of(text.doc_type)
    lines: Sheet = {
        **_header(paper.letterhead, text, form),
        **_opening(paper.letterhead, text, form),
        "body": body_of(_body(paper.letterhead, text, form), articles=text.doc_type != DISPATCH),
        "recipients": [
            printed(name, "regular", 11, LIST_MM)
            for name in _recipients(text.recipients, text.file_copy)
        ],
        "title_lines": [printed(line.upper(), "bold", 14, SIGNATURE_MM) for line in block.lines],
        "signer": printed(block.name, "bold", 14, SIGNATURE_MM),
        "cosigner_lines": [
            printed(line.upper(), "bold", 14, LIST_MM) for line in text.cosigner_lines
        ],
        "cosigner": printed(text.cosigner_name, "bold", 14, LIST_MM),
        "annexes": list(_annexes(paper.letterhead, text)),
        "title": cleaned(one_line(text.subject)),
        "author": cleaned(one_line(paper.letterhead.issuer)),
    }
    demand_glyphs(lines["title"] + lines["author"])
    return lines


def _header(head: Letterhead, text: DispatchText, form: Form) -> Sheet:
    """Boxes 1 to 5, 10b, 11 and 13."""
    excerpt = excerpt_of(text)
    named = heading_of(text)
    lines = {
        "number_line": number_line(None, head.symbol) if form.numbered else "",
        "date_line": date_line(head.place, None) if form.dated else "",
        "longest_number_line": number_line(_LONGEST_NUMBER, head.symbol) if form.numbered else "",
        "longest_date_line": date_line(head.place, _LONGEST_DATE) if form.dated else "",
    }
    for line in lines.values():
        demand_glyphs(cleaned(line))
    return {
        "parent": printed(head.parent.upper(), "regular", 13, HEADER_MM),
        "issuer_lines": [printed(n.upper(), "bold", 13, HEADER_MM) for n in head.issuer_lines],
        **{name: cleaned(line) for name, line in lines.items()},
        "subject": "" if named else printed(excerpt, "regular", 13, HEADER_MM),
        "heading": printed(named, "bold", 14, BODY_MM),
        "excerpt": printed(excerpt, "bold", 14, BODY_MM) if named else "",
        "urgency": URGENCY_STAMPS[text.urgency],
        "circulation": CIRCULATION_STAMPS[text.circulation],
        "contact": printed(text.contact, "regular", 11, BODY_MM),
    }


def _opening(head: Letterhead, text: DispatchText, form: Form) -> Sheet:
    """Box 9a, and what stands between heading and body of a decision."""
    called = {Opening.TO: "Kính gửi", Opening.WIRE: f"{_sender(head, text)} điện"}
    named = form.opening in called
    return {
        "call": printed(called.get(form.opening, ""), "regular", 14, LIST_MM),
        "addressees": [
            printed(name, "regular", 14, LIST_MM)
            for name in (_addressees(text.addressees) if named else ())
        ],
        "authority": printed(text.authority.upper(), "bold", 14, BODY_MM)
        if form.resolution
        else "",
        "bases": [printed(one, "italic", 14, BODY_MM) for one in _punctuated(_bare(text.bases))],
        "resolution": form.resolution,
    }


def _body(head: Letterhead, text: DispatchText, form: Form) -> list[str]:
    """Box 6; whom a giấy mời invites stands at its head (PL3 mẫu 1.7)."""
    body = with_end_mark(text.paragraphs) if form.ended else _written(text.paragraphs)
    names = _bare(text.addressees) if form.opening is Opening.INVITATION else []
    if not names or any("kính mời" in paragraph for paragraph in body[:1]):
        return body
    call = f"{_sender(head, text)} trân trọng kính mời:"
    if len(names) == 1:
        return [f"{call} {names[0]}", *body]
    return [call, *(f"- {name}" for name in _punctuated(names)), *body]


def _sender(head: Letterhead, text: DispatchText) -> str:
    return text.authority.strip() or head.issuer


def _annexes(head: Letterhead, text: DispatchText) -> Iterator[Sheet]:
    """Each with its label, title and the line that names the document it belongs to.

    Number and date stay blank there in an electronic document (PL1 III.1.c).
    """
    blank = "\u00a0" * 6
    source = (
        f"(Kèm theo {NAMES.get(text.doc_type, 'Văn bản')} số{blank}/{head.symbol} "
        f"ngày{blank}tháng{blank}năm{blank}của {head.issuer})"
    )
    plain = [one for one in text.annexes if not one.doc_type]
    for annex in text.annexes:
        label = NAMES.get(annex.doc_type, "").upper() or _label(plain, annex)
        title = annex.title if annex.doc_type else annex.title.upper()
        yield {
            "issued": bool(annex.doc_type),
            "label": printed(label, "bold", 14, BODY_MM),
            "title": printed(title, "bold", 14, BODY_MM),
            "source": printed(source, "italic", 14, BODY_MM),
            "body": body_of(with_end_mark(annex.paragraphs), articles=True),
        }


def _label(annexes: Sequence[AnnexText], annex: AnnexText) -> str:
    """Two or more are numbered in Roman numerals (PL1 III.1.b)."""
    at = next(place for place, one in enumerate(annexes, start=1) if one is annex)
    return "Phụ lục" if len(annexes) == 1 else f"Phụ lục {roman(at)}"


def roman(number: int) -> str:
    """4 is "IV"; up to 3999."""
    letters = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        letters += sign * count
    return letters


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD")),
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def with_end_mark(paragraphs: Sequence[str]) -> list[str]:
    """The body ends with "./." once; a text that has it already keeps it where it is.

    Emphasis stays around it, and behind a table there is none.
    """
    body = _written(paragraphs)
    bare = [paragraph.rstrip("*") for paragraph in body]
    if not body or body[-1].endswith("|") or any(one.endswith(END_MARK) for one in bare):
        return body
    stars = body[-1][len(bare[-1]) :]
    return [*body[:-1], bare[-1].removesuffix("/").removesuffix(".") + END_MARK + stars]


def _written(paragraphs: Iterable[str]) -> list[str]:
    return [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]


def _addressees(names: Sequence[str]) -> list[str]:
    """One stands alone on the line of "Kính gửi:", more end with ";", the last with "." (9a)."""
    bare = _bare(names)
    return bare if len(bare) < 2 else _punctuated(bare)


def _recipients(names: Sequence[str], file_copy: str) -> list[str]:
    """The Lưu line comes last (9b)."""
    copies = _bare([file_copy])
    return _punctuated([*_bare(names), *(f"Lưu: {units}" for units in copies)])


def _bare(names: Sequence[str]) -> list[str]:
    return [bare for name in names if (bare := name.strip().rstrip(" ;.,"))]


def _punctuated(names: Sequence[str]) -> list[str]:
    last = len(names) - 1
    return [name + ("." if at == last else ";") for at, name in enumerate(names)]
