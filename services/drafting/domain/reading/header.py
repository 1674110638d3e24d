"""The header of a text that is read: boxes 1 to 5b and 10b of ND30 PL1."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.artefacts import ARTEFACT, is_portal
from services.drafting.domain.reading.mending import is_motto
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.remarks import impossible_date, second_part, symbol_spaced
from services.drafting.domain.reading.signature import SigningBlock
from services.drafting.domain.reading.words import is_organ, is_prose, opens_authority
from services.drafting.domain.text_lines import is_capitals
from shared.document.model import Finding
from shared.domain.urgency import Urgency

MOST_ISSUER_LINES = 8
SURE, LIKELY, POOR = 1.0, 0.8, 0.6

_BEFORE_A_PART = re.compile(r"(?<=\s)(?=S[ốô]\s*:|V/v\b|Kính\s+g[ửở]i\s*:)")
_SHOWN_BY = re.compile(r"(?P<signed>.{4,80}?)\s+Theo\s+(?P<issuer>\S.*?)[\s-]*$")
"""A portal's line: "KTBT, TT Trần Văn An Theo BỘ Y TẾ -"."""


@dataclass(slots=True)
class Header:
    """What is blank stays None."""

    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    issued_on: date | None = None
    urgency: Urgency = Urgency.NORMAL
    issuer: list[str] = field(default_factory=list)
    subject: Entry = field(default_factory=Entry)
    marked: bool = False
    """Whether the subject carries its "V/v"."""
    signing: SigningBlock = field(default_factory=SigningBlock)
    titled: tuple[re.Match[str], Piece] | None = None
    """A portal's title over the text, that counts only if the text itself says nothing."""
    confidence: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    spaced: bool = False
    """Whether blank lines stand between all lines, so that they separate nothing."""
    dated: bool = False
    numbered: bool = False
    in_subject: bool = False

    def take(self, piece: Piece) -> bool:
        """Place the piece if it is one of the header's parts."""
        if piece.use:
            return True
        if not piece.short:
            return False
        self.in_subject = self.in_subject and (self.spaced or not piece.gap)
        steps = (
            *(
                self._shown,
                self._motto,
                self._stamp,
                self._number,
                self._bare_number,
                self._subject,
            ),
            *(self._place_and_date, self._titled, self._shown_by, self._goes_on, self._issuer),
            self._about,
        )
        return any(step(piece) for step in steps)

    def wants_number(self, piece: Piece) -> bool:
        """Whether the piece is the number, and there has been none."""
        if piece.use or not piece.short or self.numbered:
            return False
        return patterns.NUMBER.fullmatch(piece.text) is not None

    def use_title(self) -> None:
        """Take the portal's title for what the text itself does not say."""
        if self.titled is None:
            return
        found, piece = self.titled
        if self.symbol is None and self.number is None:
            self._set_number(piece, found["number"], found["symbol"], POOR)
        subject = patterns.SUBJECT.fullmatch(found["rest"] or "")
        if subject and not self.subject.ending:
            self.subject = Entry.of(subject["rest"], piece)
            self.confidence["subject"] = POOR
        piece.use = "number" if self.confidence.get("number") == POOR else "artefacts"

    def _shown(self, piece: Piece) -> bool:
        """A portal's own words above the text: "In bài viết", "Xem mẫu"."""
        if self.numbered or self.issuer or not is_portal(piece):
            return False
        piece.use = ARTEFACT
        return True

    def _motto(self, piece: Piece) -> bool:
        if not is_motto(piece.folded):
            return False
        piece.use = "motto"
        return True

    def _stamp(self, piece: Piece) -> bool:
        stamp = patterns.urgency_stamp(piece.text)
        if stamp is None:
            return False
        self.urgency, piece.use = stamp, "urgency"
        self.in_subject = False
        return True

    def _number(self, piece: Piece) -> bool:
        found = patterns.NUMBER.fullmatch(piece.text)
        if found and not found["tail"]:
            return self._set_number(piece, found["number"], found["symbol"], SURE)
        alone = patterns.NUMBER_ALONE.fullmatch(piece.text)
        return alone is not None and self._set_number(piece, alone["number"], None, SURE)

    def _bare_number(self, piece: Piece) -> bool:
        found = patterns.BARE_NUMBER.fullmatch(piece.text)
        if found is None:
            return False
        if self.numbered:
            return self._symbol_apart(piece, found)
        return self._set_number(piece, found["number"], found["symbol"] or found["party"], LIKELY)

    def _symbol_apart(self, piece: Piece, found: re.Match[str]) -> bool:
        """Take "/TTr-VPCP" that a form's room for the number left on a line of its own."""
        if found["number"] or not found["symbol"] or self.symbol is not None:
            return False
        self.symbol, piece.use = patterns.tidy_symbol(found["symbol"]), "number"
        return True

    def _set_number(
        self, piece: Piece, number: str | None, symbol: str | None, sure: float
    ) -> bool:
        if self.numbered:
            self.findings.append(second_part(piece, "number", "số, ký hiệu"))
            piece.use = "findings"
            return True
        self.number, self.numbered, piece.use = number, True, "number"
        self.symbol = patterns.tidy_symbol(symbol) or None if symbol else None
        if symbol and self.symbol and symbol != self.symbol:
            self.findings.append(symbol_spaced(piece, symbol, self.symbol))
        self.confidence["number"] = self.confidence["symbol"] = sure
        return True

    def _place_and_date(self, piece: Piece) -> bool:
        found = patterns.PLACE_AND_DATE.fullmatch(piece.text)
        found = found or patterns.PLACE_AND_SHORT_DATE.fullmatch(piece.text)
        if found is None or is_prose(found["place"]):
            return False
        if self.in_subject and found["place"][:1].islower():
            return False  # the subject's own date
        if self.dated:
            self.findings.append(second_part(piece, "date", "địa danh và thời gian"))
            piece.use = "findings"
            return True
        self.dated, piece.use = True, "date"
        self.place = found["place"].strip(" .…_-,") or None
        try:
            self.issued_on = patterns.date_of(found)
        except ValueError:
            self.findings.append(impossible_date(piece))
        self.confidence["date"] = self.confidence["place"] = SURE
        return True

    def _subject(self, piece: Piece) -> bool:
        found = patterns.SUBJECT.fullmatch(piece.text)
        if found is None or self.marked:
            return False
        if self.subject.ending:
            return False
        self.subject, self.marked = Entry.of(found["rest"], piece), True
        self.confidence["subject"] = SURE
        self.in_subject, piece.use = True, "subject"
        return True

    def _about(self, piece: Piece) -> bool:
        """A subject that opens with "Về" only."""
        found = patterns.ABOUT.fullmatch(piece.text)
        if found is None or self.subject.ending or not self.numbered:
            return False
        self.subject, self.in_subject, piece.use = Entry.of(found["rest"], piece), True, "subject"
        self.confidence["subject"] = LIKELY
        return True

    def _titled(self, piece: Piece) -> bool:
        found = patterns.TITLED.fullmatch(piece.text)
        if found is None or self.titled or self.numbered or self.subject.ending:
            return False
        self.titled, piece.use = (found, piece), "artefacts"
        return True

    def _shown_by(self, piece: Piece) -> bool:
        found = _SHOWN_BY.fullmatch(piece.text)
        if found is None or not is_capitals(found["issuer"]):
            return False
        if not self.signing.take(found["signed"], piece):
            return False
        self.issuer.append(found["issuer"].strip())
        piece.use = "signature"
        self.confidence["issuer"] = POOR
        return True

    def _goes_on(self, piece: Piece) -> bool:
        if not self.in_subject or (is_capitals(piece.text) and is_organ(piece.text)):
            return False
        self.subject.add(piece.text, piece)
        piece.use = "subject"
        return True

    def _issuer(self, piece: Piece) -> bool:
        if self.numbered and self.issuer and not is_organ(piece.text):
            return False
        if len(self.issuer) >= MOST_ISSUER_LINES or self.subject.ending:
            return False
        if len(piece.text) > 120 or opens_authority(piece.text):
            return False
        if not is_capitals(piece.text):
            return self._issuer_in_small_letters(piece)
        self.issuer.append(piece.text)
        piece.use = "issuer"
        self.confidence.setdefault("issuer", SURE if is_organ(self.issuer[0]) else LIKELY)
        return True

    def _issuer_in_small_letters(self, piece: Piece) -> bool:
        if self.issuer or self.numbered or not is_organ(piece.text) or is_prose(piece.text):
            return False
        if piece.text.endswith((".", ";", ":", ",")):
            return False
        self.issuer.append(piece.text)
        piece.use = "issuer"
        self.confidence["issuer"] = POOR
        return True


def cut(text: str) -> Iterator[str]:
    """The parts of a header's row whose columns are glued with one space."""
    if patterns.TITLED.fullmatch(text):
        yield text
        return
    cuts = {0, len(text)}
    for found in patterns.MOTTO.finditer(text):
        cuts |= {found.start(), found.end()}
    cuts |= {found.start() for found in _BEFORE_A_PART.finditer(text)}
    places = sorted(cuts)
    for start, end in pairwise(places):
        yield from _number_and_date_apart(text[start:end].strip(" -–"))


def _number_and_date_apart(part: str) -> Iterator[str]:
    found = patterns.NUMBER.fullmatch(part)
    if found and found["tail"]:
        yield part[: found.start("tail")].strip()
        part = found["tail"]
    behind = patterns.DATE_BEHIND.search(part) if "ngày" in part else None
    if behind and not patterns.PLACE_AND_DATE.fullmatch(part):
        yield part[: behind.start()].strip()
        part = part[behind.start() :].strip()
    if part:
        yield part


def is_spaced(pieces: Sequence[Piece]) -> bool:
    """Whether nearly every line of the text's beginning stands after a blank one."""
    first = pieces[1:40]
    return len(first) >= 5 and sum(piece.gap for piece in first) >= 0.85 * len(first)
