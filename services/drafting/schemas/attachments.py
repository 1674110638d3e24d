"""Attachments on the wire."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from services.drafting.domain.draft import Attachment
from services.drafting.operations.attachments import Attached
from services.drafting.schemas.drafts import OUT


class AttachmentOut(BaseModel):
    model_config = OUT

    id: str
    name: str
    kind: str = Field(description="supporting: for reviewers, never leaves the agency")
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    account: str
    at: datetime

    @classmethod
    def of(cls, attachment: Attachment) -> "AttachmentOut":
        return cls(**{name: getattr(attachment, name) for name in cls.model_fields})


class AttachedOut(BaseModel):
    """What was attached or taken off, and the draft's new revision."""

    model_config = OUT

    case: str
    revision: int
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
