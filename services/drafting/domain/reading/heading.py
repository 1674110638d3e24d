"""The heading of a named type and the excerpt under it (box 5a of ND30 PL1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.drafting.domain.document_types import (
    OTHER_NAMES,
    TYPE_NAMES,
    other_type_of_heading,
    type_of_heading,
)
from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.words import (
    LEGAL_BASIS,
    is_organ,
    is_prose,
    names_a_post,
    opens_body,
)
from services.drafting.domain.text_lines import is_capitals

LONGEST_EXCERPT = 12
"""Lines; more is a body that was taken for an excerpt."""

_NAME = re.compile(
    "(?P<name>"
    + "|".join(name.upper().replace(" ", r"\s+") for name in (*TYPE_NAMES, *OTHER_NAMES))
    + r")(?P<rest>\s+.*|\s*:.*)?"
)
_EXCERPT_OPENS = re.compile(r"(?:V\s*/\s*v\b|Về\b|Trích\s+yếu)", re.IGNORECASE)
_NOTE = re.compile(r"\((?!\s*(?:Ban hành|Kèm|Đính|Để)\b)[^()]{3,120}\)", re.IGNORECASE)
_NOT_AN_EXCERPT = re.compile(
    r"(?:Kính\s+g|Điều\s+[0-9]|[IVX1-9]{1,4}[.)]|[-–+*•]|\()", re.IGNORECASE
)


@dataclass(slots=True)
class Heading:
    """`name` is one of the 29 types; `other` a document of law or of the Party."""

    name: str | None
    other: str | None
    piece: Piece
    rest: str = ""
    """The excerpt's beginning, where it stands on the same line."""
    excerpt: Entry = field(default_factory=Entry)


def heading_of(piece: Piece) -> Heading | None:
    """The heading that the line is.

    More may stand behind the name if all is in capitals or the excerpt's own word follows.
    """
    if not piece.short or piece.use:
        return None
    text = _closed_up(piece.text)
    name, other = type_of_heading(text), other_type_of_heading(text)
    if name or other:
        return None if text.endswith(":") else Heading(name, other, piece)
    found = _NAME.fullmatch(text)
    if not found or not found["rest"]:
        return None
    rest = found["rest"].strip()
    excerpt = _EXCERPT_OPENS.match(rest) is not None
    if not excerpt and not (is_capitals(text) and len(text.split()) > 3):
        return None
    return Heading(
        type_of_heading(found["name"]), other_type_of_heading(found["name"]), piece, rest
    )


def _closed_up(text: str) -> str:
    """Letters that were set apart, together: "Q U Y Ế T  Đ Ị N H" can't be told into words."""
    if len(text) <= 60 and all(len(word) == 1 for word in text.split()) and " " in text:
        letters = text.replace(" ", "")
        for name in (*TYPE_NAMES, *OTHER_NAMES):
            if name.upper().replace(" ", "") == letters:
                return name.upper()
    return text


def take_excerpt(heading: Heading, pieces: Sequence[Piece], *, spaced: bool) -> int:
    """Place heading and excerpt; how many of the pieces behind the heading that took."""
    heading.piece.use = "doc_type"
    if heading.rest:
        heading.excerpt = Entry.of(_without_mark(heading.rest), heading.piece)
    taken = 0
    for piece, after in zip(pieces, (*pieces[1:], None), strict=False):
        if piece.use in ("artefacts", "motto"):
            taken += 1
            continue
        if not _belongs(heading.excerpt, piece, after, spaced=spaced):
            break
        heading.excerpt.add(
            piece.text if heading.excerpt.texts else _without_mark(piece.text), piece
        )
        piece.use = "subject"
        taken += 1
    return taken


def _without_mark(text: str) -> str:
    marked = patterns.SUBJECT.fullmatch(text)
    return marked["rest"] if marked else text


def _belongs(excerpt: Entry, piece: Piece, after: Piece | None, *, spaced: bool) -> bool:
    text = piece.text
    if len(excerpt.texts) >= LONGEST_EXCERPT or _is_another_part(piece, after):
        return False
    if not excerpt.texts:
        return _EXCERPT_OPENS.match(text) is not None or not _is_sentence(text)
    if LEGAL_BASIS.match(text) or (excerpt.text.endswith(".") and not is_capitals(text)):
        return False
    if not piece.gap:
        return is_capitals(text) or not (_is_sentence(text) and opens_body(text, surely=True))
    wrapped = is_capitals(text) and is_capitals(excerpt.text) and not is_organ(text)
    return wrapped or (text[0].islower() and (spaced or not is_prose(text)))


def _is_another_part(piece: Piece, after: Piece | None) -> bool:
    return (
        not piece.short
        or bool(piece.use)
        or (_NOT_AN_EXCERPT.match(piece.text) is not None and not _is_note(piece))
        or patterns.NUMBER.fullmatch(piece.text) is not None
        or patterns.PLACE_AND_DATE.fullmatch(piece.text) is not None
        or is_authority(piece, after)
    )


def _is_note(piece: Piece) -> bool:
    """Whether it is an excerpt's last line: "(Từ ngày 15/6/2026 đến ngày 14/9/2026)"."""
    return not piece.gap and _NOTE.fullmatch(piece.text) is not None


def _is_sentence(text: str) -> bool:
    """Whether this is no excerpt but the body's beginning."""
    if LEGAL_BASIS.match(text) and not is_capitals(text):
        return True
    return is_prose(text) and (
        opens_body(text, surely=True) or text.endswith((".", ":", ";")) or len(text.split()) > 60
    )


def is_authority(piece: Piece, after: Piece | None) -> bool:
    """Whether the line names who decides, above the legal bases: "GIÁM ĐỐC SỞ TƯ PHÁP"."""
    if "VỀ VIỆC" in piece.text:
        return False  # an old way to write the excerpt: "CỦA BỘ TRƯỞNG ... VỀ VIỆC ..."
    if not is_capitals(piece.text) or not (is_organ(piece.text) or names_a_post(piece.text)):
        return False
    return after is None or LEGAL_BASIS.match(after.text) is not None or is_capitals(after.text)
