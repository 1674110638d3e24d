"""Notices to another system: a signed POST, as webhooks are commonly signed.

The receiver keeps `webhook-id` to know a second copy, and compares `webhook-signature` with
`v1,` and the Base64 of HMAC-SHA256 over "id.timestamp.body" under the secret that both have.
"""

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from services.approval.channels.faults import NotConfigured, Refused, TryLater, distrusts
from services.approval.domain.notices import Notice
from services.approval.domain.wording import wording
from shared.domain.organisation import Webhook

ANSWER_WITHIN: Final = 20.0
"""Seconds for the whole hand-over; the flow's own patience with an attempt is longer."""
BUSY: Final = (408, 425, 429)
"""What passes by itself, besides every 5xx."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One request: `id` is the sending's."""

    id: str
    notice: Notice
    to: Webhook


def body_of(notice: Notice) -> bytes:
    """The JSON, the same bytes at every attempt."""
    worded, turn = wording(notice), notice.of
    told = {
        "type": f"notice.{notice.kind}",
        "timestamp": notice.at.isoformat(),
        "data": {
            "id": notice.id,
            "agency": turn.of.agency,
            "case": turn.of.case,
            "round": turn.of.round,
            "step": turn.step,
            "turn": turn.turn,
            "recipient": notice.recipient,
            "kind": notice.kind,
            "ordinal": notice.ordinal,
            "subject": worded.subject,
            "lines": worded.lines,
            "facts": dict(sorted(notice.facts.items())),
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(id_: str, body: bytes, secret: bytes, at: datetime) -> dict[str, str]:
    """Id, the second of this attempt, and what proves that both come from us."""
    second = str(int(at.timestamp()))
    digest = hmac.digest(secret, f"{id_}.{second}.".encode() + body, hashlib.sha256)
    return {
        "content-type": "application/json; charset=utf-8",
        "webhook-id": id_,
        "webhook-timestamp": second,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


async def send(
    secrets: Path | None, post: Post, at: datetime, *, within: float = ANSWER_WITHIN
) -> str:
    """Post it within so many seconds, and give the answer's status; raises NotAccepted.

    Only 2xx is acceptance: a redirect would send the notice where nobody agreed to.
    """
    if urlsplit(post.to.url).scheme not in {"http", "https"}:
        raise Refused("the webhook's address is neither http nor https")
    secret = await asyncio.to_thread(_secret, secrets, post)
    body = body_of(post.notice)
    try:
        async with asyncio.timeout(within):
            status = await _post(post.to.url, body, headers_of(post.id, body, secret, at))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
        if distrusts(fault):
            wrong = "the webhook's certificate is not trusted, or is another server's"
            raise Refused(wrong) from None
        raise TryLater(f"the webhook is away or slow ({type(fault).__name__})") from None
    if status >= 500 or status in BUSY:
        raise TryLater(f"the webhook answered {status}")
    if not 200 <= status < 300:
        raise Refused(f"the webhook answered {status}")
    return str(status)


async def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status alone: what else is answered may be long, and nobody wants it."""
    async with (
        httpx.AsyncClient(follow_redirects=False, timeout=ANSWER_WITHIN) as client,
        client.stream("POST", url, content=body, headers=headers) as answer,
    ):
        return answer.status_code


def _secret(secrets: Path | None, post: Post) -> bytes:
    """From `SECRETS/AGENCY-NAME.webhook`; a webhook's name never leads out of the folder."""
    if secrets is None:
        raise NotConfigured("webhooks are not configured: CONGVAN_SECRETS is not set")
    name = f"{post.notice.of.of.agency}-{post.to.name}.webhook"
    if Path(name).name != name:
        raise NotConfigured("the webhook's name is no file's name")
    try:
        secret = (secrets / name).read_bytes().strip()
    except (OSError, ValueError) as fault:
        raise NotConfigured(f"{name} cannot be read: {type(fault).__name__}") from None
    if not secret:
        raise NotConfigured(f"{name} is empty")
    return secret
