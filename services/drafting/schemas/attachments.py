"""Attachments on the wire."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from services.drafting.domain.draft import Attachment
from services.drafting.operations.attachments import Attached
from services.drafting.schemas.drafts import OUT
from services.drafting.schemas.fields import Account, Case, Hash, Instant, Revision


class AttachmentOut(BaseModel):
    model_config = OUT

    id: str = Field(examples=["7d" * 16])
    name: str = Field(examples=["Phụ lục ý kiến.pdf"])
    kind: str = Field(
        description="supporting: for reviewers, never leaves the agency; annex: issued with it",
        examples=["annex"],
    )
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="bytes", examples=[48213])
    sha256: Hash
    account: Account = Field(description="Who attached it")
    at: Instant

    @classmethod
    def of(cls, attachment: Attachment) -> "AttachmentOut":
        return cls(**{name: getattr(attachment, name) for name in cls.model_fields})


class AttachedOut(BaseModel):
    """What was attached or taken off, and the draft's new revision."""

    model_config = OUT

    case: Case
    revision: Revision
    attachment: AttachmentOut

    @classmethod
    def of(cls, attached: Attached) -> "AttachedOut":
        return cls(
            case=attached.draft.case,
            revision=attached.draft.revision,
            attachment=AttachmentOut.of(attached.attachment),
        )


class AttachmentsOut(BaseModel):
    model_config = OUT

    attachments: tuple[AttachmentOut, ...]

    @classmethod
    def of(cls, found: Sequence[Attachment]) -> "AttachmentsOut":
        return cls(attachments=tuple(map(AttachmentOut.of, found)))
