"""A certification authority for trials: its certificates say that they have no value."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

AUTHORITY_NAME = "CA THỬ – không có giá trị"
_MARK = "THỬ – không có giá trị"


@dataclass(frozen=True, slots=True)
class TrialAuthority:
    """A root that issues test keys (EC P-256); made by `found`."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def found(cls, *, now: datetime, days: int = 3650) -> "TrialAuthority":
        """A new root, valid from `now` for so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(AUTHORITY_NAME, organisation=None)
        unsigned = _certificate(
            name,
            key.public_key(),
            issuer=name,
            issuer_key=key.public_key(),
            now=now,
            days=days,
        )
        rooted = unsigned.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        return cls(
            rooted.add_extension(_usage(ca=True), critical=True).sign(key, hashes.SHA256()), key
        )

    @property
    def root_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def root_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_for_person(
        self, name: str, agency: str, *, password: str, now: datetime, days: int = 365
    ) -> bytes:
        """PKCS#12 of a person's test key, valid from `now` for so many days."""
        return self._issue(_name(name, organisation=agency), password, now, days)

    def key_for_agency(
        self, agency: str, *, password: str, now: datetime, days: int = 365
    ) -> bytes:
        """PKCS#12 of an agency's test key, valid from `now` for so many days."""
        return self._issue(_name(agency, organisation=None), password, now, days)

    def _issue(self, subject: x509.Name, password: str, now: datetime, days: int) -> bytes:
        key = ec.generate_private_key(ec.SECP256R1())
        unsigned = _certificate(
            subject,
            key.public_key(),
            issuer=self.certificate.subject,
            issuer_key=self.key.public_key(),
            now=now,
            days=days,
        )
        certificate = (
            unsigned.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(ca=False), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        return pkcs12.serialize_key_and_certificates(
            b"thu", key, certificate, [self.certificate], BestAvailableEncryption(password.encode())
        )


def _name(common: str, *, organisation: str | None) -> x509.Name:
    parts = {
        NameOID.COUNTRY_NAME: "VN",
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.ORGANIZATIONAL_UNIT_NAME: _MARK,
        NameOID.COMMON_NAME: common,
    }
    return x509.Name([x509.NameAttribute(oid, _cut(v)) for oid, v in parts.items() if v])


def _cut(value: str) -> str:
    """X.520 gives a name 64 characters, which `cryptography` counts in bytes."""
    return value.encode()[:64].decode(errors="ignore").strip()


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    *,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePublicKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(authority, critical=False)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
