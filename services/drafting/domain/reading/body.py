"""The body: lines joined to paragraphs (box 6 of ND30 PL1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.words import is_prose
from services.drafting.domain.text_lines import is_capitals

LONGEST_HEADING = 200
_LABEL = re.compile(r"[^\W\d_a-zà-ỹ][^:.;]{1,30}:\s")
"""A form's own word before what is filled in: "Chức vụ: Chuyên viên"."""
NEARLY_FULL = 0.75
"""Of the widest lines: a line so long was broken, a shorter one was ended."""
QUITE_FULL = 0.92
NARROWEST_PAGE, WIDEST_PAGE = 60, 110
"""Letters in a line of a printed page."""
WIDEST_BROKEN = 160
"""Letters; nothing that is broken into lines has wider ones."""


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How lines were broken; `width` 0: each line is a paragraph."""

    width: int
    proven: bool
    """Whether some lines go on in small letters, so that sentences can end at a full line."""


def paragraphs_of(pieces: Sequence[Piece]) -> list[Entry]:
    """Place every piece in a paragraph."""
    wrapping = _wrapping_of(pieces)
    paragraphs: list[Entry] = []
    before: Piece | None = None
    for piece in pieces:
        if piece.use:
            continue
        piece.use = "paragraphs"
        if before is None or _opens(piece, before, wrapping):
            paragraphs.append(Entry.of(piece.text, piece))
        else:
            paragraphs[-1].add(piece.text, piece)
        before = piece
    return paragraphs


def _opens(piece: Piece, before: Piece, wrapping: _Wrapping) -> bool:
    """Whether a paragraph begins here, and does not merely go on from the line before."""
    text, last = piece.text, before.text
    if patterns.BULLET.match(text) or patterns.NUMBERED.match(text):
        return True
    ended = patterns.ENDS_A_SENTENCE.search(last[-3:]) is not None
    heading = _goes_on_heading(piece, last)
    goes_on = heading or (text[0].islower() and not ended)
    apart = is_capitals(text) != is_capitals(last) and len(last) < 200
    if heading or piece.gap or not wrapping.width or apart:
        return not goes_on
    if piece.indent > before.indent + 2:
        return text[0].isupper()
    if ended or _is_filled_in(text, before, wrapping):
        return _is_over(last) or (not text[0].islower() and not _may_go_on(before, wrapping))
    return text[0].isupper() and not _is_broken(before, wrapping.width)


def _goes_on_heading(piece: Piece, last: str) -> bool:
    """Whether it is the second line of a numbered heading in capitals: "I. MỤC ĐÍCH, YÊU"."""
    if piece.gap or len(last) > LONGEST_HEADING or not is_capitals(piece.text):
        return False
    return patterns.NUMBERED.match(last) is not None and is_capitals(last)


def _is_filled_in(text: str, before: Piece, wrapping: _Wrapping) -> bool:
    """Whether it is a form's line, behind a line that was not broken."""
    return _LABEL.match(text) is not None and before.width < NEARLY_FULL * wrapping.width


def _is_over(text: str) -> bool:
    return patterns.ENDS_THE_BODY.search(text[-8:]) is not None


def _may_go_on(piece: Piece, wrapping: _Wrapping) -> bool:
    """Whether a sentence that ends with its line can be followed by another of its paragraph."""
    full = piece.width >= QUITE_FULL * wrapping.width
    return wrapping.proven and full and not piece.text.endswith((";", ":"))


def _is_broken(piece: Piece, width: int) -> bool:
    """Whether an unfinished line is so long that it was broken, and is no heading."""
    return is_prose(piece.text) or (width < WIDEST_PAGE and piece.width >= NEARLY_FULL * width)


def _wrapping_of(pieces: Sequence[Piece]) -> _Wrapping:
    broken = [before.width for before, _ in _broken(pieces)]
    pairs = sum(1 for piece in pieces[1:] if not piece.gap)
    if not broken:
        widest = max((piece.width for piece in pieces), default=0)
        page = NARROWEST_PAGE <= widest <= WIDEST_PAGE
        return _Wrapping(widest if page else 0, proven=False)
    widest = sorted(broken)[int(0.8 * (len(broken) - 1))]
    wrapped = len(broken) >= 0.2 * pairs and widest <= WIDEST_BROKEN
    return _Wrapping(widest if wrapped else 0, proven=True)


def _broken(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    for before, piece in pairwise(pieces):
        ended = patterns.ENDS_A_SENTENCE.search(before.text[-3:])
        if not piece.gap and not ended and piece.text[0].islower():
            yield before, piece
