"""Looking at signed files: outside every transaction, in a thread, against the trusted roots."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from shared.document.fields import DATE_LINE, NUMBER_LINE
from shared.document.revisions import prepared_part, revisions_of
from shared.document.trust import LongTerm, trust_roots
from shared.document.verification import OF_THE_RECORDS, Expected, StampReport, Verification
from shared.domain.canonical import sha256

T = TypeVar("T")
_END: Final = re.compile(rb"%%EOF\r?\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found on a signed file before it may be numbered or sealed."""

    signed: str
    """SHA-256 of the bytes that were looked at."""
    certificate: str
    """Fingerprint of the certificate that was demanded."""
    test_keys: bool
    """Whether the roots of trials counted."""
    problems: tuple[str, ...]
    """Vietnamese sentences; empty if that person's valid signature alone was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By what the records may know a file."""

    file: str
    prepared: str | None
    """SHA-256 of its first revision, or of what ends where one ends; None without any."""
    lines: tuple[str | None, str | None] = (None, None)
    """Number and date as they stand in the file, right or not."""


async def check_code(pdf: bytes) -> str | None:
    """The check code that a PDF carries; never refuses, whatever the bytes are."""
    from shared.document.imprint import check_code_of  # noqa: PLC0415 -- pikepdf loads lazily

    return await asyncio.to_thread(check_code_of, pdf)


async def marks(pdf: bytes) -> Marks:
    """What tells whose copy a file may be; never refuses, whatever the bytes are."""
    return await asyncio.to_thread(_marks, pdf)


def _marks(pdf: bytes) -> Marks:
    from shared.document.structure import Structure  # noqa: PLC0415 -- pyHanko loads lazily

    try:
        prepared = prepared_part(pdf)
    except ValueError:
        prepared = None
    first = prepared or _up_to_first_end(pdf)
    plain = Marks(file=sha256(pdf), prepared=sha256(first) if first else None)
    if prepared is None:
        return plain
    try:
        structure = Structure(pdf, revisions_of(pdf))
        return replace(plain, lines=(structure.line(NUMBER_LINE), structure.line(DATE_LINE)))
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return plain


def _up_to_first_end(pdf: bytes) -> bytes | None:
    """The prepared part of a file whose later parts are damaged."""
    end = _END.search(pdf)
    return pdf[: end.end()] if end else None


async def examine(
    signed: bytes,
    prepared: bytes,
    *,
    digest: str,
    certificate: str,
    keys: Path | None,
    test_keys: bool,
    at: datetime,
) -> Examined:
    """Whether exactly this certificate's valid signature is on exactly the prepared bytes.

    `at` is when the person signed: what was valid then is not refused later.
    """
    from shared.document import verify as document  # noqa: PLC0415 -- pyHanko loads lazily

    problems = await _in_thread(
        lambda: document.check_signed(
            signed,
            prepared,
            trust_roots=trust_roots(keys, test_keys=test_keys),
            person_certificate=certificate,
            at=at,
        )
    )
    return Examined(
        signed=digest,
        certificate=certificate,
        test_keys=test_keys,
        problems=tuple(problem.message_vi for problem in problems),
    )


async def verify(
    pdf: bytes,
    *,
    keys: Path | None,
    at: datetime,
    person_at: datetime,
    expected: Expected | None,
) -> Verification:
    """The verdict on a file; never refuses, whatever the bytes are.

    `at` is the instant for which the agency's certificate is judged, `person_at` that for the
    person's. Trial roots always count: the answer says so of a file that was signed with them.
    """
    from shared.document import verify as document  # noqa: PLC0415 -- pyHanko loads lazily

    return await _in_thread(
        lambda: document.verify(
            pdf,
            trust_roots=trust_roots(keys, test_keys=True),
            at=at,
            person_at=person_at,
            expected=expected,
        )
    )


async def is_annex(pdf: bytes) -> bool:
    """Whether a file is, or claims to be, an annex that an agency signed."""
    from shared.document import verify_annex as document  # noqa: PLC0415 -- pyHanko loads lazily

    return await asyncio.to_thread(document.is_annex, pdf)


async def verify_annex(
    pdf: bytes, *, keys: Path | None, at: datetime, certificate: str | None
) -> Verification:
    """As `verify`, of an annex: `certificate` is the agency's, None for a file nobody knows."""
    from shared.document import verify_annex as document  # noqa: PLC0415 -- pyHanko loads lazily

    roots = trust_roots(keys, test_keys=True)
    found = await _in_thread(
        lambda: document.verify_annex(pdf, trust_roots=roots, at=at, certificate=certificate)
    )
    codes = {problem.code for problem in found.problems}
    return replace(found, registered=certificate is not None and OF_THE_RECORDS.isdisjoint(codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A file with one more stamp over all of it."""

    pdf: bytes
    stamp: StampReport
    problems: tuple[str, ...]
    """Vietnamese sentences; empty if the file is whole at the instant of the stamp."""


async def renew(pdf: bytes, long_term: LongTerm, *, at: datetime, annex: bool) -> Renewed:
    """Stamp a file once more, and look at it; refusals and faults as `long_term.renew` has them."""
    return await _in_thread(lambda: _renew(pdf, long_term, at, annex=annex))


async def _renew(pdf: bytes, long_term: LongTerm, at: datetime, *, annex: bool) -> Renewed:
    from shared.document import long_term as document  # noqa: PLC0415 -- pyHanko loads lazily
    from shared.document.verify import verify as look  # noqa: PLC0415 -- as above
    from shared.document.verify_annex import verify_annex  # noqa: PLC0415 -- as above

    renewed = await document.renew(pdf, long_term, at=at)
    _, stamp = document.proof_of(renewed)
    if stamp is None:
        raise RuntimeError("a stamp was just put over the file")
    roots, then = long_term.trust_roots, stamp.stamped_at
    if annex:
        found = await verify_annex(renewed, trust_roots=roots, at=then, certificate=None)
    else:
        found = await look(renewed, trust_roots=roots, at=then, expected=None)
    return Renewed(
        pdf=renewed,
        stamp=stamp,
        problems=tuple(p.message_vi for p in found.problems if p.code not in OF_THE_RECORDS),
    )


async def _in_thread(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine that mostly computes, without holding up this process's other work."""
    return await asyncio.to_thread(lambda: asyncio.run(make()))
