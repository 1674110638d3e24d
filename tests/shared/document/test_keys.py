"""Soft keys open with their password only, and trial keys say that they are for trials."""

from datetime import UTC, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from shared.document.keys import load_key
from shared.document.trial_keys import TrialAuthority
from shared.domain.refusals import Invalid
from tests.shared.document.dispatch import AT, ISSUER, SIGNER


@pytest.fixture(scope="module")
def authority() -> TrialAuthority:
    return TrialAuthority.found(now=AT, days=1000)


@pytest.fixture(scope="module")
def p12(authority: TrialAuthority) -> bytes:
    return authority.key_for_person(SIGNER, ISSUER, password="mật khẩu", now=AT, days=30)


def test_a_key_tells_what_its_certificate_says(p12: bytes) -> None:
    key = load_key(p12, "mật khẩu")

    assert key.fingerprint == sha256(key.certificate_der).hexdigest()
    assert SIGNER in key.subject
    assert key.valid_from == AT
    assert key.valid_until == AT + timedelta(days=30)
    assert key.valid_from.tzinfo is UTC
    assert key.valid_at(AT)
    assert not key.valid_at(AT + timedelta(days=31))


def test_a_key_shows_no_secret_when_it_is_printed(p12: bytes) -> None:
    assert "PrivateKey" not in repr(load_key(p12, "mật khẩu"))
    assert "signer" not in repr(load_key(p12, "mật khẩu"))


@pytest.mark.parametrize("password", ["", "mat khau", "mật khẩu "])
def test_a_wrong_password_opens_nothing(p12: bytes, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        load_key(p12, password)

    assert refused.value.code == "key_not_opened"


@pytest.mark.parametrize("damage", [b"", b"no key", b"\x30\x80" * 50])
def test_a_broken_file_opens_nothing(damage: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        load_key(damage, "mật khẩu")

    assert refused.value.code == "key_not_opened"


def test_a_file_without_a_private_key_is_incomplete(authority: TrialAuthority) -> None:
    alone = pkcs12.serialize_key_and_certificates(
        None, None, authority.certificate, None, NoEncryption()
    )
    with pytest.raises(Invalid) as refused:
        load_key(alone, "")

    assert refused.value.code in {"key_incomplete", "key_not_opened"}


def test_trial_certificates_say_that_they_have_no_value(
    authority: TrialAuthority, p12: bytes
) -> None:
    agency = load_key(authority.key_for_agency(ISSUER, password="x", now=AT), "x")

    assert "CA THỬ – không có giá trị" in authority.certificate.subject.rfc4514_string()
    assert "THỬ – không có giá trị" in load_key(p12, "mật khẩu").subject
    assert "THỬ – không có giá trị" in agency.subject


def test_trial_certificates_may_sign_and_bind_and_nothing_else(
    authority: TrialAuthority, p12: bytes
) -> None:
    certificate = x509.load_der_x509_certificate(load_key(p12, "mật khẩu").certificate_der)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value

    certificate.verify_directly_issued_by(authority.certificate)
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    kinds = {type(extension.value) for extension in certificate.extensions}
    assert {x509.SubjectKeyIdentifier, x509.AuthorityKeyIdentifier} <= kinds


def test_a_long_name_still_gets_its_trial_key(authority: TrialAuthority) -> None:
    name = "Ban Quản lý dự án đầu tư xây dựng công trình dân dụng và công nghiệp tỉnh Lạng Sơn"
    key = load_key(authority.key_for_agency(name, password="x", now=AT), "x")

    assert "Ban Quản lý dự án" in key.subject


def test_the_root_can_be_handed_on(authority: TrialAuthority) -> None:
    assert x509.load_der_x509_certificate(authority.root_der) == authority.certificate
    assert x509.load_pem_x509_certificate(authority.root_pem) == authority.certificate
