"""Webhooks over a real HTTP server: what is posted, how it is signed, what answers mean."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.approval.channels.faults import NotAccepted, NotConfigured, Refused, TryLater
from services.approval.channels.webhook import Post, body_of, send
from services.approval.domain.notices import NoticeKind
from shared.domain.organisation import Webhook
from tests.services.approval.domain.told import notice
from tests.support.golden import check
from tests.support.hook_server import HookServer, running_hook_server
from tests.support.moods import Mood
from tests.support.tls import identity

SECRET = b"mot bi mat dai"
AT = datetime(2026, 11, 23, 1, 6, tzinfo=UTC)
NOTICE = notice(NoticeKind.DECIDED)


@pytest.fixture
async def server() -> AsyncIterator[HookServer]:
    async with running_hook_server() as running:
        yield running


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    (tmp_path / "SVHTTDL-zalo.webhook").write_bytes(SECRET + b"\n")
    return tmp_path


def post(url: str, name: str = "zalo") -> Post:
    return Post(id="s-1", notice=NOTICE, to=Webhook(name=name, url=url))


async def test_a_post_carries_its_id_its_second_and_its_signature(
    server: HookServer, secrets: Path
) -> None:
    assert await send(secrets, post(server.url), AT) == "204"
    (call,) = server.calls
    assert call.path == "/hook"
    assert call.headers["webhook-id"] == "s-1"
    assert call.headers["webhook-timestamp"] == str(int(AT.timestamp()))
    signed = b"s-1." + call.headers["webhook-timestamp"].encode() + b"." + call.body
    digest = hmac.new(SECRET, signed, hashlib.sha256).digest()
    assert call.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert json.loads(call.body)["type"] == "notice.decided"


def test_the_body_is_what_it_always_was() -> None:
    told = json.dumps(json.loads(body_of(NOTICE)), ensure_ascii=False, indent=1)
    check(Path(__file__).parent / "golden" / "webhook.json", told + "\n")


async def test_a_later_attempt_has_the_same_id_and_body_and_its_own_second(
    server: HookServer, secrets: Path
) -> None:
    await send(secrets, post(server.url), AT)
    await send(secrets, post(server.url), AT + timedelta(minutes=5))
    first, second = server.calls
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize(
    ("mood", "kind"),
    [(Mood.BUSY, TryLater), (Mood.REFUSES, Refused), (Mood.DROPS, TryLater)],
)
async def test_a_receiver_that_does_not_accept_is_understood(
    server: HookServer, secrets: Path, mood: Mood, kind: type[NotAccepted]
) -> None:
    server.mood = mood
    with pytest.raises(kind) as failed:
        await send(secrets, post(server.url), AT)
    assert server.url not in str(failed.value)
    assert len(server.calls) == 1


@pytest.mark.parametrize("status", ["429 Too Many Requests", "408 Request Timeout"])
async def test_a_receiver_that_asks_for_time_gets_it(
    server: HookServer, secrets: Path, status: str
) -> None:
    server.answer = status
    with pytest.raises(TryLater):
        await send(secrets, post(server.url), AT)


async def test_a_redirect_is_not_followed(server: HookServer, secrets: Path) -> None:
    async with running_hook_server() as elsewhere:
        server.answer = f"307 Temporary Redirect\r\nLocation: {elsewhere.url}"
        with pytest.raises(Refused):
            await send(secrets, post(server.url), AT)
        assert not elsewhere.calls


async def test_a_receiver_that_says_nothing_is_left_after_a_while(
    server: HookServer, secrets: Path
) -> None:
    server.mood = Mood.HANGS
    with pytest.raises(TryLater):
        await send(secrets, post(server.url), AT, within=0.3)
    assert len(server.calls) == 1


async def test_nobody_there_is_a_reason_to_try_later(secrets: Path) -> None:
    async with running_hook_server() as gone:
        url = gone.url
    with pytest.raises(TryLater):
        await send(secrets, post(url), AT)


async def test_over_tls_only_a_certificate_that_is_trusted_is_believed(
    secrets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = identity(tmp_path)
    async with running_hook_server(own) as server:
        with pytest.raises(Refused, match="certificate is not trusted"):
            await send(secrets, post(server.url), AT)
        assert not server.calls
        monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
        assert await send(secrets, post(server.url), AT) == "204"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.example/", "hook", ""])
async def test_only_http_and_https_are_called(secrets: Path, url: str) -> None:
    with pytest.raises(Refused):
        await send(secrets, post(url), AT)


@pytest.mark.parametrize("name", ["no-such", "../SVHTTDL-zalo", "a/b", "a\0b", ".."])
async def test_without_its_secret_nothing_is_posted(
    server: HookServer, secrets: Path, name: str
) -> None:
    with pytest.raises(NotConfigured):
        await send(secrets, post(server.url, name), AT)
    assert not server.calls


async def test_an_empty_secret_signs_nothing(server: HookServer, secrets: Path) -> None:
    (secrets / "SVHTTDL-zalo.webhook").write_text("\n")
    with pytest.raises(NotConfigured):
        await send(secrets, post(server.url), AT)
    assert not server.calls


async def test_without_a_folder_of_secrets_a_post_waits(server: HookServer) -> None:
    with pytest.raises(NotConfigured, match="CONGVAN_SECRETS"):
        await send(None, post(server.url), AT)
