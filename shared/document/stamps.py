"""The stamps of a file, each judged for the instant of the one that covers it.

In their order: on the person's signature, on the seal, then those over the whole file. As long as
the newest counts, it proves that those before it were there while they counted, and so on down to
the signatures.
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import shared.document.pyhanko_loaded

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus

from shared.document.long_term import is_archive_stamp, report_of, stamp_of
from shared.document.revocation import Evidence
from shared.document.stamping import certificates_of, stamped_at
from shared.document.verification import StampReport


@dataclass(frozen=True, slots=True)
class JudgedStamp:
    """One stamp, and whether it holds."""

    report: StampReport
    field: str
    """Of the signature that it is on, or its own."""
    over_file: bool
    revision: int
    """The revision that it ends with; the prepared PDF is 0."""
    intact: bool
    trusted: bool

    @property
    def sound(self) -> bool:
        return self.intact and self.trusted


@dataclass(frozen=True, slots=True)
class _Found:
    signature: EmbeddedPdfSignature
    token: cms.SignedData
    at: datetime

    @property
    def over_file(self) -> bool:
        return is_archive_stamp(self.signature)

    @property
    def imprint(self) -> Callable[[str], bytes]:
        if self.over_file:
            digest: Callable[[str], bytes] = self.signature.compute_digest
            return digest
        checker: Callable[[str], bytes] = message_imprint_checker(self.signature.signer_info)
        return checker


def evidence_in(reader: PdfFileReader) -> Evidence | None:
    """What the file's security store has; None if it has none."""
    if "/DSS" not in reader.root:
        return None
    store = DocumentSecurityStore.read_dss(reader)
    context = store.as_validation_context({"trust_roots": [], "allow_fetching": False})
    return Evidence(tuple(store.load_certs()), tuple(context.crls), tuple(context.ocsps))


async def judge_stamps(
    reader: PdfFileReader,
    trust_roots: Sequence[x509.Certificate],
    evidence: Evidence | None,
    at: datetime,
) -> list[JudgedStamp]:
    """Every stamp in the order of stamping; the newest is judged for `at`.

    What a stamp covers that does not hold is judged for `at` too: nothing else proves it.
    """
    judged: list[JudgedStamp] = []
    for one in reversed(list(_found(reader))):
        covering = judged[0] if judged and judged[0].sound else None
        moments = [covering.report.stamped_at] if covering else [one.at, max(at, one.at)]
        judged.insert(0, await _judge(one, trust_roots, evidence, moments))
    return judged


def _found(reader: PdfFileReader) -> Iterator[_Found]:
    for signature in reader.embedded_signatures:
        over_file = is_archive_stamp(signature)
        token = signature.signed_data if over_file else stamp_of(signature)
        if token is not None:
            yield _Found(signature, token, stamped_at(token))


async def _judge(
    one: _Found,
    trust_roots: Sequence[x509.Certificate],
    evidence: Evidence | None,
    moments: Sequence[datetime],
) -> JudgedStamp:
    """Nobody can know today what is revoked tomorrow: proof is demanded for the first moment."""
    known = evidence or Evidence()
    brought = (*known.certificates, *certificates_of(one.token))
    known = Evidence(brought, known.crls, known.ocsps)
    judged = []
    for place, moment in enumerate(moments):
        context = known.context(trust_roots, moment, demanded=evidence is not None and place == 0)
        said = await validate_tst_signed_data(one.token, context, one.imprint)
        judged.append(TimestampSignatureStatus(**said))
    return JudgedStamp(
        report=report_of(one.token),
        field=str(one.signature.field_name),
        over_file=one.over_file,
        revision=one.signature.signed_revision,
        intact=_covers(one) and all(status.intact and status.valid for status in judged),
        trusted=all(status.trusted for status in judged),
    )


def _covers(one: _Found) -> bool:
    """A stamp over the file is one over all that was there."""
    if not one.over_file:
        return True
    coverage = one.signature.evaluate_signature_coverage()
    return bool(coverage >= SignatureCoverageLevel.ENTIRE_REVISION)
