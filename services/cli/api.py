"""Talking to the services as one person: addresses, token, acts that are safe to repeat."""

import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

import httpx

from deploy.local.settings import ROLES, Settings, read_settings
from deploy.local.tokens import token_for
from deploy.local.troubles import Trouble
from services.cli.words import SERVICES, field_words
from shared.domain.pauses import spread
from shared.runtime.authorities import trusted

PATIENCE: Final = 20.0
"""Seconds that an act is tried again while a service is away; the key makes that harmless."""
PAUSE, LONGEST_PAUSE = 0.5, 4.0
"""Seconds between attempts: the first, doubled up to the longest, each shortened by chance.

A service that says itself when to come back is believed.
"""
AWAY: Final = frozenset({502, 503, 504})
WRONG: Final = 422
"""Something was sent wrong: `errors` name what. Those of other refusals are for programs."""


class Said(Exception):  # noqa: N818 -- what a service said, shown to a person
    """A service refused: its sentence, and one line for each field that was sent wrong."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        if not isinstance(problem, dict):
            problem = {}
        self.code = str(problem.get("code", f"http_{answer.status_code}"))
        self.sentence = str(problem.get("detail") or _unexplained(answer))
        self.fields = {
            str(error["field"]): str(error["message"]) for error in problem.get("errors", [])
        }
        super().__init__(self.sentence)

    def lines(self) -> list[str]:
        return lines_of(self.sentence, self.fields if self.status == WRONG else {})


def lines_of(sentence: str, fields: Mapping[str, str]) -> list[str]:
    """The sentence, then each field with its own; what was said already is not said again."""
    said = {sentence}
    shown = [sentence]
    for name, text in fields.items():
        if text not in said and text not in sentence:
            said.add(text)
            shown.append(f"  {field_words(name)}: {text}")
    return shown


def before_next(answer: httpx.Response | None, pause: float, chance: float) -> float:
    """Seconds until the next attempt: what the service asked for, else about the pause."""
    asked = answer.headers.get("Retry-After", "") if answer is not None else ""
    return float(asked) if asked.isdecimal() else spread(pause, chance)


def _unexplained(answer: httpx.Response) -> str:
    return f"Dịch vụ từ chối mà không nêu lý do (mã {answer.status_code})."


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    services: Mapping[str, str]
    temporal_ui: str
    namespace: str

    def workflow(self, case: str) -> str:
        """The page of a dispatch in the Temporal UI."""
        return f"{self.temporal_ui}/namespaces/{self.namespace}/workflows/{case}"


def find_addresses(settings: Settings | None = None) -> Addresses:
    """Where the services are: said by CONGVAN_<SERVICE>_URL, or written by the running stack."""
    settings = settings or read_settings()
    given = {name: os.environ.get(f"CONGVAN_{name.upper()}_URL", "") for name in ROLES}
    if all(given.values()):
        return Addresses(
            services=given, temporal_ui=settings.temporal_ui, namespace=settings.namespace
        )
    try:
        written = json.loads(settings.addresses_file.read_text())
        return Addresses(
            services={name: written[name] for name in ROLES},
            temporal_ui=written["temporal_ui"],
            namespace=written["namespace"],
        )
    except OSError:
        raise Trouble("Hệ thống chưa chạy; hãy khởi động: ./congvan up") from None
    except (ValueError, KeyError, TypeError):
        raise Trouble(
            f"Tệp {settings.addresses_file} bị hỏng; hãy khởi động lại: ./congvan up"
        ) from None


class Api:
    """One account's view of the services."""

    def __init__(self, addresses: Addresses, account: str, token: str | None = None) -> None:
        self.addresses, self.account = addresses, account
        token = token or os.environ.get("CONGVAN_TOKEN") or token_for(account, read_settings())
        headers = {"Authorization": f"Bearer {token}"}
        context = trusted(addresses.services.values())
        self._clients = {
            name: httpx.Client(base_url=url, headers=headers, timeout=60, verify=context)
            for name, url in addresses.services.items()
        }

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def get(self, service: str, path: str, **query: Any) -> Any:
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._send(service, "GET", path, params=wanted).json()

    def file(self, service: str, path: str, **query: str) -> bytes:
        return self._send(service, "GET", path, params=query).content

    def act(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        method: str = "POST",
        etag: str | None = None,
    ) -> Any:
        """Do something once: the same key goes with every repetition of this call."""
        headers = {"Idempotency-Key": uuid4().hex}
        if etag:
            headers["If-Match"] = etag
        answer = self._send(service, method, path, json=dict(body or {}), headers=headers)
        return answer.json() if answer.content else None

    def once(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Ask for something that must not be tried twice by itself, as a PIN must not."""
        return self._send(service, "POST", path, repeat=False, json=dict(body)).json()

    def draft_of(self, name: str, data: bytes, about: Mapping[str, Any]) -> Any:
        """Make a draft of a file, once."""
        headers = {"Idempotency-Key": uuid4().hex}
        form: dict[str, Any] = {"data": dict(about), "files": {"file": (name, data)}}
        return self._send("drafting", "POST", "/drafts/from-file", headers=headers, **form).json()

    def put_file(self, case: str, name: str, data: bytes, etag: str) -> Any:
        """Put a file's text in a draft's place, once."""
        headers = {"Idempotency-Key": uuid4().hex, "If-Match": etag}
        path = f"/drafts/{case}/file"
        files = {"file": (name, data)}
        return self._send("drafting", "PUT", path, headers=headers, files=files).json()

    def attach(self, case: str, name: str, data: bytes, kind: str = "supporting") -> Any:
        """Put a supporting paper or an annex to a draft, once."""
        headers = {"Idempotency-Key": uuid4().hex}
        form: dict[str, Any] = {"data": {"kind": kind}, "files": {"file": (name, data)}}
        path = f"/drafts/{case}/attachments"
        return self._send("drafting", "POST", path, headers=headers, **form).json()

    def post_file(self, service: str, path: str, data: bytes, media_type: str, **query: str) -> Any:
        """Send a file, once where it is an act."""
        headers = {"Content-Type": media_type, "Idempotency-Key": uuid4().hex}
        answer = self._send(service, "POST", path, content=data, headers=headers, params=query)
        return answer.json()

    def _send(
        self, service: str, method: str, path: str, *, repeat: bool = True, **what: Any
    ) -> httpx.Response:
        end, pause = time.monotonic() + (PATIENCE if repeat else 0), PAUSE
        while True:
            answer = None
            try:
                answer = self._clients[service].request(method, path, **what)
            except httpx.TransportError as fault:
                if time.monotonic() > end:
                    raise Trouble(self._away(service, fault)) from None
            else:
                if answer.is_success:
                    return answer
                if answer.status_code not in AWAY or time.monotonic() > end:
                    raise Said(answer)
            time.sleep(before_next(answer, pause, random.random()))  # noqa: S311 -- no secret
            pause = min(pause * 2, LONGEST_PAUSE)

    def _away(self, service: str, fault: httpx.TransportError) -> str:
        late = isinstance(fault, httpx.TimeoutException)
        why = "chờ quá lâu không thấy trả lời" if late else "không kết nối được"
        return (
            f"Không liên lạc được với dịch vụ {SERVICES[service]} tại "
            f"{self.addresses.services[service]}: {why}. Hãy xem ./congvan doctor."
        )
