"""Checks annexes in separate files: signed whole by the agency, stamped again since, no more.

Annexes are anybody's PDF, so what the agency signed is not looked at; what follows is, revision by
revision, and each revision ends with what was signed or stamped.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from shared.document.fields import ANNEX
from shared.document.long_term import is_archive_stamp
from shared.document.renewals import is_renewal, store_problems
from shared.document.revision import bear_two_tables
from shared.document.signatures import OF_ANNEX, Judgement, Moments, judge
from shared.document.structure import is_unsigned
from shared.document.verification import Role, Verification, verdict
from shared.document.verify import by_role, level_of, stamp_problems, trust_problems


def is_annex(pdf: bytes) -> bool:
    """Whether the first signature of a file is one for annexes, good or not; never raises."""
    if b"/ByteRange" not in pdf:
        return False
    try:
        first, *_ = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return bool(first.field_name == ANNEX)
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return False


async def verify_annex(
    pdf: bytes, *, trust_roots: Sequence[bytes], at: datetime, certificate: str | None
) -> Verification:
    """The verdict on an annex as issued, or as stamped since; never raises, whatever the bytes are.

    `trust_roots` are certificates in DER; `at` is aware, the instant for which certificates are
    judged that no stamp proves; `certificate` is the fingerprint of the agency's as the records
    have it, None where they don't know the file.
    """
    codes = ["not_registered"] if certificate is None else []
    if is_unsigned(pdf):
        return verdict([*codes, "unsigned"])
    try:
        return await _verify(pdf, trust_roots, Moments(at, at), certificate, codes)
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return verdict([*codes, "unreadable"])


async def _verify(
    pdf: bytes,
    trust_roots: Sequence[bytes],
    moments: Moments,
    certificate: str | None,
    codes: list[str],
) -> Verification:
    reader = PdfFileReader(BytesIO(pdf))
    bear_two_tables(reader)
    signatures = reader.embedded_signatures
    altered = [*_changes(pdf, signatures), *store_problems(reader)]
    judged = await judge(
        reader,
        trust_roots=trust_roots,
        moments=moments,
        look_at_changes=not altered,
        roles=OF_ANNEX,
    )
    codes += altered
    codes += _signature_problems(judged, signatures, certificate)
    sealed = signatures[0].signed_revision
    codes += stamp_problems(judged, ANNEX, range(sealed + 1, reader.xrefs.total_revisions))
    return verdict(
        codes,
        signatures=tuple(each.report for each in judged.signatures),
        level=level_of(judged),
        stamps=tuple(stamp.report for stamp in judged.stamps),
    )


def _changes(pdf: bytes, signatures: Sequence[EmbeddedPdfSignature]) -> Iterator[str]:
    """A code for each revision behind the agency's that is more than a stamp."""
    ends = [_end(signature) for signature in signatures]
    if ends[-1] != len(pdf):
        yield "changed_after_seal"
    parts = (PdfFileReader(BytesIO(pdf[:end])) for end in ends)
    for number, (before, after) in enumerate(pairwise(parts), start=1):
        if not is_renewal(before, after, _given(before, after), number):
            yield "changed_after_seal"


def _end(signature: EmbeddedPdfSignature) -> int:
    """Up to where a signature says that it covers the file."""
    begin, _, behind, length = signature.byte_range
    return int(behind + length) if begin == 0 else 0


def _given(before: PdfFileReader, after: PdfFileReader) -> frozenset[int]:
    """The objects that the last revision gave or freed; none if it is more than one revision.

    The table of cross-references, where it is an object itself, is none of them.
    """
    last = after.xrefs.total_revisions - 1
    if before.xrefs.total_revisions != last:
        return frozenset()
    freed = after.xrefs.refs_freed_in_revision(last)
    given = {one.idnum for one in (*after.xrefs.explicit_refs_in_revision(last), *freed)}
    table = after.xrefs.get_xref_container_info(last).stream_ref
    if table is not None and table.idnum >= before.trailer["/Size"]:
        given -= {table.idnum}
    return frozenset(given)


def _signature_problems(
    judged: Judgement, signatures: Sequence[EmbeddedPdfSignature], certificate: str | None
) -> Iterator[str]:
    if any(each.report.role is Role.OTHER for each in judged.signatures):
        yield "unknown_signature"
    agency, first = by_role(judged.signatures).get(Role.AGENCY), signatures[0]
    if agency is None or is_archive_stamp(first) or first.field_name != ANNEX:
        yield "agency_signature_missing"
        return
    if not agency.holds:
        yield "agency_signature_broken"
    yield from trust_problems(agency)
    if not agency.locks_all or first.docmdp_level != MDPPerm.NO_CHANGES:
        yield "agency_does_not_lock"
    if certificate is not None and agency.report.fingerprint != certificate:
        yield "agency_certificate_differs"
