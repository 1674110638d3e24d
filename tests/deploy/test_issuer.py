"""The local issuer gives tokens on this machine, and starts nowhere else."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import ExpiredTokenError
from joserfc.jwk import KeySet

from deploy.local.issuer import KEY_FILE, keep_key, refuse_elsewhere
from deploy.local.issuer_app import make_app
from deploy.local.issuer_folder import mark_folder
from deploy.local.settings import ROOT
from deploy.local.troubles import Trouble

URL = "http://127.0.0.1:8104"
HIDDEN = {"account": "van-thu", "secret": "hidden"}


def client_at(folder: Path, now: float) -> httpx.AsyncClient:
    app = make_app(
        keep_key(folder), issuer=URL, audience="congvan", secret="hidden", now=lambda: now
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=URL)


def rules(now: int) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=now,
        iss={"essential": True, "value": URL},
        aud={"essential": True, "value": "congvan"},
        sub={"essential": True, "value": "van-thu"},
        exp={"essential": True},
    )


async def test_a_token_is_valid_by_the_published_keys_for_eight_hours(tmp_path: Path) -> None:
    now = int(time.time())
    client = client_at(tmp_path, now)
    about = (await client.get("/.well-known/openid-configuration")).json()
    assert about["issuer"] == URL
    keys = KeySet.import_key_set((await client.get(about["jwks_uri"])).json())
    reply = (await client.post("/token", json=HIDDEN)).json()
    token = jwt.decode(reply["access_token"], keys, algorithms=["ES256"])
    rules(now + 8 * 3600 - 1).validate(token.claims)
    with pytest.raises(ExpiredTokenError):
        rules(now + 8 * 3600 + 1).validate(token.claims)


async def test_the_published_keys_hold_no_private_part(tmp_path: Path) -> None:
    (key,) = (await client_at(tmp_path, 0).get("/jwks")).json()["keys"]
    assert "d" not in key
    assert key["kid"]


def test_the_key_survives_a_restart_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = keep_key(tmp_path), keep_key(tmp_path)
    assert first.thumbprint() == second.thumbprint()
    assert first.kid == second.kid
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"account": "van-thu", "secret": "guess"}, 403),
        ({"account": "van-thu"}, 422),
        ({"account": "../x\n", "secret": "hidden"}, 422),
        ({"account": "", "secret": "hidden"}, 422),
    ],
)
async def test_without_the_local_secret_there_is_no_token(
    tmp_path: Path, body: dict[str, str], status: int
) -> None:
    assert (await client_at(tmp_path, 0).post("/token", json=body)).status_code == status


ELSEWHERE = ["0.0.0.0", "10.0.0.5", "::", "issuer.example", "localhost"]  # noqa: S104 -- refused


@pytest.mark.parametrize("host", ELSEWHERE)
def test_it_refuses_an_address_that_others_may_reach(tmp_path: Path, host: str) -> None:
    mark_folder(tmp_path)
    with pytest.raises(Trouble, match="CONGVAN_OIDC_ISSUER"):
        refuse_elsewhere(host, tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_it_starts_on_a_loopback_address_in_a_marked_folder(tmp_path: Path, host: str) -> None:
    mark_folder(tmp_path)
    refuse_elsewhere(host, tmp_path)


def test_the_program_refuses_a_folder_that_no_local_stack_has_marked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.local.issuer"],
        cwd=ROOT,
        env={
            **os.environ,
            "CONGVAN_HOST": "127.0.0.1",
            "CONGVAN_PORT": "1",
            "CONGVAN_ISSUER_FOLDER": str(tmp_path),
            "CONGVAN_OIDC_ISSUER": URL,
            "CONGVAN_OIDC_AUDIENCE": "congvan",
            "CONGVAN_ISSUER_SECRET": "hidden",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not marked" in done.stderr
    assert list(tmp_path.iterdir()) == []
