"""Remote signing by the API of the Cloud Signature Consortium (CSC), versions 1 and 2.

A credential is a key that a service keeps for somebody; it signs a digest when its owner's PIN or
OTP authorises it, once. The service's address is the deployment's, never an agency's.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from shared.domain.devices import DeviceAway, silent
from shared.domain.refusals import Invalid, Refusal, WrongMoment
from shared.runtime.settings import RemoteSigningSettings

SHA256: Final = "2.16.840.1.101.3.4.2.1"
RSA: Final = "1.2.840.113549.1.1.11"
ECDSA: Final = "1.2.840.10045.4.3.2"
"""Object identifiers: SHA-256, and RSA and ECDSA with it."""
EC_KEYS: Final = "1.2.840.10045."
"""Beginning of the identifiers of everything with elliptic curves."""
REFUSED: Final = (400, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What the service says of a credential."""

    chain: tuple[bytes, ...]
    """Certificates in DER, the credential's own first."""
    algorithm: str
    """How it signs a SHA-256 digest: `RSA` or `ECDSA`."""
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """What the owner knows or was sent, for one signature; empty where the service asks none."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


class SigningService:
    """One deployment's service; every errand logs in anew, and nothing is asked twice."""

    def __init__(self, settings: RemoteSigningSettings) -> None:
        self._settings = settings
        self._second = settings.url.rstrip("/").endswith("/v2")

    async def credential(self, id_: str) -> Credential:
        """Raises `WrongMoment` (`credential_unknown`) and `DeviceAway`."""
        async with self._logged_in() as client:
            return await _credential(client, id_)

    async def send_otp(self, id_: str) -> None:
        """Have the service send its owner an OTP; raises as `sign` does."""
        way = "credentials/getChallenge" if self._second else "credentials/sendOTP"
        async with self._logged_in() as client:
            await _ask(client, way, {"credentialID": id_})

    async def sign(self, id_: str, digest: bytes, by: Authorisation) -> bytes:
        """The signature over a SHA-256 digest: PKCS#1 v1.5, or ECDSA as DER.

        Raises `Invalid` (`pin_wrong`, `otp_wrong`), `WrongMoment` (`credential_unknown`,
        `credential_disabled`, `signing_refused`), and `DeviceAway`.
        """
        async with self._logged_in() as client:
            credential = await _credential(client, id_)
            demand_enabled(credential)
            hashed = base64.b64encode(digest).decode()
            authorised = await _ask(client, "credentials/authorize", self._asked(id_, hashed, by))
            said = {"credentialID": id_, "SAD": authorised["SAD"], "signAlgo": credential.algorithm}
            answer = await _ask(client, "signatures/signHash", said | self._hashes(hashed))
            return base64.b64decode(answer["signatures"][0])

    def _asked(self, id_: str, hashed: str, by: Authorisation) -> dict[str, Any]:
        wanted = {"credentialID": id_, "numSignatures": 1}
        given = {"PIN": by.pin, "OTP": by.otp}
        if self._second:
            known = [{"id": name, "value": value} for name, value in given.items() if value]
            return wanted | self._hashes(hashed) | {"authData": known}
        known_first = {name: value for name, value in given.items() if value}
        return wanted | {"hash": [hashed]} | known_first

    def _hashes(self, hashed: str) -> dict[str, Any]:
        if self._second:
            return {"hashes": [hashed], "hashAlgorithmOID": SHA256}
        return {"hash": [hashed], "hashAlgo": SHA256}

    @asynccontextmanager
    async def _logged_in(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client that the service knows, for one errand within the time limit."""
        settings = self._settings
        secret = await asyncio.to_thread(settings.password_file.read_text, encoding="utf-8")
        base = settings.url.rstrip("/") + "/"
        try:
            async with (
                asyncio.timeout(settings.within),
                httpx.AsyncClient(base_url=base, timeout=settings.within) as client,
            ):
                known = f"{settings.user}:{secret.strip()}".encode()
                client.headers["Authorization"] = f"Basic {base64.b64encode(known).decode()}"
                token = await _ask(client, "auth/login", {"rememberMe": False})
                client.headers["Authorization"] = f"Bearer {token['access_token']}"
                yield client
        except TimeoutError:
            raise silent(settings.within) from None
        except (httpx.HTTPError, httpx.InvalidURL, KeyError, IndexError, ValueError, TypeError):
            raise _away() from None


def demand_enabled(credential: Credential) -> None:
    if not credential.enabled:
        raise WrongMoment(
            "credential_disabled",
            "Dịch vụ ký số từ xa báo chứng thư số đang bị tạm dừng hoặc thu hồi; hãy liên hệ nhà "
            "cung cấp.",
        )


async def _credential(client: httpx.AsyncClient, id_: str) -> Credential:
    said = await _ask(client, "credentials/info", {"credentialID": id_, "certificates": "chain"})
    key, certificate = said["key"], said["cert"]
    elliptic = any(one.startswith(EC_KEYS) for one in key["algo"])
    return Credential(
        chain=tuple(base64.b64decode(one) for one in certificate["certificates"]),
        algorithm=ECDSA if elliptic else RSA,
        enabled=key["status"] == "enabled" and certificate.get("status", "valid") == "valid",
    )


async def _ask(client: httpx.AsyncClient, way: str, said: Mapping[str, Any]) -> dict[str, Any]:
    answer = await client.post(way, json=said)
    if answer.status_code in REFUSED:
        raise _refusal(answer.json())
    answer.raise_for_status()
    given: dict[str, Any] = answer.json() if answer.content else {}
    return given


def _refusal(said: Mapping[str, Any]) -> Refusal:
    """What the service refused, by the codes of the API (CSC 1.0.4.0, 11 and 10)."""
    code, about = str(said.get("error")), str(said.get("error_description", "")).lower()
    if code == "invalid_pin":
        sentence = "Sai mã PIN của dịch vụ ký số từ xa; chưa ghi gì."
        return Invalid("pin_wrong", sentence, details={"pin": sentence})
    if code == "invalid_otp":
        sentence = "Sai mã OTP hoặc mã đã hết hạn; chưa ghi gì. Hãy lấy mã mới rồi ký lại."
        return Invalid("otp_wrong", sentence, details={"otp": sentence})
    if code == "invalid_request" and "credentialid" in about:
        return WrongMoment(
            "credential_unknown",
            "Dịch vụ ký số từ xa không biết chứng thư số đã đăng ký; hãy nhờ quản trị viên kiểm "
            "tra.",
        )
    return WrongMoment(
        "signing_refused",
        "Dịch vụ ký số từ xa từ chối ký; chưa ghi gì. Hãy kiểm tra với nhà cung cấp, hoặc nhờ "
        "quản trị viên xem kết nối tới dịch vụ.",
    )


def _away() -> DeviceAway:
    return DeviceAway(
        "device_gone",
        "Không kết nối được dịch vụ ký số từ xa; chưa ghi gì. Hãy thử lại sau ít phút.",
    )
