"""The signatures of issued PDFs, judged by what the register's own events say of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.cli.archive.faults import Fault, fault
from services.cli.offline import OF_NOBODY_ASKED
from shared.document.verification import Expected, Verification
from shared.domain.canonical import sha256
from shared.domain.dates import date_line
from shared.domain.numbers import number_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """By what signatures are judged."""

    roots: Sequence[bytes]
    """Certificates in DER."""
    at: datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class Judged:
    faults: tuple[Fault, ...]
    trial: bool = False
    """Signed with test keys: without legal value."""


def judge_signatures(
    name: str, pdf: bytes, register: Sequence[Mapping[str, Any]], place: str, trusted: Trusted
) -> Judged:
    """`register`: the dispatch's events; `place`: where it was issued, as its paper says."""
    from shared.document.revisions import prepared_part  # noqa: PLC0415 -- pyHanko
    from shared.document.verify import verify  # noqa: PLC0415 -- pyHanko

    prepared = prepared_part(pdf)
    try:
        numbered, sealed = _last(register, "NUMBERED"), _last(register, "SEALED")
        if prepared is None or sha256(prepared) != numbered["details"]["prepared"]:
            return Judged((fault(name, "not_recorded"),))
        expected = Expected(
            prepared=prepared,
            number_line=number_line(numbered["number"], numbered["symbol"]),
            date_line=date_line(place, date.fromisoformat(numbered["dated"])),
            person_certificate=numbered["details"]["certificate"],
            agency_certificate=sealed["details"]["certificate"],
        )
    except (KeyError, TypeError, ValueError, StopIteration):
        return Judged((fault(name, "number_missing"),))
    found = asyncio.run(verify(pdf, trust_roots=trusted.roots, at=trusted.at, expected=expected))
    return _judged(name, found)


def judge_annex(
    name: str, pdf: bytes, register: Sequence[Mapping[str, Any]], trusted: Trusted
) -> Judged:
    """Of an annex that the agency signed: as issued, or as stamped again since."""
    from shared.document.verify_annex import verify_annex  # noqa: PLC0415 -- pyHanko

    try:
        certificate = str(_last(register, "SEALED")["details"]["certificate"])
    except (KeyError, TypeError, StopIteration):
        return Judged((fault(name, "number_missing"),))
    judging = verify_annex(pdf, trust_roots=trusted.roots, at=trusted.at, certificate=certificate)
    return _judged(name, asyncio.run(judging))


def _judged(name: str, found: Verification) -> Judged:
    faults = tuple(
        Fault(name, one.code, one.message_vi)
        for one in found.problems
        if one.code != OF_NOBODY_ASKED
    )
    return Judged(faults, any(one.trial for one in found.signatures))


def _last(events: Sequence[Mapping[str, Any]], kind: str) -> Mapping[str, Any]:
    """Raises StopIteration without any."""
    return next(one for one in reversed(events) if one["kind"] == kind)
