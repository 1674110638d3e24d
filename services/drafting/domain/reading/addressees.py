"""Kính gửi: one line or a list, with all its punctuation (box 9a of ND30 PL1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.remarks import address_of_addressee
from services.drafting.domain.reading.words import LEGAL_BASIS, is_prose, opens_body
from shared.document.model import Finding

_ADDRESS = re.compile(
    r"\(?\s*(?:Đ/?\s?c|Đ[iị]a chỉ|Trụ sở|MST|Mã số(?: thuế| doanh nghiệp)?|Điện thoại|ĐT|Email|Fax)"
    r"\s*[:.].*",
    re.IGNORECASE,
)
LONG = 150
"""Letters: an entry without bullet that ends as a sentence does is no longer."""
_NUMBERED = re.compile(r"(?:[0-9]{1,2}|[a-zđ])[.)]\s*")
_BETWEEN = re.compile(r";\s*")
_SHORTENED = re.compile(r"\b(?:TP|Tp|TX|Q|P|H)\.$")
_NOTE_ONLY = re.compile(r"[(“\"].*")


@dataclass(slots=True)
class Addressees:
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    closed: bool = False
    """Whether the last entry ended the list with its period."""
    ended: bool = False
    """Whether the last entry carries its final mark."""
    bulleted: bool = False
    in_address: bool = False
    """Whether a bracket with an address is still open."""
    listed: bool = False
    """Whether entries stand under "Kính gửi", one on a line."""

    def take_all(self, first: Piece, rest: str, behind: Sequence[Piece]) -> int:
        """Place the list that opens with `first`; how many of the pieces behind it that took."""
        first.use = "addressees"
        self._add(rest, first)
        self.listed = not rest.strip()
        for taken, piece in enumerate(behind):
            if piece.use in ("artefacts", "motto", "urgency"):
                continue
            if not self._take(piece):
                return taken
        return len(behind)

    def _take(self, piece: Piece) -> bool:
        text = piece.text
        if not piece.short:
            return False
        if self.entries and (self.in_address or _ADDRESS.fullmatch(text)):
            self.in_address = (self.in_address or text.startswith("(")) and ")" not in text
            self.findings.append(address_of_addressee(piece))
            piece.use = "addressees"
            return True
        if self._is_entry(piece):
            self._add(text, piece)
        elif self._goes_on(piece):
            self.entries[-1].add(text, piece)
            self._see_end(text)
        else:
            return False
        piece.use = "addressees"
        return True

    def _is_entry(self, piece: Piece) -> bool:
        text = piece.text
        bullet = patterns.BULLET.match(text) or _NUMBERED.match(text)
        bare = text[bullet.end() :] if bullet else text
        if not bare or LEGAL_BASIS.match(bare):
            return False
        if self.closed and not (bullet and text.endswith((";", ","))):
            return False
        if bullet:
            return not self.entries or not (is_prose(bare) and opens_body(bare, surely=True))
        if not self.entries:
            return not opens_body(text, surely=True)
        return self._is_entry_without_bullet(piece)

    def _is_entry_without_bullet(self, piece: Piece) -> bool:
        text = piece.text
        if self.bulleted or not self.ended or opens_body(text, surely=True):
            return False
        if is_prose(text) and not text.endswith(";") and (piece.gap or len(text) > LONG):
            return False
        return text.endswith((";", ".", ","))

    def _goes_on(self, piece: Piece) -> bool:
        """Whether the line is the rest of the entry above it."""
        text = piece.text
        if not self.entries or self.closed:
            return bool(self.entries) and _NOTE_ONLY.match(text) is not None and not is_prose(text)
        if self.ended and not (self.entries[-1].ending.endswith(",") and text[0].islower()):
            return False
        if piece.gap and not (text[0].islower() and not is_prose(text)):
            return False
        if text[0].islower() or _NOTE_ONLY.match(text):
            return True
        return not is_prose(text) and not opens_body(text, surely=True)

    def _add(self, text: str, piece: Piece) -> None:
        self.bulleted = self.bulleted or patterns.BULLET.match(text) is not None
        items = (item for item in _BETWEEN.split(text) if item.strip(" .,;"))
        self.entries.extend(Entry.of(item, piece) for item in items)
        self._see_end(text)

    def _see_end(self, text: str) -> None:
        text = text.rstrip()
        self.ended = text.endswith((";", ".")) or (self.listed and text.endswith(","))
        self.closed = self.closed or (text.endswith(".") and not _SHORTENED.search(text))

    def items(self) -> tuple[tuple[str, Entry], ...]:
        """The names, each with where it stands."""
        named = ((patterns.clean_item(_unnumbered(entry.text)), entry) for entry in self.entries)
        return tuple((name, entry) for name, entry in named if name)


def _unnumbered(text: str) -> str:
    number = _NUMBERED.match(text)
    return text[number.end() :] if number else text
