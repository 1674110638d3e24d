"""Soft keys: a certificate with its private key in a PKCS#12 file, as test keys are."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.domain.refusals import Invalid

NAME_PARTS: Final = ("common_name", "organizational_unit_name", "organization_name")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that can sign, and what its certificate says."""

    certificate_der: bytes = field(repr=False)
    fingerprint: str
    """SHA-256 of the certificate, hexadecimal."""
    subject: str
    """For people, the name first: "Dương Minh Tuệ; THỬ – không có giá trị; Sở …"."""
    valid_from: datetime
    valid_until: datetime
    """Both aware UTC, both included."""
    signer: SimpleSigner = field(repr=False)
    """pyHanko's; for `shared.document` alone."""

    def valid_at(self, instant: datetime) -> bool:
        return self.valid_from <= instant <= self.valid_until


def load_key(pkcs12: bytes, password: str) -> SigningKey:
    """The key of a PKCS#12 file.

    Raises `Invalid`: `key_not_opened` for a wrong password or a broken file,
    `key_incomplete` where the private key or its certificate is missing.
    """
    try:
        contents = load_pkcs12(pkcs12, password.encode())
    except ValueError as closed:
        raise Invalid(
            "key_not_opened", "Không mở được tệp khóa ký: sai mật khẩu hoặc tệp bị hỏng."
        ) from closed
    return _signing_key(contents)


def fingerprint_of(certificate_der: bytes) -> str:
    """SHA-256 of a certificate, hexadecimal."""
    return sha256(certificate_der).hexdigest()


def name_for_people(subject: asn1_x509.Name) -> str:
    """Whom a certificate names: common name, unit, organisation, as far as it says them."""
    said = subject.native
    values = [said.get(part) for part in NAME_PARTS]
    parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return "; ".join(part for part in parts if part)


def _signing_key(contents: PKCS12KeyAndCertificates) -> SigningKey:
    if contents.key is None or contents.cert is None:
        raise Invalid(
            "key_incomplete", "Tệp khóa ký phải có cả khóa bí mật và chứng thư số của khóa đó."
        )
    certificate = contents.cert.certificate
    der = certificate.public_bytes(Encoding.DER)
    private = contents.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = [
        asn1_x509.Certificate.load(_der(extra.certificate)) for extra in contents.additional_certs
    ]
    own = asn1_x509.Certificate.load(der)
    return SigningKey(
        certificate_der=der,
        fingerprint=fingerprint_of(der),
        subject=name_for_people(own.subject),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        signer=SimpleSigner(
            own, asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs(chain)
        ),
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
