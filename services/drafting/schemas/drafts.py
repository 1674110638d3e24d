"""Drafts on the wire; field names as in the reader's JSON."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.drafting.domain.case_codes import PATTERN
from services.drafting.domain.standing import End
from services.drafting.operations.drafts import Kept, Wanted
from services.drafting.schemas.fields import (
    ANNEX_LINE,
    ANNEX_TITLE,
    ANNEX_TYPE,
    AUTHORITY,
    BASIS,
    CLOSING,
    CONTACT,
    STAGE,
    Account,
    Addressees,
    Authority,
    Bases,
    Case,
    Contact,
    CosignerLines,
    CosignerName,
    DocType,
    FileCopy,
    Hash,
    InCirculation,
    Instant,
    Paragraphs,
    Place,
    Recipients,
    Revision,
    Round,
    SignatureLines,
    Signer,
    SignerName,
    Subject,
    Unit,
    WorkField,
)
from shared.document.model import AnnexText, DispatchText
from shared.domain.amendments import Amends, Way, amends, target_of
from shared.domain.circulation import Circulation
from shared.domain.lifecycle import Stage
from shared.domain.urgency import Urgency
from shared.runtime.text import FileText, Text

TEXT_LIMIT: Final = 1024 * 1024
"""Letters; the door counts the bytes of the whole body."""

IN: Final = ConfigDict(frozen=True, extra="forbid")
OUT: Final = ConfigDict(frozen=True)

Short = Annotated[Text, Field(max_length=200)]
Line = Annotated[Text, Field(max_length=10_000)]
Paragraph = Annotated[Text, Field(max_length=TEXT_LIMIT)]
Lines = Annotated[tuple[Line, ...], Field(max_length=2000)]
CaseCodeText = Annotated[str, Field(pattern=f"^{PATTERN}$", examples=["SVHTTDL-2026-000123"])]


Corrects = Annotated[
    CaseCodeText | None,
    Field(description="The issued dispatch that this công văn corrects (đính chính)"),
]
Replaces = Annotated[
    CaseCodeText | None,
    Field(description="The issued dispatch that this one of equal form replaces (thay thế)"),
]


class AnnexIn(BaseModel):
    """A phụ lục in the same file, or what a decision issues (doc_type)."""

    model_config = IN

    title: Annotated[Line, Field(examples=[ANNEX_TITLE])]
    paragraphs: Annotated[
        tuple[Paragraph, ...], Field(max_length=50_000, examples=[[ANNEX_LINE]])
    ] = ()
    doc_type: Annotated[Short, Field(description=ANNEX_TYPE, examples=["quy_che"])] = ""

    def text(self) -> AnnexText:
        return AnnexText(title=self.title, paragraphs=self.paragraphs, doc_type=self.doc_type)


class AnnexOut(BaseModel):
    model_config = OUT | {"from_attributes": True}

    title: str = Field(examples=[ANNEX_TITLE])
    paragraphs: tuple[str, ...] = Field(examples=[[ANNEX_LINE]])
    doc_type: str = Field(description=ANNEX_TYPE, examples=["quy_che"])


Annexes = Annotated[tuple[AnnexIn, ...], Field(max_length=100)]


class DraftIn(BaseModel):
    """A draft as the drafter writes it; it may be incomplete until it is submitted."""

    model_config = IN | ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "triển khai Chiến lược chuyển đổi số báo chí",
                    "place": "Lạng Sơn",
                    "addressees": ["Các phòng chuyên môn"],
                    "paragraphs": ["Sở yêu cầu các phòng triển khai thực hiện./."],
                    "recipients": ["Như trên", "GĐ, các PGĐ Sở"],
                    "file_copy": "VT, VP",
                    "signature_lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
                    "signer_name": "Dương Minh Tuệ",
                }
            ]
        }
    )

    doc_type: Short = "cong_van"
    place: Short = ""
    subject: Line = ""
    addressees: Lines = ()
    paragraphs: Annotated[tuple[Paragraph, ...], Field(max_length=50_000)] = ()
    recipients: Lines = ()
    file_copy: Short = ""
    signature_lines: Annotated[tuple[Short, ...], Field(max_length=10)] = ()
    signer_name: Short = ""
    urgency: Urgency = Urgency.NORMAL
    authority: Annotated[Line, Field(examples=[AUTHORITY])] = ""
    bases: Annotated[Lines, Field(examples=[[BASIS]])] = ()
    circulation: Circulation = Circulation.FREE
    contact: Annotated[Line, Field(examples=[CONTACT])] = ""
    cosigner_lines: Annotated[tuple[Short, ...], Field(max_length=10, examples=[["THƯ KÝ"]])] = ()
    cosigner_name: Annotated[Short, Field(examples=["Hoàng Thị Lan"])] = ""
    annexes: Annexes = ()
    field: Short | None = Field(default=None, description="Lĩnh vực; else the drafting unit's")
    signer: Short | None = Field(
        default=None, description="Account that is to sign; else found by signer_name"
    )
    secrecy: Short | None = Field(
        default=None, description='Only "thuong": secret texts are refused and not kept'
    )

    def wanted(self) -> Wanted:
        mine = {"field", "signer", "secrecy", "annexes"}
        said = {name: getattr(self, name) for name in _names() - mine}
        return Wanted(
            text=DispatchText(**said, annexes=tuple(one.text() for one in self.annexes)),
            field=self.field,
            signer=self.signer,
            secrecy=self.secrecy,
        )


class NewDraftIn(DraftIn):
    """A draft as it is made; what it is to correct or replace never changes."""

    corrects: Corrects = None
    replaces: Replaces = None

    def wanted(self) -> Wanted:
        ways = {"corrects": self.corrects, "replaces": self.replaces}
        return replace(super().wanted(), amends=amends(**ways))


def _names() -> set[str]:
    return set(DraftIn.model_fields)


def _without_form_feeds(value: Any) -> Any:
    """What is copied out of a PDF has them between its pages."""
    return value.replace("\f", " ") if isinstance(value, str) else value


MeantAddressees = Annotated[
    Lines,
    Field(
        description='Whom "Như Điều 3" means; for texts that name no addressees',
        examples=[["Các phòng chuyên môn"]],
    ),
]


class TextIn(BaseModel):
    """The plain text of a document of any type, at most 1 MB."""

    model_config = IN

    text: Annotated[
        FileText,
        BeforeValidator(_without_form_feeds),
        Field(
            min_length=1,
            max_length=TEXT_LIMIT,
            examples=["Số: /SVHTTDL-VP\nV/v triển khai ...\n\nKính gửi: Các phòng chuyên môn."],
        ),
    ]
    addressees: MeantAddressees = ()
    corrects: Corrects = None
    replaces: Replaces = None

    @property
    def amends(self) -> Amends | None:
        return amends(corrects=self.corrects, replaces=self.replaces)


class DraftOut(BaseModel):
    """A draft as it is; `revision` is its ETag."""

    model_config = OUT

    case: Case
    revision: Revision
    round: Round
    stage: Stage = Field(description=STAGE)
    closing: End | None = Field(description=CLOSING)
    locked: bool
    unit: Unit
    drafter: Account
    authors: tuple[Account, ...] = Field(description="Who wrote it in any round; none may check it")
    field: WorkField
    signer: Signer | None = Field(description="Chosen to sign; null: found by signer_name")
    doc_type: DocType
    place: Place
    subject: Subject
    addressees: Addressees
    paragraphs: Paragraphs
    recipients: Recipients
    file_copy: FileCopy
    signature_lines: SignatureLines
    signer_name: SignerName
    urgency: Urgency
    authority: Authority
    bases: Bases
    circulation: InCirculation
    contact: Contact
    cosigner_lines: CosignerLines
    cosigner_name: CosignerName
    annexes: tuple[AnnexOut, ...] = Field(description="In the same file")
    version: Hash | None = Field(description="SHA-256 of the version under review")
    withdrawal_asked_at: Instant | None
    corrects: Corrects
    replaces: Replaces
    created_at: Instant
    changed_at: Instant

    @classmethod
    def of(cls, kept: Kept) -> "DraftOut":
        draft, standing = kept.draft, kept.standing
        text = {name: getattr(draft.text, name) for name in DispatchText.__dataclass_fields__}
        annexes = tuple(map(AnnexOut.model_validate, draft.text.annexes))
        waiting = standing.withdrawal
        return cls(
            **(text | {"annexes": annexes}),
            case=draft.case,
            revision=draft.revision,
            round=standing.round,
            stage=standing.stage,
            closing=standing.closed.end if standing.closed else None,
            locked=standing.locked,
            unit=draft.unit,
            drafter=draft.drafter,
            authors=draft.authors,
            field=draft.field,
            signer=draft.signer,
            version=standing.submitted.version if standing.submitted else None,
            withdrawal_asked_at=waiting.at if waiting else None,
            corrects=target_of(draft.amends, Way.CORRECTS),
            replaces=target_of(draft.amends, Way.REPLACES),
            created_at=draft.created_at,
            changed_at=draft.changed_at,
        )


class DraftLine(BaseModel):
    """A draft in a list."""

    model_config = OUT

    case: Case
    subject: Subject
    unit: Unit
    round: Round
    stage: Stage = Field(description=STAGE)
    closing: End | None = Field(description=CLOSING)
    revision: Revision
    changed_at: Instant

    @classmethod
    def of(cls, kept: Kept) -> "DraftLine":
        closed = kept.standing.closed
        return cls(
            case=kept.draft.case,
            subject=kept.draft.text.subject,
            unit=kept.draft.unit,
            round=kept.standing.round,
            stage=kept.standing.stage,
            closing=closed.end if closed else None,
            revision=kept.draft.revision,
            changed_at=kept.draft.changed_at,
        )


class DraftsOut(BaseModel):
    model_config = OUT

    drafts: tuple[DraftLine, ...]
    after: Case | None = Field(description="Give it as `after` to read on; null at the end")

    @classmethod
    def of(cls, found: Sequence[Kept], limit: int) -> "DraftsOut":
        """One more than `limit` may be found: it shows that there are more."""
        page = found[:limit]
        return cls(
            drafts=tuple(map(DraftLine.of, page)),
            after=page[-1].draft.case if len(found) > limit else None,
        )
