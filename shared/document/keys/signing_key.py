"""A key that can sign, wherever it lies, and what its certificate says."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final, Self

import shared.document.pyhanko_loaded

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.domain.refusals import Invalid

NAME_PARTS: Final = ("common_name", "organizational_unit_name", "organization_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSays:
    """What a certificate says of whom it names."""

    fingerprint: str
    """SHA-256 of the certificate, hexadecimal."""
    subject: str
    """For people, the name first: "Dương Minh Tuệ; THỬ – không có giá trị; Sở …"."""
    valid_from: datetime
    valid_until: datetime
    """Both aware UTC, both included."""
    may_sign: bool
    """It is no authority's, and what purposes it names include binding signatures."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that can sign, and what its certificate says."""

    certificate_der: bytes = field(repr=False)
    fingerprint: str
    """SHA-256 of the certificate, hexadecimal."""
    subject: str
    """As in `CertificateSays`."""
    valid_from: datetime
    valid_until: datetime
    """Both aware UTC, both included."""
    signer: Signer = field(repr=False)
    """pyHanko's, with certificate and chain; for `shared.document` alone."""

    @classmethod
    def of(cls, certificate_der: bytes, signer: Signer) -> Self:
        says = read_certificate(certificate_der)
        return cls(
            certificate_der=certificate_der,
            fingerprint=says.fingerprint,
            subject=says.subject,
            valid_from=says.valid_from,
            valid_until=says.valid_until,
            signer=signer,
        )

    def valid_at(self, instant: datetime) -> bool:
        return self.valid_from <= instant <= self.valid_until


def read_certificate(der: bytes) -> CertificateSays:
    """What a certificate in DER says; raises `Invalid` (`certificate_unreadable`)."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        return CertificateSays(
            fingerprint=fingerprint_of(der),
            subject=name_for_people(asn1_x509.Certificate.load(der).subject),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
            may_sign=_may_sign(certificate),
        )
    except (ValueError, TypeError) as broken:
        raise Invalid(
            "certificate_unreadable", "Không đọc được chứng thư số: tệp không phải dạng X.509."
        ) from broken


def read_signing_certificate(der: bytes) -> CertificateSays:
    """The same of one that people or an agency may sign with.

    Raises `Invalid` also for another purpose (`certificate_not_for_signing`): no reader would
    take what it signed.
    """
    says = read_certificate(der)
    if not says.may_sign:
        raise Invalid(
            "certificate_not_for_signing",
            f"Chứng thư số “{says.subject}” không dùng để ký văn bản: là của nơi cấp, hoặc không "
            "được cấp để ký chống chối bỏ. Trong tệp, hãy để chứng thư của chính người ký (hoặc cơ "
            "quan) trước, của nơi cấp sau.",
        )
    return says


def _may_sign(certificate: x509.Certificate) -> bool:
    known = {one.oid: one.value for one in certificate.extensions}
    limits = known.get(x509.BasicConstraints.oid)
    usage = known.get(x509.KeyUsage.oid)
    is_authority = isinstance(limits, x509.BasicConstraints) and limits.ca
    binds = not isinstance(usage, x509.KeyUsage) or usage.content_commitment
    return binds and not is_authority


def read_pem(text: str) -> tuple[bytes, ...]:
    """The certificates of a PEM text in DER, in its order; raises `certificate_unreadable`."""
    try:
        found = x509.load_pem_x509_certificates(text.encode())
    except ValueError as broken:
        raise Invalid(
            "certificate_unreadable",
            "Không đọc được chứng thư số: phải là chữ dạng PEM (BEGIN CERTIFICATE).",
        ) from broken
    return tuple(one.public_bytes(Encoding.DER) for one in found)


def chain_of(certificates_der: Iterable[bytes]) -> SimpleCertificateStore:
    """The certificates that go into the file together with the signer's own."""
    store = SimpleCertificateStore()
    store.register_multiple(asn1_x509.Certificate.load(der) for der in certificates_der)
    return store


def fingerprint_of(certificate_der: bytes) -> str:
    """SHA-256 of a certificate, hexadecimal."""
    return sha256(certificate_der).hexdigest()


def name_for_people(subject: asn1_x509.Name) -> str:
    """Whom a certificate names: common name, unit, organisation, as far as it says them."""
    said = subject.native
    values = [said.get(part) for part in NAME_PARTS]
    parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return "; ".join(part for part in parts if part)
