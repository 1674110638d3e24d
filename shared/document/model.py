"""The dispatch as a text: what a drafter writes, and the facts that its paper shows.

Standard library only: rules read and write these, layouts draw them.
"""

from dataclasses import dataclass

from shared.domain.urgency import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchText:
    """The text of a dispatch, in the field names of the reader's JSON."""

    doc_type: str = "cong_van"
    place: str = ""
    """Địa danh as the text states it; the paper prints the agency's own."""
    subject: str = ""
    """Trích yếu, without "V/v", on one line."""
    addressees: tuple[str, ...] = ()
    """Kính gửi, without bullet and final punctuation."""
    paragraphs: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    """Nơi nhận, without bullet and final punctuation and without the Lưu line."""
    file_copy: str = ""
    """What follows "Lưu:", without the final period: "VT, VP"."""
    signature_lines: tuple[str, ...] = ()
    """The title lines of the signature block as the text states them."""
    signer_name: str = ""
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The header's facts; they come from the organisation, never from the text."""

    parent: str
    """Cơ quan chủ quản, as printed: "UBND TỈNH LẠNG SƠN"."""
    issuer_lines: tuple[str, ...]
    """The issuer's name broken into the lines of box 2."""
    issuer: str
    symbol: str
    """Ký hiệu without the number: "SVHTTDL-VP"."""
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBlock:
    lines: tuple[str, ...]
    """"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that the layout needs to draw one dispatch."""

    letterhead: Letterhead
    text: DispatchText
    signature: SignatureBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a form reviewer would remark (kiểm tra thể thức)."""

    code: str
    """Stable, for machines: "place_differs"."""
    severity: str
    """error, warning or info."""
    field: str
    """The field of `DispatchText` it speaks of; with an index for lists: "recipients[1]"."""
    message: str
    """A Vietnamese sentence for people."""
    rule: str
    """The source of the rule: "ND30 PL1 II.4"."""
    line: int | None = None
    """The 1-based line of the text that was read, if it was read from text."""
    found: str | None = None
    """The words that are wrong, exactly as they stand in the field."""
    replacement: str | None = None
    """What to write instead of `found`; None where only a person can tell."""
