"""A frozen version as its readers see it."""

from pydantic import BaseModel, Field

from services.approval.domain.round import Round
from services.approval.schemas.acts import OUT
from shared.document.model import Finding
from shared.document.version import FrozenVersion


class TextOut(BaseModel):
    """The text, in the field names of the reader's JSON."""

    model_config = OUT | {"from_attributes": True}

    doc_type: str
    place: str
    subject: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...]
    file_copy: str
    signature_lines: tuple[str, ...]
    signer_name: str
    urgency: str


class AttachmentOut(BaseModel):
    model_config = OUT

    number: int = Field(description="Its place in the version, from 1, as in its address")
    name: str
    kind: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str


class FindingOut(BaseModel):
    """What the form check remarked at submission."""

    model_config = OUT

    code: str
    severity: str
    field: str
    message: str
    rule: str
    line: int | None
    found: str | None
    replacement: str | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingOut":
        return cls(**{name: getattr(finding, name) for name in cls.model_fields})


class VersionOut(BaseModel):
    """One round's frozen version."""

    model_config = OUT

    case: str
    round: int
    version: str
    text: TextOut
    attachments: tuple[AttachmentOut, ...]
    findings: tuple[FindingOut, ...]

    @classmethod
    def of(cls, held: Round, frozen: FrozenVersion) -> "VersionOut":
        return cls(
            case=held.key.case,
            round=held.key.round,
            version=held.submission.version,
            text=TextOut.model_validate(frozen.text),
            attachments=attachments_of(frozen),
            findings=tuple(map(FindingOut.of, frozen.findings)),
        )


def attachments_of(frozen: FrozenVersion) -> tuple[AttachmentOut, ...]:
    names = AttachmentOut.model_fields.keys() - {"number"}
    return tuple(
        AttachmentOut(number=number, **{name: getattr(attachment, name) for name in names})
        for number, attachment in enumerate(frozen.attachments, start=1)
    )
