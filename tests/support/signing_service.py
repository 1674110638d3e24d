"""A small signing service in this process that speaks the CSC API, versions 1 and 2.

Written from the API's text by those who wrote the client too: it proves no interoperability.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from tests.support.moods import Mood

USER, PASSWORD, PIN, OTP = "congvan", "service password", "8642", "975310"
_BEARER: Final = "a-session"


@dataclass
class SigningServer:
    version: str
    mood: Mood = Mood.ACCEPTS
    """Of `signHash`; all else is answered in every mood but HANGS and DROPS."""
    enabled: bool = True
    otp: str = OTP
    """Empty: none is asked for."""
    asked: list[str] = field(default_factory=list)
    """Ways that were asked, in order."""
    signed: int = 0
    otps: int = 0
    port: int = 0
    _keys: dict[str, tuple[ec.EllipticCurvePrivateKey, list[bytes]]] = field(default_factory=dict)
    _granted: dict[str, str] = field(default_factory=dict)
    """By SAD, the hash that it is for; each is good once."""
    _hanging: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/csc/{self.version}"

    def add(self, credential: str, pkcs12: bytes, password: str) -> bytes:
        """A credential with the key of a PKCS#12 file; its certificate in DER."""
        contents = load_pkcs12(pkcs12, password.encode())
        assert isinstance(contents.key, ec.EllipticCurvePrivateKey)
        assert contents.cert
        chain = [contents.cert, *contents.additional_certs]
        ders = [one.certificate.public_bytes(Encoding.DER) for one in chain]
        self._keys[credential] = contents.key, ders
        return ders[0]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not reader.at_eof():
                way, headers, said = await _request(reader)
                self.asked.append(way)
                if self.mood is Mood.HANGS:
                    await self._hanging.wait()
                if self.mood is Mood.DROPS:
                    writer.transport.abort()
                    return
                status, answer = self._answer(way, headers, said)
                body = json.dumps(answer).encode()
                head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def let_go(self) -> None:
        """Hang up on those who hang."""
        self._hanging.set()

    def _answer(
        self, way: str, headers: Mapping[str, str], said: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        if way == "auth/login":
            basic = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            known = headers.get("authorization") == f"Basic {basic}"
            return _ok(access_token=_BEARER) if known else _no("authentication_error", "401")
        if headers.get("authorization") != f"Bearer {_BEARER}":
            return _no("invalid_token", "401")
        if said["credentialID"] not in self._keys:
            return _no("invalid_request", about="Invalid parameter credentialID")
        answers = {
            "credentials/info": self._info,
            "credentials/sendOTP": self._send_otp,
            "credentials/getChallenge": self._send_otp,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        return answers[way](said)

    def _send_otp(self, _said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        self.otps += 1
        return _ok()

    def _info(self, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        _, chain = self._keys[said["credentialID"]]
        key = {"status": "enabled" if self.enabled else "disabled", "algo": ["1.2.840.10045.2.1"]}
        told = [base64.b64encode(one).decode() for one in chain]
        return _ok(key=key, cert={"status": "valid", "certificates": told})

    def _authorize(self, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        if self.version == "v2":
            given = {one["id"]: one["value"] for one in said["authData"]}
            wanted = said["hashes"]
        else:
            given, wanted = dict(said), said["hash"]
        if given.get("PIN") != PIN:
            return _no("invalid_pin")
        if self.otp and given.get("OTP") != self.otp:
            return _no("invalid_otp")
        grant = f"sad-{len(self.asked)}"
        self._granted[grant] = wanted[0]
        return _ok(SAD=grant, expiresIn=300)

    def _sign(self, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        if self.mood is Mood.BUSY:
            return "503 Service Unavailable", {}
        if self.mood is Mood.REFUSES:
            return _no("access_denied", "403")
        (wanted,) = said["hashes" if self.version == "v2" else "hash"]
        if self._granted.pop(said["SAD"], None) != wanted:
            return _no("invalid_request", about="Invalid parameter SAD")
        key, _ = self._keys[said["credentialID"]]
        made = key.sign(base64.b64decode(wanted), ec.ECDSA(Prehashed(SHA256())))
        self.signed += 1
        return _ok(signatures=[base64.b64encode(made).decode()])


def _ok(**said: Any) -> tuple[str, dict[str, Any]]:
    return "200 OK", said


def _no(error: str, status: str = "400", *, about: str = "") -> tuple[str, dict[str, Any]]:
    return f"{status} No", {"error": error, "error_description": about}


async def _request(
    reader: asyncio.StreamReader,
) -> tuple[str, Mapping[str, str], Mapping[str, Any]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}
    said = json.loads(await reader.readexactly(int(headers["content-length"])))
    _, _, way = first.split()[1].removeprefix("/csc/").partition("/")
    return way, headers, said


@asynccontextmanager
async def running_signing_server(version: str = "v1") -> AsyncIterator[SigningServer]:
    server = SigningServer(version)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        server.let_go()
        listening.close()
