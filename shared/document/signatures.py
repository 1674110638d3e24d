"""What pyHanko says of each signature in a file, against given roots and at a given time."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from shared.document.fields import AGENCY, DATE_LINE, NUMBER_LINE, PERSON
from shared.document.keys import fingerprint_of, name_for_people
from shared.document.verification import Role, SignatureReport

# Of a forged file pyHanko logs whole tracebacks, which may carry words of the document.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_ROLES = {PERSON: Role.PERSON, AGENCY: Role.AGENCY}


@dataclass(frozen=True, slots=True)
class Judged:
    """A signature, and whether it holds by its own means."""

    report: SignatureReport
    holds: bool
    """Intact, and nothing followed that it forbids."""
    certifies: bool
    """It lets only the form be filled (DocMDP) and leaves open the fields that follow it."""
    locks_all: bool
    covers_revision: int
    """The revision that it ends with; the prepared PDF is 0."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The instants for which certificates are judged; aware."""

    plain: datetime
    person: datetime
    """That of the person's signature, whose certificate may have expired before the seal."""

    def of(self, role: Role) -> datetime:
        return self.person if role is Role.PERSON else self.plain


async def judge(
    reader: PdfFileReader, *, trust_roots: Sequence[bytes], moments: Moments, look_at_changes: bool
) -> list[Judged]:
    """Every signature of a file in the order of signing.

    `look_at_changes` False spares the comparison of revisions, for files found bad already.
    """
    return [
        await _judge(
            signature,
            _context(trust_roots, moments.of(_role(signature))),
            skip_diff=not look_at_changes,
        )
        for signature in reader.embedded_signatures
    ]


def _role(signature: EmbeddedPdfSignature) -> Role:
    return _ROLES.get(str(signature.field_name), Role.OTHER)


def _context(trust_roots: Sequence[bytes], at: datetime) -> ValidationContext:
    """A new one for each signature (it remembers); nothing is ever fetched."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in trust_roots],
        allow_fetching=False,
        moment=at,
        revocation_mode="soft-fail",
    )


async def _judge(
    signature: EmbeddedPdfSignature, context: ValidationContext, *, skip_diff: bool
) -> Judged:
    status = await _status(signature, context, skip_diff=skip_diff)
    der = signature.signer_cert.dump()
    signed_at = signature.self_reported_timestamp
    in_time = signed_at is not None and _valid_then(signature.signer_cert, signed_at)
    report = SignatureReport(
        role=_role(signature),
        field=str(signature.field_name),
        subject=name_for_people(signature.signer_cert.subject),
        fingerprint=fingerprint_of(der),
        signed_at=signed_at,
        intact=status is not None and status.intact and status.valid,
        trusted=status is not None and status.trusted and in_time,
        covers_whole_file=status is not None
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )
    revision_covered = (
        status is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    )
    return Judged(
        report=report,
        holds=report.intact and revision_covered and (skip_diff or _docmdp_ok(status)),
        certifies=signature.docmdp_level == MDPPerm.FILL_FORMS and _leaves_open(signature.fieldmdp),
        locks_all=signature.fieldmdp is not None
        and signature.fieldmdp.action == FieldMDPAction.ALL,
        covers_revision=signature.signed_revision,
    )


async def _status(
    signature: EmbeddedPdfSignature, context: ValidationContext, *, skip_diff: bool
) -> PdfSignatureStatus | None:
    try:
        return await async_validate_pdf_signature(
            signature, signer_validation_context=context, skip_diff=skip_diff
        )
    except Exception:  # noqa: BLE001 -- whatever can't be judged does not hold
        return None


def _docmdp_ok(status: PdfSignatureStatus | None) -> bool:
    return status is not None and status.docmdp_ok is True


def _leaves_open(lock: FieldMDPSpec | None) -> bool:
    return (
        lock is not None
        and lock.action == FieldMDPAction.EXCLUDE
        and set(lock.fields or ()) == {NUMBER_LINE, DATE_LINE, AGENCY}
    )


def _valid_then(certificate: x509.Certificate, instant: datetime) -> bool:
    return bool(certificate.not_valid_before <= instant <= certificate.not_valid_after)
