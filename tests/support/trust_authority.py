"""A certification authority of a test: certificates that name its servers, and what those say."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """One for all time-stamp authorities of a run: making it takes long."""
    return rsa.generate_private_key(65537, 2048)


def named(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@dataclass
class TrustAuthority:
    """A root, whom it issued to, and whom it revoked."""

    crl_url: str | None = None
    ocsp_url: str | None = None
    """What certificates issued from now on name; None: they name no such server."""
    counts: timedelta = timedelta(days=7)
    """How long a list or an answer of this authority counts."""
    revoked: dict[int, datetime] = field(default_factory=dict)
    """When a certificate was revoked, by its serial number."""
    name: str = "CA thử của kiểm thử"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        begin = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
        built = self._builder(self.name, self.key.public_key(), begin, timedelta(days=36500))
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_usage(ca=True), critical=True)
        self.certificate = built.sign(self.key, hashes.SHA256())

    @property
    def root_der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def root_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_for(self, name: str, *, password: str, now: datetime, days: int = 365) -> bytes:
        """PKCS#12 of somebody who signs, valid from `now` for so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = self._builder(name, key.public_key(), now, timedelta(days=days))
        certificate = self._signed(built)
        return pkcs12.serialize_key_and_certificates(
            b"key", key, certificate, [self.certificate], BestAvailableEncryption(password.encode())
        )

    def time_stamper(self, *, now: datetime, days: int, purpose: bool = True) -> x509.Certificate:
        """A certificate for a time-stamp authority; without its purpose it is not meant for it."""
        key = rsa_key().public_key()
        built = self._builder("TSA thử của kiểm thử", key, now, timedelta(days=days))
        if purpose:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            built = built.add_extension(usage, critical=True)
        return self._signed(built)

    def revocation_list(self, now: datetime) -> bytes:
        """The CRL of this instant."""
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now)
            .next_update(now + self.counts)
            .add_extension(identifier, critical=False)
            .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        )
        for serial, at in self.revoked.items():
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
            built = built.add_revoked_certificate(one.build())
        return built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def status_of(self, asked: bytes, now: datetime) -> bytes:
        """The OCSP answer of this instant."""
        request = ocsp.load_der_ocsp_request(asked)
        revoked = self.revoked.get(request.serial_number)
        gone = revoked is not None and revoked <= now
        answer = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if gone else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + self.counts,
            revocation_time=revoked if gone else None,
            revocation_reason=None,
        )
        answer = answer.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return answer.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def stamp(self, asked: bytes, certificate: x509.Certificate, now: datetime) -> bytes:
        """The RFC 3161 answer of this instant, by a certificate of `time_stamper`."""
        stamper = DummyTimeStamper(
            _asn1(certificate),
            asn1_keys.PrivateKeyInfo.load(
                rsa_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
            SimpleCertificateStore.from_certs([_asn1(self.certificate)]),
            fixed_dt=now.replace(microsecond=0),
        )
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        return answer

    def _signed(self, built: x509.CertificateBuilder) -> x509.Certificate:
        plain = x509.BasicConstraints(ca=False, path_length=None)
        built = built.add_extension(plain, critical=True)
        built = built.add_extension(_usage(ca=False), critical=True)
        if self.crl_url:
            point = x509.DistributionPoint(_at(self.crl_url), None, None, None)
            built = built.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if self.ocsp_url:
            access = x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP, _at(self.ocsp_url)[0]
            )
            built = built.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        return built.sign(self.key, hashes.SHA256())

    def _builder(
        self,
        name: str,
        key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
        now: datetime,
        lasting: timedelta,
    ) -> x509.CertificateBuilder:
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(self.name))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + lasting)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(authority, critical=False)
        )


def _at(url: str) -> list[x509.GeneralName]:
    return [x509.UniformResourceIdentifier(url)]


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


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
