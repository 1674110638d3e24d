"""Who somebody is: the subject of a bearer token of the configured OIDC issuer."""

import asyncio
import math
import time
from typing import Any, Final

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.runtime.authorities import trusted

ALGORITHMS: Final = ["RS256", "ES256", "PS256"]
FRESH_SECONDS: Final = 30
"""Tokens that no key fits make us fetch the keys anew, but not more often than this."""
LEEWAY_SECONDS: Final = 30


class Unauthenticated(Exception):  # noqa: N818 -- a refusal of the door, not of the office
    """No token, or none that can be believed."""


class Caller:
    """Who sends one request, as its bearer token says; verified when somebody asks, and once."""

    def __init__(self, issuer: "Issuer", authorization: str) -> None:
        self._issuer, self._authorization = issuer, authorization
        self._subject: str | None = None

    async def subject(self) -> str:
        """Raises Unauthenticated without a valid token, or ConnectionError without keys."""
        if self._subject is None:
            scheme, _, token = self._authorization.partition(" ")
            if scheme.lower() != "bearer" or not token:
                raise Unauthenticated("a bearer token is needed")
            self._subject = await self._issuer.subject(token)
        return self._subject


class Issuer:
    """The keys of one OIDC issuer, found by discovery and kept a while."""

    def __init__(self, url: str, audience: str, *, fresh: float = FRESH_SECONDS) -> None:
        self._url, self._audience, self._fresh = url.rstrip("/"), audience, fresh
        self._keys: KeySet | None = None
        self._renewed = -math.inf
        self._fetching = asyncio.Lock()

    async def subject(self, token: str) -> str:
        """The `sub` of a valid token; raises Unauthenticated, or ConnectionError without keys."""
        try:
            decoded = await self._decode(token)
            self._rules().validate(decoded.claims)
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise Unauthenticated(f"the token is not valid: {wrong}") from wrong
        return str(decoded.claims["sub"])

    async def _decode(self, token: str) -> Any:
        keys = await self._key_set()
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            newer = await self._newer_than(keys)
            if newer is keys:
                raise
        return jwt.decode(token, newer, algorithms=ALGORITHMS)

    def _rules(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._url},
            aud={"essential": True, "value": self._audience},
            sub={"essential": True},
            exp={"essential": True},
        )

    async def _key_set(self) -> KeySet:
        async with self._fetching:
            if self._keys is None:
                self._keys = await self._fetch()
            return self._keys

    async def _newer_than(self, seen: KeySet) -> KeySet:
        """The keys as they are now, or `seen` itself where they were asked for just before."""
        async with self._fetching:
            due = self._keys is seen and time.monotonic() - self._renewed >= self._fresh
            if due or self._keys is None:
                self._keys = await self._fetch()
                self._renewed = time.monotonic()
            return self._keys

    async def _fetch(self) -> KeySet:
        try:
            about = await _told_by(f"{self._url}/.well-known/openid-configuration")
            return KeySet.import_key_set(await _told_by(about["jwks_uri"]))
        except (httpx.HTTPError, KeyError, ValueError) as fault:
            raise ConnectionError(f"the issuer {self._url} gives no keys: {fault}") from fault


async def _told_by(url: str) -> Any:
    async with httpx.AsyncClient(timeout=5, verify=trusted([url])) as client:
        answer = await client.get(url)
        answer.raise_for_status()
        return answer.json()
