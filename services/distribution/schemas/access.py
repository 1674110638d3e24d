"""The right to read a dispatch, on the wire."""

from typing import Annotated

from pydantic import Field

from services.distribution.domain.access import Change, Kind
from services.distribution.domain.desk import Names
from services.distribution.operations.access import Rights
from services.distribution.schemas.fields import In, Instant, Out
from shared.runtime.text import Text

ChangeKind = Annotated[Kind, Field(examples=[Kind.GRANTED])]
Number = Annotated[int, Field(description="Counted from 1 within the dispatch", examples=[2])]
READER = "Code of a unit or a post, or an account behind an @; empty unless of a reader"


class AccessIn(In):
    """One change of rights."""

    change: ChangeKind
    reader: Text = Field(default="", max_length=200, description=READER, examples=["QLVH"])
    reason: Text = Field(
        default="",
        max_length=1000,
        description="Needed to restrict and to open",
        examples=["Có thông tin cá nhân."],
    )


class ConfirmIn(In):
    """The number of the last change that was seen."""

    number: int = Field(ge=1, examples=[2])


class ChangeOut(Out):
    """A change of rights."""

    number: Number
    change: ChangeKind
    reader: str = Field(description=READER, examples=["QLVH"])
    reason: str = Field(examples=["Phối hợp thực hiện."])
    account: str = Field(description="Who decided it", examples=["giam-doc"])
    name: str = Field(description="That account's name now", examples=["Nguyễn Văn A"])
    at: Instant

    @classmethod
    def of(cls, change: Change, names: Names) -> "ChangeOut":
        return cls(
            number=change.number,
            change=change.kind,
            reader=change.reader,
            reason=change.reason,
            account=change.by,
            name=names(change.by),
            at=change.at,
        )


class AccessOut(Out):
    """How the rights stand."""

    restricted: bool = Field(description="false: the whole agency reads it", examples=[True])
    readers: tuple[str, ...] = Field(
        description="Who was granted it: units, posts, accounts behind an @", examples=[["QLVH"]]
    )
    changes: tuple[ChangeOut, ...] = Field(description="The earliest first")
    warnings: tuple[ChangeOut, ...] = Field(
        description="Changes that the caller has yet to confirm, the earliest first"
    )

    @classmethod
    def of(cls, rights: Rights) -> "AccessOut":
        return cls(
            restricted=rights.access.restricted,
            readers=tuple(sorted(rights.access.readers)),
            changes=tuple(ChangeOut.of(one, rights.names) for one in rights.changes),
            warnings=tuple(ChangeOut.of(one, rights.names) for one in rights.warnings),
        )
