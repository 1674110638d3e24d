"""The dispatch as a text: what a drafter writes, and the facts that its paper shows.

Standard library only: rules read and write these, layouts draw them.

One text serves all types of ND30 Đ.7. What a công văn has comes first; the parts below `urgency`
are for the types that need them, may be empty, and are then not written where a text is frozen
or hashed (`text_content`), so that texts from before there were such parts keep their hashes.
How a type is laid out, and which parts it prints, says `shared.document.forms`. `paragraphs`, here
and in an annex, hold the small Markdown that `shared.document.body` reads: one paragraph, list
item, article or row of a table each, in the order of the paper.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from shared.domain.circulation import Circulation
from shared.domain.urgency import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexText:
    """A phụ lục in the same file (PL1 III.1), with a page count of its own.

    Where several follow each other, "Phụ lục" is numbered in Roman numerals by their order.
    """

    title: str
    """Its heading, printed in capitals."""
    paragraphs: tuple[str, ...] = ()
    doc_type: str = ""
    """Of a document that a decision issues ("quy_che", PL3 mẫu 1.3): it bears the name of its type
    where others bear "Phụ lục"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchText:
    """The text of a dispatch, in the field names of the reader's JSON."""

    doc_type: str = "cong_van"
    """A key of `shared.domain.document_types.NAMES`."""
    place: str = ""
    """Địa danh as the text states it; the paper prints the agency's own."""
    subject: str = ""
    """Trích yếu, without "V/v", on one line. Under the name of a type (box 5a) one that begins with
    a small letter follows "Về việc", one that begins with a capital stands alone."""
    addressees: tuple[str, ...] = ()
    """Kính gửi, without bullet and final punctuation; of a công điện who receives it, of a giấy mời
    who is invited. A decision prints none: there they are whom "Như Điều 3" means."""
    paragraphs: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    """Nơi nhận, without bullet and final punctuation and without the Lưu line."""
    file_copy: str = ""
    """What follows "Lưu:", without the final period: "VT, VP"."""
    signature_lines: tuple[str, ...] = ()
    """The title lines of the signature block as the text states them."""
    signer_name: str = ""
    urgency: Urgency = Urgency.NORMAL
    authority: str = ""
    """Thẩm quyền ban hành (PL3 mẫu 1.1 to 1.3): "GIÁM ĐỐC SỞ TƯ PHÁP"; of a công điện and a giấy
    mời who sends it, if not the issuer."""
    bases: tuple[str, ...] = ()
    """Căn cứ, without final punctuation, each with its own first word: "Căn cứ Luật ..."."""
    circulation: Circulation = Circulation.FREE
    """Box 11."""
    contact: str = ""
    """Box 13: address, e-mail, site, telephone; at the foot of the first page."""
    cosigner_lines: tuple[str, ...] = ()
    """The titles above the other name of what two sign: "THƯ KÝ", "ĐẠI DIỆN BÊN A"."""
    cosigner_name: str = ""
    annexes: tuple[AnnexText, ...] = ()
    """In the same file; what goes in files of its own is an attachment."""


OPTIONAL: Final = (
    *("authority", "bases", "circulation", "contact"),
    *("cosigner_lines", "cosigner_name", "annexes"),
)


def text_content(text: DispatchText) -> dict[str, Any]:
    """The text as JSON that is frozen or hashed: without the optional parts that are empty."""
    content = asdict(text)
    return {name: value for name, value in content.items() if value or name not in OPTIONAL}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgedFinding:
    """That somebody knew of a finding of form and let it stand, and why."""

    code: str
    field: str
    found: str | None
    """The words that it was about; with other words it is another finding."""
    reason: str
    account: str
    at: str
    """ISO 8601, UTC."""

    def is_of(self, finding: Finding) -> bool:
        return (self.code, self.field, self.found) == (finding.code, finding.field, finding.found)
