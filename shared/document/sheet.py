"""What stands on the paper, box by box, as plain strings: punctuation, capitals, end mark."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from shared.document.letters import demand_glyphs, face
from shared.document.model import Paper
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from shared.domain.urgency import Urgency

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

Sheet = dict[str, str | list[str]]
_MM_PER_POINT = 25.4 / 72
_MAY_BREAK_HERE = "\u200b"


def sheet(paper: Paper) -> Sheet:
    """The strings of every box of ND30 Phụ lục I; refuses letters that the font lacks."""
    head, text, block = paper.letterhead, paper.text, paper.signature
    lines: Sheet = {
        "parent": _printed(head.parent.upper(), "regular", 13, HEADER_MM),
        "issuer_lines": [_printed(n.upper(), "bold", 13, HEADER_MM) for n in head.issuer_lines],
        "number_line": _clean(number_line(None, head.symbol)),
        "date_line": _clean(date_line(head.place, None)),
        "longest_number_line": _clean(number_line(_LONGEST_NUMBER, head.symbol)),
        "longest_date_line": _clean(date_line(head.place, _LONGEST_DATE)),
        "subject": _printed(f"V/v {text.subject}", "regular", 13, HEADER_MM)
        if text.subject.strip()
        else "",
        "urgency": URGENCY_STAMPS[text.urgency],
        "addressees": [
            _printed(name, "regular", 14, LIST_MM) for name in _addressees(text.addressees)
        ],
        "paragraphs": [_printed(p, "regular", 14, BODY_MM) for p in with_end_mark(text.paragraphs)],
        "recipients": [
            _printed(name, "regular", 11, LIST_MM)
            for name in _recipients(text.recipients, text.file_copy)
        ],
        "title_lines": [_printed(line.upper(), "bold", 14, SIGNATURE_MM) for line in block.lines],
        "signer": _printed(block.name, "bold", 14, SIGNATURE_MM),
        "title": _one_line(text.subject),
        "author": _one_line(head.issuer),
    }
    for value in _strings(lines):
        demand_glyphs(value)
    return lines


def with_end_mark(paragraphs: Sequence[str]) -> list[str]:
    """The body ends with "./." once; a text that has it already keeps it where it is."""
    body = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if not body or any(paragraph.endswith(END_MARK) for paragraph in body):
        return body
    return [*body[:-1], body[-1].removesuffix("/").removesuffix(".") + END_MARK]


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


def _printed(text: str, style: str, points: float, room_mm: float) -> str:
    """One line of text whose words all fit into their box, if need be by breaking them."""
    clean = _one_line(text)
    demand_glyphs(clean)
    room = room_mm / _MM_PER_POINT / points
    return " ".join(
        word if face(style).width(word) <= room else _MAY_BREAK_HERE.join(word)
        for word in clean.split(" ")
    )


def _one_line(text: str) -> str:
    return _clean(re.sub(r"\s*[\t\r\n\v\f\x85\u2028\u2029]\s*", " ", text).strip())


def _clean(text: str) -> str:
    """Composed letters without invisible marks: what is signed must not hide another order."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")


def _strings(lines: Sheet) -> Iterator[str]:
    for value in lines.values():
        yield from [value] if isinstance(value, str) else value
