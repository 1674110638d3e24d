"""The verdict on a file that somebody brings."""

from datetime import date, datetime

from pydantic import Field

from services.distribution.operations.checking import Known
from services.distribution.schemas.fields import Out, Shown
from shared.document.verification import Problem, SignatureReport, Verification

NOT_THE_ISSUED_FILE = (
    "Tệp không trùng từng byte với bản đã phát hành, tuy chữ ký và nội dung được ký còn nguyên."
)
"""A signature leaves some bytes uncovered, such as the padding of its own container."""


class SignatureOut(Out):
    role: str = Field(examples=["person"])
    subject: Shown
    fingerprint: str
    signed_at: datetime | None
    intact: bool
    trusted: bool
    covers_whole_file: bool

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
        )


class ProblemOut(Out):
    code: str
    message: str

    @classmethod
    def of(cls, problem: Problem) -> "ProblemOut":
        return cls(code=problem.code, message=problem.message_vi)


class VerificationOut(Out):
    """Who signed what, when, whole or altered, registered or not."""

    whole: bool
    registered: bool
    test_keys: bool = Field(description="Signed with test keys: without legal value")
    case: str | None
    number: str | None = Field(description="As registered", examples=["01/SVHTTDL-VP"])
    date: date | None
    number_line: Shown | None = Field(description="As the file shows it")
    date_line: Shown | None
    signatures: tuple[SignatureOut, ...]
    problems: tuple[ProblemOut, ...]

    @classmethod
    def of(cls, found: Verification, known: Known | None, *, test_keys: bool) -> "VerificationOut":
        problems = tuple(map(ProblemOut.of, found.problems))
        if known and not known.exact and not problems:
            problems = (ProblemOut(code="not_the_issued_file", message=NOT_THE_ISSUED_FILE),)
        return cls(
            whole=found.whole and (known is None or known.exact or not found.registered),
            registered=found.registered,
            test_keys=test_keys,
            case=known.case if known else None,
            number=known.number if known else None,
            date=date.fromisoformat(known.date) if known else None,
            number_line=found.number_line,
            date_line=found.date_line,
            signatures=tuple(map(SignatureOut.of, found.signatures)),
            problems=problems,
        )
