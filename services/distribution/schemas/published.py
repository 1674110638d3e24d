"""The public answer: one shape, whatever was asked."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import Path
from pydantic import Field

from services.distribution.domain.numbering import Restore
from services.distribution.domain.published import Published, PublishedHead, Standing
from services.distribution.operations.publishing import Told
from services.distribution.schemas.fields import SIGNER, Day, Hash, Instant, Out, Printed

CODE: Final = "5f0c3c1e0e2d4b7a9d8e6f1a2b3c4d5e"
ISSUER: Final = "Sở Văn hóa, Thể thao và Du lịch"
CheckCode = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{32}$", description="As the PDF carries it, or its QR", examples=[CODE]
    ),
]


class SignerOut(Out):
    """Who signed, and as what."""

    name: str = Field(examples=[SIGNER])
    titles: tuple[str, ...] = Field(
        description="The lines above the name; empty for the agency itself",
        examples=[["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]],
    )


class HeadOut(Out):
    """The end of the agency's register, which the printed register shows too."""

    sequence: int = Field(description="Events so far", examples=[781])
    hash: Hash
    time: Instant

    @classmethod
    def of(cls, head: PublishedHead) -> "HeadOut":
        return cls(sequence=head.seq, hash=head.hash, time=head.at)


class GapOut(Out):
    """A time of which the record was lost: what was issued in it may be genuine and unknown."""

    since: Instant
    until: Instant

    @classmethod
    def of(cls, restore: Restore) -> "GapOut":
        return cls(since=restore.backup_at, until=restore.at)


Gaps = Annotated[
    tuple[GapOut, ...],
    Field(
        description="Where nothing is known: times of which the record was lost in a restore; ask "
        "the agency for a paper of such a day",
        examples=[[]],
    ),
]


class PublicAnswerOut(Out):
    """Nothing but what the issued paper shows, and whether it is the registered one."""

    known: bool = Field(description="Such a dispatch was issued", examples=[True])
    registered: bool | None = Field(
        description="The bytes sent are those in the register; null if only a code was asked",
        examples=[True],
    )
    standing: Standing | None = Field(
        description="Whether it still counts: issued, recalled, replaced, or its number voided",
        examples=[Standing.ISSUED],
    )
    number: Printed | None
    date: Day | None
    issuer: str | None = Field(examples=[ISSUER])
    signers: tuple[SignerOut, ...] = Field(description="The person, then the agency")
    test_keys: bool | None = Field(
        description="The agency tries the system out: without legal value", examples=[False]
    )
    register_head: HeadOut | None
    gaps: Gaps

    @classmethod
    def of(
        cls, told: Told | None, restores: Sequence[Restore], *, file: str | None = None
    ) -> "PublicAnswerOut":
        """`file` is the SHA-256 of the bytes that were sent, if any were."""
        said = told.published if told else None
        registered = None if file is None else bool(said and file in said.files)
        return cls(
            known=said is not None,
            registered=registered,
            standing=said.standing if said else None,
            number=said.number if said else None,
            date=said.dated if said else None,
            issuer=told.issuer if told else None,
            signers=_signers(said, told.issuer) if said and told else (),
            test_keys=told.test_keys if told else None,
            register_head=HeadOut.of(told.head) if told and told.head else None,
            gaps=() if said else tuple(map(GapOut.of, restores)),
        )


def _signers(said: Published, issuer: str) -> tuple[SignerOut, ...]:
    """The agency signs last; of a number that was voided it never did."""
    person = SignerOut(name=said.signer, titles=said.signer_lines)
    agency = SignerOut(name=issuer, titles=())
    return (person,) if said.standing is Standing.VOIDED else (person, agency)
