"""What pyHanko says of each signature in a file, against given roots and at a given time.

A signature is judged for the earliest instant that a sound stamp proves, else for the given one.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import shared.document.pyhanko_loaded

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from shared.document.fields import AGENCY, ANNEX, DATE_LINE, NUMBER_LINE, PERSON
from shared.document.keys import fingerprint_of, name_for_people
from shared.document.long_term import is_archive_stamp
from shared.document.revocation import Evidence
from shared.document.stamps import JudgedStamp, evidence_in, judge_stamps
from shared.document.verification import Role, SignatureReport

# Of a forged file pyHanko logs whole tracebacks, which may carry words of the document.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

Roles = Mapping[str, Role]
"""By the names of the fields."""
OF_DISPATCH: Final[Roles] = {PERSON: Role.PERSON, AGENCY: Role.AGENCY}
OF_ANNEX: Final[Roles] = {ANNEX: Role.AGENCY}


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
    revoked: bool
    unproven: bool
    """Trusted but for the proof that it was not revoked, which this file has to carry."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that proves something in a file."""

    signatures: list[Judged]
    stamps: list[JudgedStamp]
    lasting: bool
    """Whether the file carries proof, so that proof is demanded of all of it."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The instants for which certificates are judged; aware."""

    plain: datetime
    person: datetime
    """That of the person's signature, whose certificate may have expired before the seal."""

    def of(self, role: Role) -> datetime:
        return self.person if role is Role.PERSON else self.plain


async def judge(
    reader: PdfFileReader,
    *,
    trust_roots: Sequence[bytes],
    moments: Moments,
    look_at_changes: bool,
    roles: Roles = OF_DISPATCH,
) -> Judgement:
    """Every signature and every stamp of a file, in their order.

    `look_at_changes` False spares the comparison of revisions, for files found bad already.
    """
    roots = [x509.Certificate.load(root) for root in trust_roots]
    evidence = evidence_in(reader)
    stamps = await judge_stamps(reader, roots, evidence, moments.plain)
    signatures = [one for one in reader.embedded_signatures if not is_archive_stamp(one)]
    judging = _Judging(roots, evidence, moments, stamps, roles, skip_diff=not look_at_changes)
    judged = [await judging.judge(signature) for signature in signatures]
    return Judgement(judged, stamps, evidence is not None)


@dataclass(frozen=True, slots=True)
class _Judging:
    """By what all signatures of a file are judged."""

    roots: Sequence[x509.Certificate]
    evidence: Evidence | None
    moments: Moments
    stamps: Sequence[JudgedStamp]
    roles: Roles
    skip_diff: bool = field(kw_only=True)

    async def judge(self, signature: EmbeddedPdfSignature) -> Judged:
        role = self.roles.get(str(signature.field_name), Role.OTHER)
        proven_at = self._proven_at(signature)
        moment = proven_at or self.moments.of(role)
        status = await self._status(signature, moment, demanded=self.evidence is not None)
        report = _report(role, signature, status, proven_at)
        covered = status is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        lock = signature.fieldmdp
        return Judged(
            report=report,
            holds=report.intact and covered and (self.skip_diff or _docmdp_ok(status)),
            certifies=signature.docmdp_level == MDPPerm.FILL_FORMS and _leaves_open(lock),
            locks_all=lock is not None and lock.action == FieldMDPAction.ALL,
            covers_revision=signature.signed_revision,
            revoked=status is not None and status.revoked,
            unproven=not report.trusted and await self._lacks_proof(signature, moment),
        )

    def _proven_at(self, signature: EmbeddedPdfSignature) -> datetime | None:
        """By its own stamp, else by the first one that came later."""
        own = str(signature.field_name)
        later = (
            stamp
            for stamp in self.stamps
            if stamp.sound and (stamp.field == own or stamp.revision > signature.signed_revision)
        )
        return next((stamp.report.stamped_at for stamp in later), None)

    async def _lacks_proof(self, signature: EmbeddedPdfSignature, moment: datetime) -> bool:
        if self.evidence is None:
            return False
        status = await self._status(signature, moment, demanded=False)
        return status is not None and status.trusted

    async def _status(
        self, signature: EmbeddedPdfSignature, moment: datetime, *, demanded: bool
    ) -> PdfSignatureStatus | None:
        evidence = self.evidence or Evidence()
        context = evidence.context(self.roots, moment, demanded=demanded)
        try:
            return await async_validate_pdf_signature(
                signature, signer_validation_context=context, skip_diff=self.skip_diff
            )
        except Exception:  # noqa: BLE001 -- whatever can't be judged does not hold
            return None


def _report(
    role: Role,
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus | None,
    proven_at: datetime | None,
) -> SignatureReport:
    signed_at = signature.self_reported_timestamp
    in_time = signed_at is not None and _valid_then(signature.signer_cert, signed_at)
    return SignatureReport(
        role=role,
        field=str(signature.field_name),
        subject=name_for_people(signature.signer_cert.subject),
        fingerprint=fingerprint_of(signature.signer_cert.dump()),
        signed_at=signed_at,
        intact=status is not None and status.intact and status.valid,
        trusted=status is not None and status.trusted and in_time,
        covers_whole_file=status is not None
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        proven_at=proven_at,
    )


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
