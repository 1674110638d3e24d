"""Whom a deployment trusts: the roots in a folder, those of trials only where they count."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from shared.document.verification import TRIAL_MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTerm:
    """By what signatures are made to last, see `long_term.py`."""

    authority: str
    """Address of the time-stamp authority (RFC 3161 over HTTP)."""
    within: float
    """Seconds for each answer of this and of every other server that is asked."""
    trust_roots: tuple[bytes, ...] = field(repr=False)
    """Certificates in DER."""


def trust_roots(folder: Path | None, *, test_keys: bool) -> tuple[bytes, ...]:
    """The trusted roots in DER, from `roots/*.pem`; without a folder nobody is trusted.

    The roots of trials count only with `test_keys`.
    """
    if folder is None:
        return ()
    return tuple(
        root.public_bytes(Encoding.DER)
        for file in sorted((folder / "roots").glob("*.pem"))
        for root in x509.load_pem_x509_certificates(file.read_bytes())
        if test_keys or not is_trial(root)
    )


def is_trial(root: x509.Certificate) -> bool:
    return any(TRIAL_MARK in str(part.value) for part in root.subject)
