"""What was read of a text: every part of a dispatch, where it stands, and how sure that is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from services.drafting.domain.text_lines import Line
from shared.document.model import DispatchText, Finding
from shared.domain.document_types import DISPATCH
from shared.domain.urgency import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Box 2 of ND30 PL1, as printed; None where the text does not name it."""

    parent: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Boxes 7a and 7b of ND30 PL1."""

    lines: tuple[str, ...] = ()
    """"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"."""
    name: str | None = None
    """As printed, without "(đã ký)"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Another document that the body names, as far as it is stated there (ND30 PL1 II.6.b)."""

    type: str | None = None
    """"Công văn", "Luật"."""
    name: str | None = None
    """Of a law, which is cited by its name: "Xây dựng"."""
    number: str | None = None
    symbol: str | None = None
    """What follows the number: "QĐ-TTg", "2020/NĐ-CP", "CV/BTGTU"."""
    date: dt.date | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a part was read."""

    lines: tuple[int, ...]
    """Numbers of the text's lines, from 1, rising."""
    confidence: float
    """1.0: it carries its own word ("Số:", "Kính gửi"); less, the more it was inferred."""
    items: tuple[tuple[int, ...], ...] = ()
    """Of a list: the lines of each entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says; what is blank or missing in it is None here, never guessed."""

    doc_type: str | None = None
    """The value of `DispatchText.doc_type`; None: the text does not tell."""
    issuer: Issuer = Issuer()
    number: str | None = None
    """As printed: "05"."""
    symbol: str | None = None
    """Without number and spaces: "SVHTTDL-VP"."""
    place: str | None = None
    date: dt.date | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    """The body with its legal bases, in order; broken lines are joined."""
    recipients: tuple[str, ...] = ()
    file_copy: str | None = None
    signature: Signature = Signature()
    cosignature: Signature = Signature()
    """Where two sign, the left or first block: a biên bản's secretary, a hợp đồng's Bên A."""
    citations: tuple[Citation, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    annexes: tuple[str, ...] = ()
    """The lines behind the signature that belong to annexes and footnotes."""
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source]
    """By field; "motto" and "artefacts" name the lines that say nothing of their own."""
    lines: tuple[Line, ...] = ()
    """The text as it was read, blank lines too."""

    @property
    def text(self) -> DispatchText:
        """What a draft takes over; without a type it is a công văn."""
        return DispatchText(
            doc_type=self.doc_type or DISPATCH,
            place=self.place or "",
            subject=self.subject or "",
            addressees=self.addressees,
            paragraphs=self.paragraphs,
            recipients=self.recipients,
            file_copy=self.file_copy or "",
            signature_lines=self.signature.lines,
            signer_name=self.signature.name or "",
            cosigner_lines=self.cosignature.lines,
            cosigner_name=self.cosignature.name or "",
            urgency=self.urgency,
        )
