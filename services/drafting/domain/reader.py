"""Reads the text of any administrative document into its parts; what it can't place it says."""

from collections.abc import Iterable

from services.drafting.domain.encodings import in_unicode
from services.drafting.domain.limits import refuse_too_many_lines
from services.drafting.domain.reading.artefacts import mark_artefacts
from services.drafting.domain.reading.body import paragraphs_of
from services.drafting.domain.reading.footer import columns
from services.drafting.domain.reading.header import Header, cut, is_spaced
from services.drafting.domain.reading.heading import Heading, take_excerpt
from services.drafting.domain.reading.mending import mend
from services.drafting.domain.reading.model import Reading
from services.drafting.domain.reading.patterns import ADDRESSED_TO, WIRED_TO
from services.drafting.domain.reading.pieces import Piece, parted, pieces_of, spread
from services.drafting.domain.reading.result import Parts, reading_of
from services.drafting.domain.reading.zones import (
    HEADER_ROWS,
    Opening,
    foot_begins,
    opening_of,
    opens_text,
    subject_above,
)
from services.drafting.domain.secrecy import refuse_secret
from services.drafting.domain.text_lines import Line, lines_of, number_of_lines

__all__ = ["Reading", "read_text"]


def read_text(text: str) -> Reading:
    """Read the text; raises nothing but Invalid `secret_refused` and `too_many_lines`.

    Time grows with the length. Every line is placed in a part, known as an artefact of printing,
    or told as a finding.
    """
    refuse_too_many_lines(number_of_lines(text))
    lines = lines_of(in_unicode(text))
    pieces = pieces_of(lines)
    refuse_secret(*(line.text for line in lines))
    refuse_secret(*(cell for piece in pieces if len(piece.cells) > 1 for cell in piece.cells))
    mark_artefacts(pieces)
    return _Reader(mend(pieces)).read(lines)


class _Reader:
    """The steps, each of which places some of the pieces."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.rows = pieces
        self.pieces: list[Piece] = []
        self.parts = Parts(Header(spaced=is_spaced(pieces)))

    def read(self, lines: list[Line]) -> Reading:
        start = self._read_above_the_body(opening_of(self.rows))
        foot = foot_begins(self.rows, start)
        if self._wants_subject():
            foot = subject_above(self.rows, start, foot)
        self._read_body(start, foot)
        self._read_foot(foot)
        return reading_of(self.parts, self.pieces, lines)

    def _wants_subject(self) -> bool:
        return not (self.parts.header.subject.text or self.parts.heading)

    def _read_above_the_body(self, opening: Opening) -> int:
        """Header, heading with excerpt, addressees; the row at which the body begins."""
        first = [at for at in (opening.heading_at, opening.addressed_at) if at is not None]
        at = self._read_header(0, min(first) if first else None)
        if opening.heading is not None and opening.heading_at is not None:
            below = self.rows[opening.heading_at + 1 : opening.addressed_at]
            at = self._read_heading(opening.heading, opening.heading_at, below)
            at = self._read_header(at, opening.addressed_at or self._number_below(at))
        if opening.addressed_at is not None:
            at = self._read_addressees(opening.addressed_at)
        self.parts.header.use_title()
        return at

    def _read_header(self, at: int, limit: int | None) -> int:
        """Place the header's rows up to the limit, or else up to the first row of a body."""
        header = self.parts.header
        while at < (len(self.rows) if limit is None else limit):
            found = list(_header_pieces(self.rows[at]))
            taken = [header.take(piece) for piece in found]
            over = at >= HEADER_ROWS or opens_text(self.rows[at])
            if limit is None and over and not any(taken):
                break
            self.pieces.extend(found)
            at += 1
        return at

    def _number_below(self, at: int) -> int:
        """Behind the number, where a contract has it below its heading; else where it begins."""
        below = self.rows[at : at + 1]
        return at + sum(map(self.parts.header.wants_number, below))

    def _read_heading(self, heading: Heading, at: int, below: list[Piece]) -> int:
        self.parts.heading = heading
        taken = take_excerpt(heading, below, spaced=self.parts.header.spaced)
        self.pieces.extend(self.rows[at : at + 1 + taken])
        return at + 1 + taken

    def _read_addressees(self, at: int) -> int:
        before, first, rest = _addressed(self.rows[at])
        for piece in before:
            self.parts.header.take(piece)
        taken = self.parts.addressees.take_all(first, rest, self.rows[at + 1 :])
        self.pieces.extend((*before, first, *self.rows[at + 1 : at + 1 + taken]))
        return at + 1 + taken

    def _read_body(self, start: int, foot: int) -> None:
        rows = self.rows[start:foot]
        self.parts.paragraphs = paragraphs_of(rows)
        self.pieces.extend(rows)

    def _read_foot(self, foot: int) -> None:
        footer = self.parts.footer
        footer.wants_subject = self._wants_subject()
        found = list(columns(self.rows[foot:]))
        footer.take_all(found)
        self.pieces.extend(found)


def _header_pieces(row: Piece) -> Iterable[Piece]:
    for piece in spread([row]):
        yield from parted(piece, cut(piece.text) if piece.short else [piece.text])


def _addressed(row: Piece) -> tuple[list[Piece], Piece, str]:
    """The row's pieces before "Kính gửi", the one that it opens, and what stands behind it."""
    parts = [part for cell in row.cells for part in cut(cell)]
    at = next((n for n, part in enumerate(parts) if ADDRESSED_TO.match(part)), 0)
    whole = " ".join(parts[at:]) if at else row.text
    *before, first = list(parted(row, (*parts[:at], whole)))
    found = ADDRESSED_TO.fullmatch(first.text) or WIRED_TO.fullmatch(first.text)
    return before, first, found["rest"] if found else ""
