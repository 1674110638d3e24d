"""Reads the text of a công văn into its parts; what it cannot place it says with the line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from services.drafting.domain import reader_patterns as patterns
from services.drafting.domain.reader_footer import Footer, opens_footer
from services.drafting.domain.reader_header import Header
from services.drafting.domain.reader_remarks import not_placed, other_document_type
from services.drafting.domain.secrecy import refuse_secret
from services.drafting.domain.text_lines import Line, is_capitals, lines_of
from shared.document.model import DispatchText, Finding
from shared.domain.document_types import type_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says; what is blank in it is None here, never guessed."""

    text: DispatchText
    findings: tuple[Finding, ...]
    printed_symbol: str | None
    printed_number: str | None
    printed_date: date | None
    issuer: str | None
    """The header's lines in capitals, joined: a parent's name may stand before the issuer's."""


def read_text(text: str) -> Reading:
    """Read the text; raises nothing but Invalid `secret_refused`. Time grows with the length.

    Another type than công văn is recognised, named in `doc_type` and a finding, and its
    parts are not read.
    """
    lines = lines_of(text)
    refuse_secret(*(line.text for line in lines))
    reader = _Reader()
    for line in lines:
        if reader.header.heading:
            break
        reader.take(line)
    return reader.reading()


class _Zone(Enum):
    HEADER = auto()
    ADDRESSEES = auto()
    BODY = auto()
    FOOTER = auto()


@dataclass(slots=True)
class _Reader:
    zone: _Zone = _Zone.HEADER
    previous: str = ""
    header: Header = field(default_factory=Header)
    addressees: list[list[str]] = field(default_factory=list)
    paragraphs: list[list[str]] = field(default_factory=list)
    footer: Footer = field(default_factory=Footer)
    findings: list[Finding] = field(default_factory=list)

    def take(self, line: Line) -> None:
        if line.text:
            zones: dict[_Zone, Callable[[Line], None]] = {
                _Zone.HEADER: self._header,
                _Zone.ADDRESSEES: self._addressee,
                _Zone.BODY: self._body,
                _Zone.FOOTER: self._footer,
            }
            zones[self.zone](line)
        self.previous = line.text

    def reading(self) -> Reading:
        header, text = self.header, self._text()
        findings = [*header.findings, *self.findings]
        other = header.other_type()
        if other:
            text = DispatchText(doc_type=type_key(other[0]))
            findings = [other_document_type(*other)]
        return Reading(
            text=text,
            findings=tuple(sorted(findings, key=lambda finding: finding.line or 0)),
            printed_symbol=header.symbol,
            printed_number=header.number,
            printed_date=header.issued_on,
            issuer=" ".join(header.issuer) or None,
        )

    def _text(self) -> DispatchText:
        return DispatchText(
            place=self.header.place or "",
            subject=" ".join(self.header.subject).strip(),
            addressees=patterns.clean_items(self.addressees),
            paragraphs=tuple(" ".join(lines) for lines in self.paragraphs),
            recipients=patterns.clean_items(self.footer.recipients),
            file_copy=self.footer.file_copy,
            signature_lines=tuple(self.footer.signature),
            signer_name=self.footer.signer,
            urgency=self.header.urgency,
        )

    def _header(self, line: Line) -> None:
        addressed = patterns.ADDRESSED_TO.fullmatch(line.text)
        if addressed:
            self.zone = _Zone.ADDRESSEES
            self.addressees = [[item] for item in patterns.split_items(addressed["rest"])]
        elif self.header.take(line, after_a_gap=not self.previous):
            return
        elif patterns.is_prose(line.text) and not is_capitals(line.text):
            self.zone = _Zone.BODY
            self._body(line)
        else:
            self.findings.append(not_placed(line))

    def _addressee(self, line: Line) -> None:
        if patterns.BULLET.match(line.text) or not self.addressees:
            self.addressees.append([line.text])
        elif patterns.goes_on(line.text, self.previous):
            self.addressees[-1].append(line.text)
        else:
            self.zone = _Zone.BODY
            self._body(line)

    def _body(self, line: Line) -> None:
        last = self.paragraphs[-1][-1] if self.paragraphs else ""
        ended = patterns.ENDS_THE_BODY.search(last) is not None
        if opens_footer(line.text, after_the_end=ended):
            self.zone = _Zone.FOOTER
            self._footer(line)
        elif not self.paragraphs or patterns.opens_paragraph(line.text, self.previous):
            self.paragraphs.append([line.text])
        else:
            self.paragraphs[-1].append(line.text)

    def _footer(self, line: Line) -> None:
        if not self.footer.take(line.text, previous=self.previous):
            self.findings.append(not_placed(line))
