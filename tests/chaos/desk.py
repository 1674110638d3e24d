"""One person at the public HTTP APIs, who asks again until an answer is there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.chaos.waiting import KeptWaiting, Stopwatch
from tests.support.plain import NO_CERTIFICATES

PATIENCE = 600.0
"""Seconds that an act is asked again before it is given up: a service may die at forty kill points
one after another, and comes up again after each."""
ONE_ANSWER = 60.0
"""Seconds that one answer is waited for, as the command line does."""
PAUSE = 0.3
AWAY = 503

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An act whose 2xx was seen by who did it."""

    act: str
    case: str
    account: str
    answer: Answer
    sent: Answer = field(default_factory=dict)
    """The JSON body; empty where none was sent, or something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdone:
    """What was answered to who decided at the same time as another, whose decision counts."""

    case: str
    status: int
    answer: Answer


@dataclass(slots=True)
class Diary:
    """What people were told, whatever became of the processes that told it."""

    accepted: list[Accepted] = field(default_factory=list)
    asked_again: int = 0
    refused: int = 0
    outdone: list[Outdone] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """What no service may ever say."""

    def submitted(self) -> set[str]:
        return {one.case for one in self.accepted if one.act == "submit"}


class GaveUp(Exception):  # noqa: N818 -- a finding of the harness
    """No answer came within the harness's patience."""


class Desk:
    """A person's; its clients reach the services through the proxies."""

    def __init__(
        self,
        account: str,
        token: str,
        urls: Mapping[str, str],
        diary: Diary,
        kept_waiting: KeptWaiting,
    ) -> None:
        self.account, self._diary, self._kept_waiting = account, diary, kept_waiting
        self._clients = {
            service: httpx.AsyncClient(
                base_url=url,
                headers={"Authorization": f"Bearer {token}"},
                timeout=ONE_ANSWER,
                verify=NO_CERTIFICATES,
            )
            for service, url in urls.items()
        }

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def act(
        self,
        act: str,
        case: str,
        service: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        method: str = "POST",
        sent: Mapping[str, Any] | None = None,
    ) -> tuple[int, Answer]:
        """Status and answer of one act, however often it had to be asked for.

        `sent` is what goes in place of a JSON body, in httpx's words.
        """
        headers = {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
        what = sent or {"json": dict(body or {})}
        answer = await self._send(service, method, path, headers=headers, **what)
        said: Answer = answer.json() or {}
        if answer.is_success:
            self._diary.accepted.append(
                Accepted(
                    act=act,
                    case=case or said.get("draft", said).get("case", ""),
                    account=self.account,
                    answer=said,
                    sent=dict(body or {}),
                )
            )
        else:
            self._diary.refused += 1
        return answer.status_code, said

    async def get(self, service: str, path: str) -> Any:
        """None where there is nothing, or nothing for this person."""
        answer = await self._send(service, "GET", path)
        return answer.json() if answer.is_success else None

    async def file(self, service: str, path: str) -> bytes:
        return (await self._send(service, "GET", path)).content

    async def check(self, pdf: bytes) -> Answer:
        headers = {"Content-Type": "application/pdf"}
        answer = await self._send("distribution", "POST", "/verify", content=pdf, headers=headers)
        said: Answer = answer.json()
        return said

    async def _send(self, service: str, method: str, path: str, **what: Any) -> httpx.Response:
        asked = Stopwatch(self._kept_waiting)
        while (answer := await self._try(service, method, path, **what)) is None:
            if asked.seconds() > PATIENCE:
                raise GaveUp(f"{self.account}: {method} {service} {path}")
            self._diary.asked_again += 1
            await asyncio.sleep(PAUSE)
        return answer

    async def _try(
        self, service: str, method: str, path: str, **what: Any
    ) -> httpx.Response | None:
        """None where the service is away, or the answer was lost on its way."""
        try:
            answer = await self._clients[service].request(method, path, **what)
        except httpx.TransportError:
            return None
        if answer.status_code == AWAY:
            return None
        if answer.is_server_error:
            self._diary.broken.append(f"{method} {service} {path}: {answer.status_code}")
            return None
        return answer
