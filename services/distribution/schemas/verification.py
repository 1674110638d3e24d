"""The verdict on a file that somebody brings."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from pydantic import Field

from services.distribution.domain.numbering import Restore
from services.distribution.operations.checking import Known
from services.distribution.schemas.amendments import WaysBack
from services.distribution.schemas.fields import (
    CASE,
    SIGNER,
    ClerkAccount,
    Day,
    Fingerprint,
    Instant,
    Out,
    Printed,
    Shown,
)
from services.distribution.schemas.published import GapOut, Gaps
from shared.document.verification import (
    SENTENCES,
    Level,
    Problem,
    Role,
    SignatureReport,
    Verification,
)

NOT_THE_ISSUED_FILE: Final = "not_the_issued_file"
"""The records know the dispatch that a file was made of or claims to be, but the file is another:
altered, or not the issued one. A signature leaves some bytes uncovered, such as the padding of its
own container, so this may be all that is wrong."""


class SignatureOut(Out):
    """One signature as the file shows it."""

    role: Role = Field(examples=[Role.PERSON])
    subject: Shown = Field(
        description="Whom the certificate names", examples=[f"{SIGNER}; Sở Văn hóa"]
    )
    fingerprint: Fingerprint
    signed_at: Instant | None
    intact: bool = Field(description="The signed bytes are unchanged", examples=[True])
    trusted: bool = Field(
        description="The certificate leads to a trusted root; false also if not intact",
        examples=[True],
    )
    covers_whole_file: bool = Field(examples=[False])
    proven_at: Instant | None = Field(
        description="For which instant a time stamp proves it; null without a sound stamp"
    )

    @classmethod
    def of(cls, report: SignatureReport) -> "SignatureOut":
        return cls(
            role=report.role,
            subject=report.subject,
            fingerprint=report.fingerprint,
            signed_at=report.signed_at,
            intact=report.intact,
            trusted=report.trusted,
            covers_whole_file=report.covers_whole_file,
            proven_at=report.proven_at,
        )


class ProblemOut(Out):
    """Something that is wrong with a file."""

    code: str = Field(
        description=f"Stable; one of {', '.join((NOT_THE_ISSUED_FILE, *SENTENCES))}",
        examples=["not_registered"],
    )
    message: str = Field(description="In Vietnamese", examples=[SENTENCES["not_registered"]])

    @classmethod
    def of(cls, problem: Problem) -> "ProblemOut":
        return cls(code=problem.code, message=problem.message_vi)


class VerificationOut(Out):
    """Who signed what, when, whole or altered, registered or not."""

    annex: bool = Field(
        default=False,
        description="The file is an annex that the agency signed, so it has no signer, number or "
        "date of its own",
        examples=[False],
    )
    whole: bool = Field(
        description="Both signatures hold, and nothing was done that the office does not do",
        examples=[True],
    )
    registered: bool = Field(
        description="Text, number, date and signers are those of the register", examples=[True]
    )
    test_keys: bool = Field(
        description="Signed with test keys: without legal value", examples=[False]
    )
    case: str | None = Field(
        description="The dispatch that the file was made of or claims to be; null if unknown",
        examples=[CASE],
    )
    number: Printed | None = Field(description="As registered for that dispatch")
    date: Day | None
    issued_by: ClerkAccount | None
    issued_at: Instant | None
    sealed_at: Instant | None
    ways_back: WaysBack
    number_line: Shown | None = Field(
        description="As the file shows it", examples=["Số: 01/SVHTTDL-VP"]
    )
    date_line: Shown | None = Field(
        description="As the file shows it", examples=["Lạng Sơn, ngày 23 tháng 11 năm 2026"]
    )
    level: Level = Field(
        description="How long the signatures can be checked", examples=[Level.B_LT]
    )
    proven_until: Instant | None = Field(
        description="When the newest stamp's certificate ends; null without stamps"
    )
    signatures: tuple[SignatureOut, ...] = Field(description="In the order of signing")
    problems: tuple[ProblemOut, ...] = Field(description="Empty for the issued file alone")
    gaps: Gaps

    @classmethod
    def of(
        cls,
        found: Verification,
        known: Known | None,
        restores: Sequence[Restore],
        *,
        test_keys: bool,
        annex: bool = False,
    ) -> "VerificationOut":
        problems = tuple(map(ProblemOut.of, found.problems))
        if known and not known.exact:
            problems = (_not_the_issued_file(known, found), *problems)
        return cls(
            annex=annex,
            whole=found.whole and (known is None or known.exact or not found.registered),
            registered=found.registered,
            test_keys=test_keys,
            case=known.case if known else None,
            number=known.number if known else None,
            date=date.fromisoformat(known.date) if known else None,
            issued_by=known.issued_by if known else None,
            issued_at=known.issued_at if known else None,
            sealed_at=known.sealed_at if known else None,
            ways_back=known.ways_back if known else (),
            number_line=found.number_line,
            date_line=found.date_line,
            level=found.level,
            proven_until=found.proven_until,
            signatures=tuple(map(SignatureOut.of, found.signatures)),
            problems=problems,
            gaps=() if known else tuple(map(GapOut.of, restores)),
        )


def _not_the_issued_file(known: Known, found: Verification) -> ProblemOut:
    entry = f"Sổ có số {known.number} ngày {date.fromisoformat(known.date):%d/%m/%Y}, nhưng "
    if known.sealed_at is None:
        message = f"{entry}văn bản đó chưa có chữ ký số của cơ quan và chưa phát hành."
    elif found.problems:
        message = f"{entry}tệp này khác tệp đã phát hành."
    else:
        message = (
            f"{entry}tệp này khác tệp đã phát hành, tuy chữ ký và nội dung được ký còn nguyên."
        )
    return ProblemOut(code=NOT_THE_ISSUED_FILE, message=message)
