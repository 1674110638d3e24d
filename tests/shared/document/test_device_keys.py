"""A key that stays in its device signs as a file's does, and no wrong answer becomes a file."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from shared.document.keys import (
    Device,
    device_key,
    read_certificate,
    read_signing_certificate,
)
from shared.document.sign import sign_by_person
from shared.document.verify import check_signed
from shared.domain.refusals import Invalid, WrongMoment
from tests.shared.document.dispatch import AT, SIGNER

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def a_certificate(private: Private, *, binding: bool = True, authority: bool = False) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, SIGNER)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=binding,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    public = private.public_key()
    return (
        x509.CertificateBuilder(name, name, public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, SHA256())
        .public_bytes(Encoding.DER)
    )


def a_device(private: Private) -> Device:
    hashed = Prehashed(SHA256())

    async def sign(digest: bytes) -> bytes:
        if isinstance(private, rsa.RSAPrivateKey):
            return private.sign(digest, padding.PKCS1v15(), hashed)
        return private.sign(digest, ec.ECDSA(hashed))

    return sign


@pytest.fixture(scope="module", params=["RSA", "P-256", "P-384"])
def private(request: pytest.FixtureRequest) -> Iterator[Private]:
    if request.param == "RSA":
        yield rsa.generate_private_key(65537, 2048)
    else:
        curve = ec.SECP256R1() if request.param == "P-256" else ec.SECP384R1()
        yield ec.generate_private_key(curve)


def test_a_device_signs_what_the_verifier_accepts(private: Private, prepared: bytes) -> None:
    der = a_certificate(private)
    key = device_key(der, [], a_device(private))

    signed = asyncio.run(sign_by_person(prepared, key, None, reason="Ký ban hành", at=AT))
    problems = asyncio.run(
        check_signed(signed, prepared, trust_roots=[der], person_certificate=key.fingerprint, at=AT)
    )

    assert problems == ()
    assert signed.startswith(prepared)


def test_a_device_is_asked_once_for_one_signature(prepared: bytes) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    asked: list[bytes] = []
    answer = a_device(private)

    async def counting(digest: bytes) -> bytes:
        asked.append(digest)
        return await answer(digest)

    key = device_key(a_certificate(private), [], counting)
    asyncio.run(sign_by_person(prepared, key, None, reason="Ký ban hành", at=AT))

    assert [len(digest) for digest in asked] == [32]


def test_the_answer_of_another_key_is_no_signature(private: Private, prepared: bytes) -> None:
    der, other = a_certificate(private), a_device(ec.generate_private_key(ec.SECP256R1()))

    with pytest.raises(WrongMoment) as refused:
        asyncio.run(
            sign_by_person(prepared, device_key(der, [], other), None, reason="Ký ban hành", at=AT)
        )

    assert refused.value.code == "certificate_of_other_key"


def test_a_certificate_tells_whom_it_names_and_until_when() -> None:
    says = read_certificate(a_certificate(ec.generate_private_key(ec.SECP256R1())))

    assert says.subject == SIGNER
    assert says.valid_until == AT + timedelta(days=1)


def test_only_certificates_that_bind_their_owner_are_for_signing() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    assert read_signing_certificate(a_certificate(private)).may_sign

    for purpose in ({"authority": True}, {"binding": False}):
        with pytest.raises(Invalid) as refused:
            read_signing_certificate(a_certificate(private, **purpose))
        assert refused.value.code == "certificate_not_for_signing"
        assert SIGNER in refused.value.sentence


@pytest.mark.parametrize("der", [b"", b"no certificate", b"\x30\x82" * 20])
def test_what_is_no_certificate_is_refused(der: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_certificate(der)

    assert refused.value.code == "certificate_unreadable"
