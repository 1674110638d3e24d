"""A signing service is asked as its API says, once for each signature, and its no is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from shared.document.trial_keys import TrialAuthority
from shared.domain.devices import DeviceAway
from shared.domain.refusals import Refusal
from shared.runtime.remote_signing import Authorisation, SigningService
from shared.runtime.settings import RemoteSigningSettings
from tests.support.moods import Mood
from tests.support.signing_service import (
    OTP,
    PASSWORD,
    PIN,
    USER,
    SigningServer,
    running_signing_server,
)

DIGEST = sha256(b"a dispatch").digest()
OWNER = Authorisation(pin=PIN, otp=OTP)
AT = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Remote:
    server: SigningServer
    service: SigningService
    certificate: bytes


@pytest.fixture(params=["v1", "v2"])
async def remote(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Remote]:
    password = tmp_path / "password"
    password.write_text(f"{PASSWORD}\n")
    async with running_signing_server(request.param) as server:
        authority = TrialAuthority.found(now=AT)
        key = authority.key_for_person("Dương Minh Tuệ", "Sở", password="x", now=AT)
        settings = RemoteSigningSettings(
            url=server.url, user=USER, password_file=password, within=2
        )
        yield Remote(server, SigningService(settings), server.add("cred-1", key, "x"))


async def test_a_digest_is_signed_with_pin_and_otp(remote: Remote) -> None:
    signature = await remote.service.sign("cred-1", DIGEST, OWNER)

    public = x509.load_der_x509_certificate(remote.certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signature, DIGEST, ec.ECDSA(Prehashed(SHA256())))
    assert remote.server.asked == [
        "auth/login",
        "credentials/info",
        "credentials/authorize",
        "signatures/signHash",
    ]


async def test_a_credential_tells_its_chain(remote: Remote) -> None:
    told = await remote.service.credential("cred-1")

    assert told.chain[0] == remote.certificate
    assert len(told.chain) == 2
    assert told.enabled


async def test_an_otp_is_sent_when_it_is_asked_for(remote: Remote) -> None:
    await remote.service.send_otp("cred-1")

    assert remote.server.otps == 1


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (Authorisation(pin="0000", otp=OTP), "pin_wrong"),
        (Authorisation(pin=PIN, otp="0"), "otp_wrong"),
        (Authorisation(), "pin_wrong"),
    ],
)
async def test_a_wrong_pin_or_otp_is_tried_once_and_told(
    remote: Remote, by: Authorisation, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await remote.service.sign("cred-1", DIGEST, by)

    assert refused.value.code == code
    assert remote.server.asked.count("credentials/authorize") == 1
    assert remote.server.signed == 0


async def test_an_unknown_credential_is_told(remote: Remote) -> None:
    with pytest.raises(Refusal) as refused:
        await remote.service.sign("cred-2", DIGEST, OWNER)

    assert refused.value.code == "credential_unknown"


async def test_a_disabled_credential_is_asked_for_no_signature(remote: Remote) -> None:
    remote.server.enabled = False
    with pytest.raises(Refusal) as refused:
        await remote.service.sign("cred-1", DIGEST, OWNER)

    assert refused.value.code == "credential_disabled"
    assert "credentials/authorize" not in remote.server.asked


@pytest.mark.parametrize(
    ("mood", "code"), [(Mood.DROPS, "device_gone"), (Mood.BUSY, "device_gone")]
)
async def test_a_service_that_is_away_is_told_apart_from_a_no(
    remote: Remote, mood: Mood, code: str
) -> None:
    remote.server.mood = mood
    with pytest.raises(DeviceAway) as away:
        await remote.service.sign("cred-1", DIGEST, OWNER)

    assert away.value.code == code
    assert remote.server.asked.count("signatures/signHash") <= 1


async def test_a_service_that_hangs_is_left_after_its_time(remote: Remote, tmp_path: Path) -> None:
    remote.server.mood = Mood.HANGS
    settings = RemoteSigningSettings(
        url=remote.server.url, user=USER, password_file=tmp_path / "password", within=0.3
    )
    with pytest.raises(DeviceAway) as away:
        await SigningService(settings).sign("cred-1", DIGEST, OWNER)

    assert away.value.code == "device_silent"


async def test_a_service_that_refuses_is_told(remote: Remote) -> None:
    remote.server.mood = Mood.REFUSES
    with pytest.raises(Refusal) as refused:
        await remote.service.sign("cred-1", DIGEST, OWNER)

    assert refused.value.code == "signing_refused"
