"""Checks a file at one's own machine: what needs the records is said to be not checked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from shared.document.verification import Role, SignatureReport, Verification


class Checked(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


OF_NOBODY_ASKED: Final = "not_registered"
"""What the verifier says where the records are not asked; here that says nothing of the file."""


def check_offline(pdf: bytes, roots: Sequence[bytes], at: datetime) -> dict[str, Any]:
    """The verdict in the field names of the service's own, and what was checked of all there is.

    `roots` are trusted certificates in DER; `at` is aware, the instant for which they are judged.
    Of an annex (`annex` true) the agency's signature alone is there to be checked.
    """
    from shared.document.verify import verify  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.verify_annex import is_annex, verify_annex  # noqa: PLC0415 -- as above

    if is_annex(pdf):
        judging = verify_annex(pdf, trust_roots=roots, at=at, certificate=None)
        return _said(asyncio.run(judging), annex=True)
    return _said(asyncio.run(verify(pdf, trust_roots=roots, at=at, expected=None)), annex=False)


def _said(found: Verification, *, annex: bool) -> dict[str, Any]:
    person = {} if annex else {"person_signature": _signature(found.signatures, Role.PERSON)}
    problems = [one for one in found.problems if one.code != OF_NOBODY_ASKED]
    return {
        "annex": annex,
        "whole": found.whole,
        "registered": None,
        "test_keys": any(signature.trial for signature in found.signatures),
        "number_line": found.number_line,
        "date_line": found.date_line,
        "checks": {
            **person,
            "agency_signature": _signature(found.signatures, Role.AGENCY),
            "whole": _passed(found.whole),
            "approved_text": Checked.NOT_CHECKED,
            "register": Checked.NOT_CHECKED,
        },
        "level": found.level,
        "proven_until": found.proven_until.isoformat() if found.proven_until else None,
        "signatures": [_signature_said(signature) for signature in found.signatures],
        "problems": [{"code": one.code, "message": one.message_vi} for one in problems],
    }


def _signature(signatures: Sequence[SignatureReport], role: Role) -> Checked:
    mine = [signature for signature in signatures if signature.role is role]
    return _passed(bool(mine) and all(one.intact and one.trusted for one in mine))


def _passed(good: bool) -> Checked:  # noqa: FBT001 -- the one thing that it tells
    return Checked.PASSED if good else Checked.FAILED


def _signature_said(signature: SignatureReport) -> dict[str, Any]:
    signed_at, proven_at = signature.signed_at, signature.proven_at
    return {
        "role": signature.role,
        "subject": signature.subject,
        "fingerprint": signature.fingerprint,
        "signed_at": signed_at.isoformat() if signed_at else None,
        "intact": signature.intact,
        "trusted": signature.trusted,
        "covers_whole_file": signature.covers_whole_file,
        "proven_at": proven_at.isoformat() if proven_at else None,
    }
