"""Looking at signed files: outside every transaction, in a thread, against the trusted roots."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.document.revisions import prepared_part
from shared.document.verification import Expected, Verification
from shared.domain.canonical import sha256

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found on a signed file before it may be numbered or sealed."""

    signed: str
    """SHA-256 of the bytes that were looked at."""
    certificate: str
    """Fingerprint of the certificate that was demanded."""
    problems: tuple[str, ...]
    """Vietnamese sentences; empty if that person's valid signature alone was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashes:
    """By what the records may know a file."""

    file: str
    prepared: str | None
    """Of its first revision; None where the bytes have none that can be told."""


async def hashes(pdf: bytes) -> Hashes:
    return await asyncio.to_thread(_hashes, pdf)


def _hashes(pdf: bytes) -> Hashes:
    try:
        prepared = prepared_part(pdf)
    except ValueError:
        prepared = None
    return Hashes(file=sha256(pdf), prepared=sha256(prepared) if prepared else None)


def trust_roots(folder: Path | None) -> tuple[bytes, ...]:
    """The trusted roots in DER, from `roots/*.pem`; without a folder nobody is trusted."""
    if folder is None:
        return ()
    files = sorted((folder / "roots").glob("*.pem"))
    return tuple(
        certificate.public_bytes(Encoding.DER)
        for file in files
        for certificate in x509.load_pem_x509_certificates(file.read_bytes())
    )


async def examine(
    signed: bytes,
    prepared: bytes,
    *,
    digest: str,
    certificate: str,
    keys: Path | None,
    at: datetime,
) -> Examined:
    """Whether exactly this certificate's valid signature is on exactly the prepared bytes."""
    from shared.document import verify as document  # noqa: PLC0415 -- pyHanko loads lazily

    roots = trust_roots(keys)
    problems = await _in_thread(
        lambda: document.check_signed(
            signed, prepared, trust_roots=roots, person_certificate=certificate, at=at
        )
    )
    sentences = tuple(problem.message_vi for problem in problems)
    return Examined(signed=digest, certificate=certificate, problems=sentences)


async def verify(
    pdf: bytes, *, keys: Path | None, at: datetime, expected: Expected | None
) -> Verification:
    """The verdict on a file; never refuses, whatever the bytes are."""
    from shared.document import verify as document  # noqa: PLC0415 -- pyHanko loads lazily

    roots = trust_roots(keys)
    return await _in_thread(
        lambda: document.verify(pdf, trust_roots=roots, at=at, expected=expected)
    )


async def _in_thread(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine that mostly computes, without holding up this process's other work."""
    return await asyncio.to_thread(lambda: asyncio.run(make()))
