"""What the steps of reading found, put together: values, sources, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.drafting.domain.document_types import may_be_an_organ, type_of_symbol
from services.drafting.domain.reading.addressees import Addressees
from services.drafting.domain.reading.citations import MOST_CITATIONS, Cited, all_citations
from services.drafting.domain.reading.footer import Footer
from services.drafting.domain.reading.header import LIKELY, POOR, SURE, Header
from services.drafting.domain.reading.heading import Heading
from services.drafting.domain.reading.issuer import issuer_of
from services.drafting.domain.reading.model import Reading, Signature, Source
from services.drafting.domain.reading.patterns import clean_item
from services.drafting.domain.reading.pieces import Entry, Piece
from services.drafting.domain.reading.remarks import (
    citations_left_out,
    not_administrative,
    not_placed,
    second_signer,
)
from services.drafting.domain.reading.signature import SigningBlock
from services.drafting.domain.text_lines import Line
from shared.document.model import Finding
from shared.domain.document_types import DISPATCH, type_key

UNKNOWN = 0.0
"""The confidence in a part that the text does not have."""


@dataclass(slots=True)
class Parts:
    header: Header
    addressees: Addressees = field(default_factory=Addressees)
    footer: Footer = field(default_factory=Footer)
    heading: Heading | None = None
    paragraphs: Sequence[Entry] = ()

    @property
    def signing(self) -> SigningBlock:
        """The foot's block, of two the right or last; a portal may have moved it to the header."""
        if self.cosigning is not None:
            return self.footer.other
        found = self.footer.signing
        return found if found.titles or found.name.text else self.header.signing

    @property
    def cosigning(self) -> SigningBlock | None:
        """The left or first of two blocks, as the paper has them."""
        return self.footer.signing if self.footer.other.titles else None

    @property
    def subject(self) -> tuple[Entry, float]:
        heading, header = self.heading, self.header
        if heading is not None and heading.excerpt.text.strip():
            return heading.excerpt, SURE
        if header.subject.text.strip():
            return header.subject, header.confidence.get("subject", SURE)
        return self.footer.subject, POOR


def reading_of(parts: Parts, pieces: Sequence[Piece], lines: Sequence[Line]) -> Reading:
    header, footer, signing = parts.header, parts.footer, parts.signing
    doc_type, known = _doc_type(parts)
    recipients = [(name, one) for one in footer.recipients if (name := clean_item(one.text))]
    paragraphs = tuple(paragraph.text for paragraph in parts.paragraphs)
    cited = all_citations(paragraphs)
    cosigning = parts.cosigning or SigningBlock()
    if parts.cosigning is not None:
        for piece in footer.signed:
            piece.use = "cosignature"
    sources = _Sources(pieces)
    sources.of_header(parts, known)
    sources.of_lists(parts, [one for _, one in recipients], [at for at, _ in cited.found])
    return Reading(
        doc_type=doc_type,
        issuer=issuer_of(header.issuer),
        number=header.number,
        symbol=header.symbol,
        place=header.place,
        date=header.issued_on,
        subject=parts.subject[0].text.strip() or None,
        addressees=tuple(name for name, _ in parts.addressees.items()),
        paragraphs=paragraphs,
        recipients=tuple(name for name, _ in recipients),
        file_copy=footer.file_copy.text.rstrip(" ;.,") or None,
        signature=_signature(signing),
        cosignature=_signature(cosigning),
        citations=tuple(citation for _, citation in cited.found),
        urgency=header.urgency,
        annexes=tuple(one.text for one in footer.annexes),
        findings=_findings(parts, cited, pieces, {line.number: line.text for line in lines}),
        sources=sources.found,
        lines=tuple(lines),
    )


def _signature(block: SigningBlock) -> Signature:
    return Signature(
        lines=tuple(title.text for title in block.titles), name=block.name.text or None
    )


class _Sources:
    """Collects where each part was read, in the order of the reader's JSON."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.found: dict[str, Source] = {}
        self._by_use: dict[str, set[int]] = {}
        for piece in pieces:
            self._by_use.setdefault(piece.use, set()).update(piece.lines)

    def of_header(self, parts: Parts, known: float) -> None:
        sure = parts.header.confidence
        by = ("doc_type", "number", "subject", "addressees")
        self._note("doc_type", known, uses=next((use for use in by if use in self._by_use), ""))
        self._note("issuer", sure.get("issuer", SURE))
        self._note("number", sure.get("number", SURE))
        self._note("symbol", sure.get("symbol", SURE), uses="number")
        self._note("place", sure.get("place", SURE), uses="date")
        self._note("date", sure.get("date", SURE))
        self._note("subject", parts.subject[1])

    def of_lists(self, parts: Parts, recipients: Sequence[Entry], cited: Sequence[int]) -> None:
        opened = parts.addressees.entries or parts.heading
        footer = parts.footer
        self._note("addressees", SURE, [one for _, one in parts.addressees.items()])
        self._note("paragraphs", SURE if opened else LIKELY, parts.paragraphs)
        self._note("recipients", SURE if footer.headed else LIKELY, recipients)
        self._note("file_copy", SURE)
        self._note("signature", SURE if footer.signing.titles else POOR, parts.signing.titles)
        self._note("cosignature", LIKELY, parts.cosigning.titles if parts.cosigning else ())
        self._note("citations", LIKELY, [parts.paragraphs[at] for at in cited], uses="")
        for name in ("urgency", "annexes", "motto", "artefacts"):
            self._note(name, SURE)

    def _note(
        self, name: str, sure: float, entries: Sequence[Entry] = (), *, uses: str | None = None
    ) -> None:
        distinct = {id(entry): entry for entry in entries}  # a paragraph may cite thousands
        of_each = {key: tuple(dict.fromkeys(entry.lines)) for key, entry in distinct.items()}
        items = tuple(of_each[id(entry)] for entry in entries)
        lines = self._by_use.get(name if uses is None else uses, set())
        if uses == "":
            lines = {number for item in of_each.values() for number in item}
        self.found[name] = Source(
            lines=tuple(sorted(lines)), confidence=sure if lines else UNKNOWN, items=items
        )


def _doc_type(parts: Parts) -> tuple[str | None, float]:
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


def _findings(
    parts: Parts, cited: Cited, pieces: Sequence[Piece], texts: Mapping[int, str]
) -> tuple[Finding, ...]:
    """What the steps remarked, and each line that none of them placed."""
    found = [*parts.header.findings, *parts.addressees.findings]
    if parts.heading is not None and parts.heading.other:
        found.append(not_administrative(parts.heading.other, parts.heading.piece))
    if parts.cosigning is not None and (signed := parts.footer.signed):
        titles = [one.text for one in parts.cosigning.titles]
        found.append(second_signer(signed[0].line, (*titles, parts.cosigning.name.text)))
    if cited.left_out:
        first = parts.paragraphs[cited.left_out_from].lines[0]
        found.append(citations_left_out(first, MOST_CITATIONS, cited.left_out))
    for piece in pieces:
        if not piece.use:
            found.append(not_placed(piece.line, piece.text))
        if piece.use in ("", "findings"):
            found += [not_placed(number, texts[number]) for number in piece.lines[1:]]
    return tuple(sorted(found, key=lambda finding: finding.line or 0))
