"""What the archive gets of drafting, on the wire."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from services.drafting.operations.archiving import Submitted
from services.drafting.schemas.drafts import OUT
from services.drafting.schemas.fields import Account, Hash, Instant, Round
from shared.document.version import FrozenAttachment


class FileOut(BaseModel):
    """A file that came with a version."""

    model_config = OUT

    name: str = Field(examples=["Phụ lục I.pdf"])
    kind: str = Field(description="supporting or annex", examples=["annex"])
    media_type: str = Field(examples=["application/pdf"])
    sha256: Hash

    @classmethod
    def of(cls, file: FrozenAttachment) -> "FileOut":
        return cls(name=file.name, kind=file.kind, media_type=file.media_type, sha256=file.sha256)


class VersionOut(BaseModel):
    """What a submission froze; its hash is that of its bytes."""

    model_config = OUT

    round: Round
    version: Hash
    submitter: Account
    at: Instant
    attachments: tuple[FileOut, ...]

    @classmethod
    def of(cls, one: Submitted) -> "VersionOut":
        sent = one.submission
        return cls(
            round=sent.round,
            version=sent.version,
            submitter=sent.account,
            at=sent.at,
            attachments=tuple(map(FileOut.of, one.frozen.attachments)),
        )


class VersionsOut(BaseModel):
    model_config = OUT

    versions: tuple[VersionOut, ...] = Field(description="Every round, in order")

    @classmethod
    def of(cls, submitted: Sequence[Submitted]) -> "VersionsOut":
        return cls(versions=tuple(map(VersionOut.of, submitted)))
