"""A small OIDC issuer for one machine: discovery, keys, and a token for whoever knows the secret.

It has no passwords and no consent, so it refuses to start anywhere else (see issuer.py).
What an account may do is no business of an issuer's: tokens carry `sub` and nothing more.
"""

import hmac
import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import BaseModel, ConfigDict, StringConstraints

ALGORITHM = "ES256"
LIFETIME = 8 * 3600
"""Seconds; a working day."""


class TokenRequest(BaseModel):
    """Who somebody says to be, and the proof that he may read the stack's own files."""

    model_config = ConfigDict(extra="forbid")

    account: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$")]
    secret: str


class TokenReply(BaseModel):
    access_token: str
    token_type: str = "Bearer"  # noqa: S105 -- RFC 6750's name, no password
    expires_in: int = LIFETIME


def make_token(key: ECKey, *, issuer: str, audience: str, account: str, now: float) -> str:
    """Sign a token for an account; `now` in seconds since 1970."""
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": account,
        "iat": int(now),
        "exp": int(now) + LIFETIME,
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": "JWT"}, claims, key)


def make_app(
    key: ECKey, *, issuer: str, audience: str, secret: str, now: Callable[[], float] = time.time
) -> FastAPI:
    """Make the issuer's web application."""
    app = FastAPI(title="Công Văn local issuer", docs_url=None, redoc_url=None, openapi_url=None)
    public = {**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM}

    @app.get("/.well-known/openid-configuration")
    def configuration() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "token_endpoint": f"{issuer}/token",
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "subject_types_supported": ["public"],
            "response_types_supported": ["token"],
        }

    @app.get("/jwks")
    def keys() -> dict[str, Any]:
        return {"keys": [public]}

    @app.post("/token")
    def token(asked: TokenRequest) -> TokenReply:
        if not hmac.compare_digest(asked.secret.encode(), secret.encode()):
            raise HTTPException(403, "The secret is not that of this local stack.")
        made = make_token(key, issuer=issuer, audience=audience, account=asked.account, now=now())
        return TokenReply(access_token=made)

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        return {"state": "ready"}

    return app
