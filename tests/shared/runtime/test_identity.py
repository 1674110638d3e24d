"""Who somebody is: only a whole, fresh token of our issuer for us is believed."""

import asyncio
import hmac
import json
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from deploy.local.issuer_app import LIFETIME
from shared.runtime.identity import LEEWAY_SECONDS, Issuer, Unauthenticated
from tests.shared.runtime.small_office import SmallOffice
from tests.support.issuer import TestIssuer

STRANGER = ECKey.generate_key("P-256", auto_kid=True)
GONE = object()


def token_of(issuer: TestIssuer, key: ECKey | None = None, **changed: object) -> str:
    """A good token of the test's issuer, but for what is changed."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer.url,
        "aud": "congvan",
        "sub": "van-thu",
        "iat": now,
        "exp": now + 600,
    } | changed
    claims = {name: value for name, value in claims.items() if value is not GONE}
    return jwt.encode({"alg": "ES256", "kid": issuer.key.kid}, claims, key or issuer.key)


def encoded(part: dict[str, object] | bytes) -> str:
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return urlsafe_b64encode(data).decode().rstrip("=")


def unsigned(issuer: TestIssuer, head: dict[str, object]) -> str:
    return f"{encoded(head)}.{token_of(issuer).split('.')[1]}."


def confused(issuer: TestIssuer) -> str:
    """Signed with HS256 and the public key as its secret: whoever trusts `alg` believes it."""
    head = encoded({"alg": "HS256", "kid": issuer.key.kid})
    signing = f"{head}.{token_of(issuer).split('.')[1]}"
    secret = issuer.key.as_pem(private=False)
    return f"{signing}.{encoded(hmac.digest(secret, signing.encode(), 'sha256'))}"


def bringing(issuer: TestIssuer, **more: object) -> str:
    """Signed by a stranger, who says in the header where his key is to be found."""
    head: dict[str, Any] = {"alg": "ES256", "kid": STRANGER.kid} | more
    claims = json.loads(urlsafe_b64decode(token_of(issuer).split(".")[1] + "=="))
    registry = JWSRegistry(strict_check_header=False)
    return jwt.encode(head, claims, STRANGER, registry=registry)


def altered(issuer: TestIssuer) -> str:
    head, _claims, signature = token_of(issuer).split(".")
    return f"{head}.{token_of(issuer, sub='giam-doc').split('.')[1]}.{signature}"


FORGED: dict[str, Callable[[TestIssuer], str]] = {
    "expired": lambda issuer: issuer.token("van-thu", age=LIFETIME + LEEWAY_SECONDS + 5),
    "for another audience": lambda issuer: issuer.token("van-thu", audience="khac"),
    "of another issuer": lambda issuer: token_of(issuer, iss="https://issuer.example"),
    "signed by a stranger": lambda issuer: token_of(issuer, STRANGER),
    "altered": altered,
    "unsigned": lambda issuer: unsigned(issuer, {"alg": "none"}),
    "unsigned, with a key named": lambda issuer: unsigned(
        issuer, {"alg": "none", "kid": issuer.key.kid}
    ),
    "signed with the public key": confused,
    "without an end": lambda issuer: token_of(issuer, exp=GONE),
    "with an end that is no time": lambda issuer: token_of(issuer, exp="mai"),
    "without an audience": lambda issuer: token_of(issuer, aud=GONE),
    "without an issuer": lambda issuer: token_of(issuer, iss=GONE),
    "without a subject": lambda issuer: token_of(issuer, sub=GONE),
    "of nobody": lambda issuer: token_of(issuer, sub=""),
    "not valid yet": lambda issuer: token_of(issuer, nbf=int(time.time()) + 600),
    "bringing its key": lambda issuer: bringing(issuer, jwk=STRANGER.as_dict(private=False)),
    "with an address of its key": lambda issuer: bringing(issuer, jku=f"{issuer.url}/jwks"),
    "with a file as its key": lambda issuer: bringing(issuer, kid="../../../../dev/null"),
    "very long": lambda issuer: token_of(issuer, sub="x" * 500_000),
    "garbage": lambda _issuer: "garbage",
    "garbage in three parts": lambda _issuer: "a.b.c",
    "dots": lambda _issuer: "..",
}


@pytest.mark.parametrize("fault", FORGED)
async def test_a_token_that_cannot_be_believed_is_refused(
    small: SmallOffice, lang_son: dict[str, Any], fault: str
) -> None:
    await small.load(lang_son)
    async with small.client(token=FORGED[fault](small.issuer)) as client:
        answer = await client.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dmFuLXRodTp4", "van-thu"])
async def test_without_a_bearer_token_nobody_comes_in(small: SmallOffice, header: str) -> None:
    async with small.client() as client:
        answer = await client.get("/me", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_a_good_token_is_its_subject(small: SmallOffice, lang_son: dict[str, Any]) -> None:
    version = await small.load(lang_son)
    async with small.client("van-thu") as client:
        answer = await client.get("/me")
    assert answer.json() == {"account": "van-thu", "agency": "SVHTTDL", "version": version}


async def test_a_good_token_of_no_account_may_do_nothing(
    small: SmallOffice, lang_son: dict[str, Any]
) -> None:
    await small.load(lang_son)
    async with small.client("nguoi-la") as client:
        answer = await client.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_account")


async def test_one_of_several_audiences_and_a_clock_that_is_a_little_late_are_accepted(
    issuer: TestIssuer,
) -> None:
    ours = Issuer(issuer.url, "congvan")
    several = token_of(issuer, aud=["khac", "congvan"])
    late = token_of(issuer, exp=int(time.time()) - LEEWAY_SECONDS // 2)
    assert [await ours.subject(token) for token in (several, late)] == ["van-thu"] * 2


class Rotating(BaseHTTPRequestHandler):
    """An issuer whose keys change."""

    keys: tuple[ECKey, ...] = ()
    asked = 0
    url = ""

    def do_GET(self) -> None:
        if self.path == "/keys":
            type(self).asked += 1
            body: dict[str, Any] = {"keys": [key.as_dict(private=False) for key in self.keys]}
        else:
            body = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing: the test's output is for failures."""


@pytest.fixture
def rotating() -> Iterator[type[Rotating]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Rotating) as server:
        Rotating.url, Rotating.asked = f"http://127.0.0.1:{server.server_port}", 0
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Rotating
        server.shutdown()
        thread.join()


def signed_by(key: ECKey, url: str) -> str:
    return token_of(TestIssuer(url, key))


async def test_a_new_key_of_the_issuer_is_fetched_when_a_token_names_it(
    rotating: type[Rotating],
) -> None:
    old, new = (ECKey.generate_key("P-256", auto_kid=True) for _ in range(2))
    rotating.keys = (old,)
    ours = Issuer(rotating.url, "congvan", fresh=0)
    assert await ours.subject(signed_by(old, rotating.url)) == "van-thu"
    rotating.keys = (new,)
    assert await ours.subject(signed_by(new, rotating.url)) == "van-thu"
    with pytest.raises(Unauthenticated):
        await ours.subject(signed_by(old, rotating.url))


async def test_a_new_key_works_at_once_though_the_old_ones_were_just_fetched(
    rotating: type[Rotating],
) -> None:
    old, new = (ECKey.generate_key("P-256", auto_kid=True) for _ in range(2))
    rotating.keys = (old,)
    ours = Issuer(rotating.url, "congvan")
    await ours.subject(signed_by(old, rotating.url))
    rotating.keys = (old, new)
    tokens = [signed_by(new, rotating.url)] * 5
    assert await asyncio.gather(*map(ours.subject, tokens)) == ["van-thu"] * 5
    assert rotating.asked == 2


async def test_strangers_tokens_do_not_make_us_ask_the_issuer_again_and_again(
    rotating: type[Rotating],
) -> None:
    rotating.keys = (ECKey.generate_key("P-256", auto_kid=True),)
    ours = Issuer(rotating.url, "congvan")
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await ours.subject(signed_by(STRANGER, rotating.url))
    assert rotating.asked == 2
