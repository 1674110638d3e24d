"""Checks signed dispatches: whole or altered, registered or not, and by whom they were signed.

Much of it looks where PDF signatures do not: a number filled by anybody, a value that is drawn
otherwise, a seal cut off, a file of the right keys but of another text.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.fields import AGENCY, DATE_LINE, NUMBER_LINE
from shared.document.revisions import MalformedError, revisions_of
from shared.document.signatures import Judged, Judgement, Moments, judge
from shared.document.structure import Structure, is_unsigned, prepared_problems
from shared.document.verification import (
    Expected,
    Level,
    Problem,
    Role,
    Verification,
    problem,
    verdict,
)

_SIGNED_REVISIONS, _SEALED_REVISIONS = 2, 3


async def verify(
    pdf: bytes,
    *,
    trust_roots: Sequence[bytes],
    at: datetime,
    expected: Expected | None,
    person_at: datetime | None = None,
) -> Verification:
    """The verdict on a sealed dispatch; never raises, whatever the bytes are.

    `trust_roots` are certificates in DER; `at` is aware, the instant for which the certificate of
    the newest stamp is judged, and those of signatures that no stamp proves; `person_at` that for
    the person's where the records tell when it signed; `expected` is what the records say, None
    where they don't know the dispatch.
    """
    if is_unsigned(pdf):
        return verdict([*_unknown(expected), "unsigned"])
    try:
        return await _verify(pdf, trust_roots, Moments(at, person_at or at), expected)
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return verdict([*_unknown(expected), "unreadable"])


async def check_signed(
    signed: bytes,
    prepared: bytes,
    *,
    trust_roots: Sequence[bytes],
    person_certificate: str,
    at: datetime,
) -> tuple[Problem, ...]:
    """What forbids to number and seal; empty if the person's signature alone was added.

    `person_certificate` is a fingerprint (SHA-256, hexadecimal). Never raises.
    """
    try:
        codes = await _check_signed(signed, prepared, trust_roots, person_certificate, at)
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        codes = ["unreadable"]
    return tuple(problem(code) for code in codes)


def stated_time(signed: bytes) -> datetime | None:
    """When a file's last signature says that it was made; None where it does not say."""
    signatures = PdfFileReader(BytesIO(signed)).embedded_signatures
    stated: datetime | None = signatures[-1].self_reported_timestamp if signatures else None
    return stated


async def _verify(
    pdf: bytes, trust_roots: Sequence[bytes], moments: Moments, expected: Expected | None
) -> Verification:
    codes = _unknown(expected)
    try:
        revisions = revisions_of(pdf)
    except MalformedError:
        return verdict([*codes, "unreadable"])
    prepared = pdf[: revisions[0].end]
    if odd := list(prepared_problems(prepared)):
        return verdict([*codes, *odd])
    structure = Structure(pdf, revisions)
    altered = list(structure.problems())
    if len(revisions) < _SEALED_REVISIONS:
        codes.append("agency_signature_missing")
    codes += altered
    judged = await judge(
        structure.reader, trust_roots=trust_roots, moments=moments, look_at_changes=not altered
    )
    codes += _signature_problems(judged, len(revisions))
    codes += stamp_problems(judged, AGENCY, range(_SEALED_REVISIONS, len(revisions)))
    for name in (NUMBER_LINE, DATE_LINE):
        codes += structure.line_problems(name)
    number, date = structure.line(NUMBER_LINE), structure.line(DATE_LINE)
    if expected is not None:
        codes += _record_problems(expected, prepared, judged.signatures, number, date)
    return verdict(
        codes,
        signatures=tuple(each.report for each in judged.signatures),
        number_line=number,
        date_line=date,
        level=level_of(judged),
        stamps=tuple(stamp.report for stamp in judged.stamps),
    )


async def _check_signed(
    signed: bytes,
    prepared: bytes,
    trust_roots: Sequence[bytes],
    person_certificate: str,
    at: datetime,
) -> list[str]:
    try:
        revisions = revisions_of(signed)
    except MalformedError:
        return ["unreadable"]
    if signed[: revisions[0].end] != prepared:
        return ["not_the_approved_version"]
    structure = Structure(signed, revisions)
    codes = list(structure.problems())
    if len(revisions) > _SIGNED_REVISIONS:
        codes.append("changed_after_signature")
    judged = await judge(
        structure.reader,
        trust_roots=trust_roots,
        moments=Moments(at, at),
        look_at_changes=not codes,
    )
    codes += _person_problems(judged.signatures)
    codes += stamp_problems(judged, AGENCY, range(_SEALED_REVISIONS, len(revisions)))
    found = by_role(judged.signatures)
    if Role.AGENCY in found:
        codes.append("agency_already_signed")
    person = found.get(Role.PERSON)
    if person is not None and person.report.fingerprint != person_certificate:
        codes.append("person_certificate_differs")
    return list(dict.fromkeys(codes))


def _unknown(expected: Expected | None) -> list[str]:
    return ["not_registered"] if expected is None else []


def by_role(judged: Sequence[Judged]) -> dict[Role, Judged]:
    return {each.report.role: each for each in judged}


def _signature_problems(judged: Judgement, revisions: int) -> Iterator[str]:
    """Of a broken signature nobody can tell whether its certificate is to be trusted."""
    yield from _person_problems(judged.signatures)
    agency = by_role(judged.signatures).get(Role.AGENCY)
    if agency is None:
        yield "agency_signature_missing"
        return
    if not agency.holds or agency.covers_revision != _SEALED_REVISIONS - 1:
        yield "agency_signature_broken"
    # what comes later is judged by the structure, revision by revision
    if revisions <= _SEALED_REVISIONS and not agency.report.covers_whole_file:
        yield "changed_after_seal"
    yield from trust_problems(agency)
    if not agency.locks_all:
        yield "agency_does_not_lock"


def _person_problems(judged: Sequence[Judged]) -> Iterator[str]:
    if any(each.report.role is Role.OTHER for each in judged):
        yield "unknown_signature"
    person = by_role(judged).get(Role.PERSON)
    if person is None:
        yield "person_signature_missing"
        return
    if not person.holds or person.covers_revision != _SIGNED_REVISIONS - 1:
        yield "person_signature_broken"
    yield from trust_problems(person)
    if not person.certifies:
        yield "person_does_not_certify"


def trust_problems(judged: Judged) -> Iterator[str]:
    role = judged.report.role
    if not judged.report.intact or judged.report.trusted:
        return
    if judged.revoked:
        yield f"{role}_revoked"
    elif judged.unproven:
        yield f"{role}_revocation_missing"
    else:
        yield f"{role}_not_trusted"


def stamp_problems(judged: Judgement, seal: str, renewals: range) -> Iterator[str]:
    """Whoever carries proof of long validity has a stamp on the seal; all stamps hold, in order.

    `seal` is the field of the agency's signature, `renewals` the revisions that stamps over the
    whole file have to end.
    """
    stamps = judged.stamps
    if not all(stamp.intact for stamp in stamps):
        yield "stamp_broken"
    if any(stamp.intact and not stamp.trusted for stamp in stamps):
        yield "stamp_not_trusted"
    if any(a.report.stamped_at > b.report.stamped_at for a, b in pairwise(stamps)):
        yield "stamps_out_of_order"
    renewed = [stamp.revision for stamp in stamps if stamp.over_file]
    if renewed != list(renewals):
        yield "changed_after_seal"
    sealed = Role.AGENCY in by_role(judged.signatures)
    if sealed and judged.lasting and not any(stamp.field == seal for stamp in stamps):
        yield "stamp_missing"


def level_of(judged: Judgement) -> Level:
    if not judged.lasting or not judged.stamps:
        return Level.B_B
    return Level.B_LTA if judged.stamps[-1].over_file else Level.B_LT


def _record_problems(
    expected: Expected,
    prepared: bytes,
    judged: Sequence[Judged],
    number: str | None,
    date: str | None,
) -> Iterator[str]:
    if prepared != expected.prepared:
        yield "not_the_approved_version"
    if number != expected.number_line:
        yield "number_line_differs"
    if date != expected.date_line:
        yield "date_line_differs"
    signed = by_role(judged)
    wanted = (
        (Role.PERSON, expected.person_certificate),
        (Role.AGENCY, expected.agency_certificate),
    )
    for role, fingerprint in wanted:
        if role in signed and signed[role].report.fingerprint != fingerprint:
            yield f"{role}_certificate_differs"
