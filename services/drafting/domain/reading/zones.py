"""Where header, body and foot of a text begin: found by their own words, before anything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.header import cut
from services.drafting.domain.reading.heading import Heading, heading_of
from services.drafting.domain.reading.patterns import WIRED_TO
from services.drafting.domain.reading.pieces import Piece
from services.drafting.domain.reading.signature import begins_block, is_small_title
from services.drafting.domain.reading.words import (
    LEGAL_BASIS,
    has_surname,
    is_name,
    is_prose,
    is_title,
    opens_authority,
)
from services.drafting.domain.text_lines import is_capitals

FEW_SENTENCES = 3
"""Between a heading and "Kính gửi" stands an excerpt, no body."""
HEADER_ROWS = 120
"""No header is longer, whatever a portal shows above it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The rows at which "Kính gửi" and the type's name stand; None where there is none."""

    heading: Heading | None
    heading_at: int | None
    addressed_at: int | None


def opening_of(pieces: Sequence[Piece]) -> Opening:
    """The first heading and the first "Kính gửi" above the foot."""
    heading, heading_at = None, None
    sentences = 0
    for at, piece in enumerate(pieces[:HEADER_ROWS]):
        if piece.use or not piece.short:
            sentences += not piece.use
        elif _is_addressed(piece, heading):
            return Opening(heading, heading_at, at)
        elif any(_is_recipients(text) for text in (piece.text, *piece.cells)):
            break
        elif heading is not None:
            sentences += is_prose(piece.text) and not is_capitals(piece.text)
            if LEGAL_BASIS.match(piece.text) or sentences > FEW_SENTENCES:
                break
        else:
            heading = heading_of(piece)
            heading_at = at if heading else None
    return Opening(heading, heading_at, None)


def _is_addressed(piece: Piece, heading: Heading | None) -> bool:
    if heading is not None and heading.name == "Công điện" and WIRED_TO.fullmatch(piece.text):
        return True
    parts = (part for cell in (piece.text, *piece.cells) for part in cut(cell))
    return any(patterns.ADDRESSED_TO.fullmatch(part) for part in parts)


def opens_text(piece: Piece) -> bool:
    """Whether a row that is no part of a header belongs to body or foot."""
    if not piece.short or (is_prose(piece.text) and not is_capitals(piece.text)):
        return True
    if patterns.BULLET.match(piece.text) or patterns.NUMBERED.match(piece.text):
        return True
    feet = (patterns.RECIPIENTS, patterns.AS_ABOVE, patterns.FILE_COPY)
    return opens_authority(piece.text) or any(
        pattern.fullmatch(cell) for pattern in feet for cell in piece.cells
    )


def foot_begins(pieces: Sequence[Piece], start: int) -> int:
    """The row at which the foot begins, not before `start`; the number of rows: there is none."""
    listed = _first_listed(pieces, start)
    signed = _first_signed(pieces, start, listed)
    if listed is None:
        return signed if signed is not None else _behind_the_end_mark(pieces, start)
    if signed is not None and signed < listed and _prose_between(pieces, signed, listed):
        return signed
    return _with_block_above(pieces, start, listed)


def subject_above(pieces: Sequence[Piece], start: int, foot: int) -> int:
    """The foot's first row, where the subject was put at the end of the text, above the foot."""
    for at in range(foot - 1, max(start, foot - 6) - 1, -1):
        text = pieces[at].text
        if pieces[at].short and patterns.SUBJECT.fullmatch(text) and not text.endswith((".", ";")):
            return at
        if is_prose(text) and text.endswith((".", "/")):
            break
    return foot


def _first_listed(pieces: Sequence[Piece], start: int) -> int | None:
    """The first row of the recipients: by their heading, else by "Như trên", else by "Lưu"."""
    for pattern in (patterns.RECIPIENTS, patterns.AS_ABOVE, patterns.FILE_COPY):
        for at in range(start, len(pieces)):
            piece = pieces[at]
            if piece.use or not piece.short:
                continue
            if _matches_a_cell(piece, pattern):
                return at if pattern is not patterns.FILE_COPY else _list_above(pieces, start, at)
    return None


def _matches_a_cell(piece: Piece, pattern: object) -> bool:
    texts = (piece.text, *piece.cells)
    if pattern is patterns.RECIPIENTS:
        return any(_is_recipients(text) for text in texts)
    if pattern is patterns.AS_ABOVE:
        return any(_is_as_above(text) for text in texts)
    return any(patterns.FILE_COPY.fullmatch(text) for text in texts)


def _is_recipients(text: str) -> bool:
    found = patterns.RECIPIENTS.match(text)
    if found is None:
        return False
    rest = text[found.end() :] or found["rest"] or ""
    return not rest or found["rest"] is not None or is_title(rest.strip())


def _is_as_above(text: str) -> bool:
    found = patterns.AS_ABOVE.match(text)
    if found is None:
        return False
    rest = text[found.end() :].strip()
    return not rest or found[0].rstrip().endswith((";", ",", ".")) or begins_block(rest)


def _list_above(pieces: Sequence[Piece], start: int, at: int) -> int:
    while at > start and _is_list_row(pieces[at - 1]):
        at -= 1
    return at


def _is_list_row(piece: Piece) -> bool:
    return (
        piece.short
        and patterns.BULLET.match(piece.text) is not None
        and piece.text.rstrip(")").endswith((";", ","))
        and not is_prose(piece.text)
    )


def _with_block_above(pieces: Sequence[Piece], start: int, at: int) -> int:
    """The foot's first row, where the signing block stands above the recipients."""
    above = at
    for row in range(at - 1, max(start, at - 10) - 1, -1):
        piece = pieces[row]
        if piece.use:
            continue
        if not _is_block_row(piece):
            break
        if begins_block(piece.text):
            above = row
    return above


def _is_block_row(piece: Piece) -> bool:
    return piece.short and _each_cell(piece, _is_block_text)


def _is_block_text(text: str) -> bool:
    return (
        (is_capitals(text) and not patterns.NUMBERED.match(text) and not text.endswith(":"))
        or begins_block(text)
        or is_name(text)
        or patterns.SIGNED_MARK.fullmatch(text) is not None
    )


def _first_signed(pieces: Sequence[Piece], start: int, before: int | None) -> int | None:
    """The first row of titles that a name follows."""
    end = len(pieces) if before is None else before
    for at in range(start, end):
        piece = pieces[at]
        if piece.use or not piece.short:
            continue
        if _is_marked_name(pieces, at):
            return _with_title_above(pieces, start, at)
        if not begins_block(piece.text) or _stands_above_bases(pieces, at):
            continue
        if is_prose(piece.text) and not is_capitals(piece.text):
            continue
        if _name_follows(pieces, at):
            return at
    return None


def _stands_above_bases(pieces: Sequence[Piece], at: int) -> bool:
    """Whether these capitals name who decides, on lines of their own above the legal bases."""
    for piece in pieces[at + 1 : at + 4]:
        if not is_capitals(piece.text[:200]):
            return LEGAL_BASIS.match(piece.text) is not None
    return False


def _is_marked_name(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a name without a title stands here, "(đã ký)" above or below it."""
    if not has_surname(pieces[at].text) or not is_name(pieces[at].text):
        return False
    beside = (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
    return any(
        piece.short and patterns.SIGNED_MARK.fullmatch(piece.text) is not None for piece in beside
    )


def _with_title_above(pieces: Sequence[Piece], start: int, at: int) -> int:
    """The first row of a marked name's block: its mark, and a title in small letters."""
    first = at
    for row in range(at - 1, max(start, at - 4) - 1, -1):
        text = pieces[row].text
        if not pieces[row].short or not (_is_signed_mark(text) or is_small_title(text)):
            break
        first = row
    return first


def _name_follows(pieces: Sequence[Piece], at: int) -> bool:
    if not is_title(pieces[at].text):
        return True  # the name stands on the same line
    for piece in pieces[at + 1 : at + 7]:
        if piece.use or (piece.short and _each_cell(piece, _is_signed_mark)):
            continue
        if piece.short and (is_name(piece.text) or _each_cell(piece, is_name)):
            return True
        if not (piece.short and (is_capitals(piece.text) or is_title(piece.text))):
            return False
    return is_title(pieces[at].text) and at + 4 >= len(pieces)


def _each_cell(piece: Piece, is_so: Callable[[str], bool]) -> bool:
    """Whether all that stands side by side is so: two may sign."""
    return all(map(is_so, piece.cells or (piece.text,)))


def _is_signed_mark(text: str) -> bool:
    return patterns.SIGNED_MARK.fullmatch(text) is not None


def _prose_between(pieces: Sequence[Piece], first: int, last: int) -> bool:
    return any(
        is_prose(piece.text) and not patterns.BULLET.match(piece.text)
        for piece in pieces[first:last]
        if not piece.use
    )


def _behind_the_end_mark(pieces: Sequence[Piece], start: int) -> int:
    ends = [
        at
        for at in range(start, len(pieces))
        if not pieces[at].use and patterns.ENDS_THE_BODY.search(pieces[at].text[-8:])
    ]
    if not ends:
        return len(pieces)
    at = ends[-1] + 1
    while at < len(pieces) and (is_prose(pieces[at].text) or pieces[at].text[:1] in "(["):
        at += 1
    return at
