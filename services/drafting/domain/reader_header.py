"""The header of a text that is read: issuer, number, place and date, subject, stamps."""

from dataclasses import dataclass, field
from datetime import date

from services.drafting.domain import reader_patterns as patterns
from services.drafting.domain.document_types import type_of_heading, type_of_symbol
from services.drafting.domain.reader_remarks import impossible_date
from services.drafting.domain.text_lines import Line, is_capitals
from shared.document.model import Finding
from shared.domain.urgency import Urgency

LONGEST_LINE = 1000


@dataclass(slots=True)
class Header:
    """Boxes 1 to 5 and 10b of ND30 PL1; what is blank stays None."""

    number: str | None = None
    symbol: str | None = None
    symbol_line: Line | None = None
    place: str | None = None
    issued_on: date | None = None
    urgency: Urgency = Urgency.NORMAL
    issuer: list[str] = field(default_factory=list)
    subject: list[str] = field(default_factory=list)
    heading: tuple[str, Line] | None = None
    """The named type that the document calls itself, and where."""
    findings: list[Finding] = field(default_factory=list)
    in_subject: bool = False

    def take(self, line: Line, *, after_a_gap: bool) -> bool:
        """Whether the line is one of the header's parts."""
        if len(line.text) > LONGEST_LINE:
            return False
        was_in_subject, self.in_subject = self.in_subject and not after_a_gap, False
        # In texts of two columns the motto and the issuer can stand on one line.
        text = " ".join(patterns.MOTTO.sub(" ", line.text).split())
        return not text or self._part(line, text) or self._goes_on(text, was_in_subject)

    def other_type(self) -> tuple[str, Line] | None:
        """The type's name and its line, if this is no công văn; a heading beats the symbol."""
        if self.heading or self.symbol is None or self.symbol_line is None:
            return self.heading
        name = type_of_symbol(self.symbol)
        return (name, self.symbol_line) if name else None

    def _part(self, line: Line, text: str) -> bool:
        return (
            self._type_heading(line, text)
            or self._stamp(text)
            or self._number(line, text)
            or self._place_and_date(line, text)
            or self._subject(text)
        )

    def _goes_on(self, text: str, was_in_subject: bool) -> bool:  # noqa: FBT001 -- private
        if was_in_subject:
            self.subject.append(text)
            self.in_subject = True
            return True
        if is_capitals(text) and self.symbol is None and not self.subject:
            self.issuer.append(text)
            return True
        return False

    def _type_heading(self, line: Line, text: str) -> bool:
        name = type_of_heading(text)
        if name:
            self.heading = (name, line)
        return name is not None

    def _stamp(self, text: str) -> bool:
        stamp = patterns.urgency_stamp(text)
        self.urgency = stamp or self.urgency
        return stamp is not None

    def _number(self, line: Line, text: str) -> bool:
        found = patterns.NUMBER.fullmatch(text)
        if not found or self.symbol is not None:
            return False
        if found["tail"] and not self._place_and_date(line, found["tail"]):
            return False
        self.number, self.symbol, self.symbol_line = found["number"], found["symbol"], line
        return True

    def _place_and_date(self, line: Line, text: str) -> bool:
        found = patterns.PLACE_AND_DATE.fullmatch(text)
        if not found or self.place is not None:
            return False
        self.place = found["place"]
        try:
            self.issued_on = patterns.date_of(found)
        except ValueError:
            self.findings.append(impossible_date(line))
        return True

    def _subject(self, text: str) -> bool:
        found = patterns.SUBJECT.fullmatch(text)
        if not found or self.subject:
            return False
        self.subject = [found["rest"]]
        self.in_subject = True
        return True
