"""Soft keys: a certificate with its private key in a PKCS#12 file, as test keys are."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import shared.document.pyhanko_loaded

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

from shared.document.keys.signing_key import SigningKey, chain_of
from shared.domain.refusals import Invalid


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


def _signing_key(contents: PKCS12KeyAndCertificates) -> SigningKey:
    if contents.key is None or contents.cert is None:
        raise Invalid(
            "key_incomplete", "Tệp khóa ký phải có cả khóa bí mật và chứng thư số của khóa đó."
        )
    der = _der(contents.cert.certificate)
    private = contents.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        asn1_x509.Certificate.load(der),
        asn1_keys.PrivateKeyInfo.load(private),
        chain_of(_der(extra.certificate) for extra in contents.additional_certs),
    )
    return SigningKey.of(der, signer)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
