"""Reads the text of any administrative document into its parts; what it can't place it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.drafting.domain.document_types import may_be_an_organ, type_of_symbol
from services.drafting.domain.encodings import in_unicode
from services.drafting.domain.reading.addressees import Addressees
from services.drafting.domain.reading.artefacts import mark_artefacts
from services.drafting.domain.reading.body import paragraphs_of
from services.drafting.domain.reading.citations import all_citations
from services.drafting.domain.reading.footer import Footer, columns
from services.drafting.domain.reading.header import LIKELY, POOR, SURE, Header, cut, is_spaced
from services.drafting.domain.reading.heading import Heading, take_excerpt
from services.drafting.domain.reading.issuer import issuer_of
from services.drafting.domain.reading.mending import mend
from services.drafting.domain.reading.model import Reading, Signature, Source
from services.drafting.domain.reading.patterns import ADDRESSED_TO, WIRED_TO, clean_item
from services.drafting.domain.reading.pieces import Entry, Piece, parted, pieces_of, spread
from services.drafting.domain.reading.remarks import not_administrative, not_placed
from services.drafting.domain.reading.zones import (
    HEADER_ROWS,
    Opening,
    foot_begins,
    opening_of,
    opens_text,
    subject_above,
)
from services.drafting.domain.secrecy import refuse_secret
from services.drafting.domain.text_lines import Line, lines_of
from shared.document.model import Finding
from shared.domain.document_types import DISPATCH, type_key

__all__ = ["Reading", "read_text"]


def read_text(text: str) -> Reading:
    """Read the text; raises nothing but Invalid `secret_refused`. Time grows with the length.

    Every line is placed in a part, known as an artefact of printing, or told as a finding.
    """
    lines = lines_of(in_unicode(text))
    pieces = pieces_of(lines)
    refuse_secret(*(line.text for line in lines))
    refuse_secret(*(cell for piece in pieces if len(piece.cells) > 1 for cell in piece.cells))
    mark_artefacts(pieces)
    return _Reader(mend(pieces)).read(lines)


@dataclass(slots=True)
class _Parts:
    header: Header
    addressees: Addressees
    footer: Footer
    heading: Heading | None = None
    paragraphs: Sequence[Entry] = ()


class _Reader:
    """The steps, each of which places some of the pieces."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.rows = pieces
        self.pieces: list[Piece] = []
        self.parts = _Parts(Header(spaced=is_spaced(pieces)), Addressees(), Footer())

    def read(self, lines: list[Line]) -> Reading:
        start = self._read_above_the_body(opening_of(self.rows))
        foot = foot_begins(self.rows, start)
        if self._wants_subject():
            foot = subject_above(self.rows, start, foot)
        self._read_body(start, foot)
        self._read_foot(foot)
        return _result(self.parts, self.pieces, lines)

    def _wants_subject(self) -> bool:
        return not (self.parts.header.subject.text or self.parts.heading)

    def _read_above_the_body(self, opening: Opening) -> int:
        """Header, heading with excerpt, addressees; the row at which the body begins."""
        first = [at for at in (opening.heading_at, opening.addressed_at) if at is not None]
        at = self._read_header(0, min(first) if first else None)
        if opening.heading is not None and opening.heading_at is not None:
            at = self._read_heading(opening.heading, opening.heading_at)
            at = self._read_header(at, opening.addressed_at) if opening.addressed_at else at
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

    def _read_heading(self, heading: Heading, at: int) -> int:
        self.parts.heading = heading
        taken = take_excerpt(heading, self.rows[at + 1 :], spaced=self.parts.header.spaced)
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


def _result(parts: _Parts, pieces: Sequence[Piece], lines: list[Line]) -> Reading:
    header, footer = parts.header, parts.footer
    signing = (
        footer.signing if footer.signing.titles or footer.signing.name.text else header.signing
    )
    subject, sure = _subject(parts)
    doc_type, known = _doc_type(parts)
    addressees = parts.addressees.items()
    recipients = [(name, one) for one in footer.recipients if (name := clean_item(one.text))]
    paragraphs = [paragraph.text for paragraph in parts.paragraphs]
    cited = all_citations(paragraphs)
    values = _Sources(pieces)
    values.note("doc_type", known)
    for name in ("issuer", "number", "symbol", "place", "date"):
        values.note(name, header.confidence.get(name, SURE), uses=_USES.get(name))
    values.note("subject", sure)
    values.note("addressees", SURE, [one for _, one in addressees])
    values.note("recipients", SURE if footer.headed else LIKELY, [one for _, one in recipients])
    values.note(
        "paragraphs",
        SURE if parts.addressees.entries or parts.heading else LIKELY,
        parts.paragraphs,
    )
    values.note("file_copy", SURE)
    values.note("signature", SURE if footer.signing.titles else POOR, signing.titles)
    values.note_lines("citations", LIKELY, [parts.paragraphs[at] for at, _ in cited])
    for name in ("urgency", "annexes", "motto", "artefacts"):
        values.note(name, SURE)
    return Reading(
        doc_type=doc_type,
        issuer=issuer_of(header.issuer),
        number=header.number,
        symbol=header.symbol,
        place=header.place,
        date=header.issued_on,
        subject=subject.text.strip() or None,
        addressees=tuple(name for name, _ in addressees),
        paragraphs=tuple(paragraphs),
        recipients=tuple(name for name, _ in recipients),
        file_copy=footer.file_copy.text.rstrip(" ;.,") or None,
        signature=Signature(
            lines=tuple(title.text for title in signing.titles), name=signing.name.text or None
        ),
        citations=tuple(citation for _, citation in cited),
        urgency=header.urgency,
        annexes=tuple(one.text for one in footer.annexes),
        findings=_findings(parts, pieces),
        sources=values.found,
        lines=tuple(lines),
    )


_USES = {"symbol": "number", "place": "date"}
"""Parts that stand on another's line."""


class _Sources:
    """Collects where each part was read."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.found: dict[str, Source] = {}
        self._by_use: dict[str, set[int]] = {}
        for piece in pieces:
            self._by_use.setdefault(piece.use, set()).update(piece.lines)

    def note(
        self, name: str, sure: float, entries: Sequence[Entry] = (), *, uses: str | None = None
    ) -> None:
        lines = self._by_use.get(uses or name)
        if lines:
            items = tuple(tuple(dict.fromkeys(entry.lines)) for entry in entries)
            self.found[name] = Source(lines=tuple(sorted(lines)), confidence=sure, items=items)

    def note_lines(self, name: str, sure: float, entries: Sequence[Entry]) -> None:
        if entries:
            items = tuple(tuple(dict.fromkeys(entry.lines)) for entry in entries)
            lines = tuple(sorted({number for item in items for number in item}))
            self.found[name] = Source(lines=lines, confidence=sure, items=items)


def _subject(parts: _Parts) -> tuple[Entry, float]:
    heading, header = parts.heading, parts.header
    if heading is not None and heading.excerpt.text.strip():
        return heading.excerpt, SURE
    if header.subject.text.strip():
        return header.subject, header.confidence.get("subject", SURE)
    return parts.footer.subject, POOR


def _doc_type(parts: _Parts) -> tuple[str | None, float]:
    """A heading beats the symbol; without either, "V/v" and "Kính gửi" make a công văn."""
    heading, header = parts.heading, parts.header
    if heading is not None:
        return (type_key(heading.name), SURE) if heading.name else (None, SURE)
    named = type_of_symbol(header.symbol) if header.symbol else None
    if named and not (header.marked and may_be_an_organ(named)):
        return type_key(named), LIKELY
    if header.symbol or header.marked or parts.addressees.entries:
        return DISPATCH, SURE if header.marked or parts.addressees.entries else POOR
    return None, POOR


def _findings(parts: _Parts, pieces: Sequence[Piece]) -> tuple[Finding, ...]:
    found = [*parts.header.findings, *parts.addressees.findings]
    if parts.heading is not None and parts.heading.other:
        found.append(not_administrative(parts.heading.other, parts.heading.piece))
    found += [not_placed(piece) for piece in pieces if not piece.use]
    return tuple(sorted(found, key=lambda finding: finding.line or 0))
