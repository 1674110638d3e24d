"""How routes meet the office: the person behind a token, the desk, acts sent twice."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any

import structlog
from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from shared.domain.people import Person
from shared.domain.refusals import NotYours
from shared.runtime.acts import Answer, once
from shared.runtime.database import Work
from shared.runtime.identity import Caller
from shared.runtime.process import Process

_BEARER = HTTPBearer(auto_error=False, description="Token of the configured OIDC issuer")


def process_of(request: Request) -> Process:
    """The process that this app was made for."""
    process: Process = request.app.state.process
    return process


async def subject(
    request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> str:
    """The token's subject; 401 without a valid one."""
    caller: Caller = request.state.caller  # of the door
    sub = await caller.subject()
    structlog.contextvars.bind_contextvars(account=sub)
    return sub


Subject = Annotated[str, Depends(subject)]


async def administrator(request: Request, sub: Subject) -> str:
    """A subject that may load organisations; 403 for all others."""
    if sub not in process_of(request).administrators:
        raise NotYours("not_administrator", "Việc này dành cho quản trị viên hệ thống.")
    return sub


Administrator = Annotated[str, Depends(administrator)]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a route works at: opens units of work, and commits before the answer is sent."""

    process: Process
    request: str
    sub: str
    key: str | None
    path: str

    @asynccontextmanager
    async def open(self) -> AsyncIterator[tuple[Work, Person]]:
        """One transaction with the person as it is now."""
        async with self.process.database.work(self.request) as work:
            yield work, await work.organisations.person(work.db, self.sub)

    async def act(
        self,
        sent: Mapping[str, Any] | BaseModel | None,
        do: Callable[[Work, Person], Awaitable[BaseModel]],
    ) -> Answer:
        """A person's act: once per idempotency key, committed, then handed to the engine."""
        requests = [{"path": self.path, "body": body} for body in _bodies(sent)]
        answer = None
        while answer is None:
            with suppress(_OfficeChanged):
                answer = await self._try(requests, do)
        self.process.kick()
        return answer

    def part(self, name: str) -> "Desk":
        """The desk for one act of several in a request: with an idempotency key of its own."""
        key = f"{self.key}/{name}" if self.key else None
        return replace(self, key=key, path=f"{self.path} {name}")

    async def _try(
        self,
        requests: Sequence[Mapping[str, Any]],
        do: Callable[[Work, Person], Awaitable[BaseModel]],
    ) -> Answer:
        async with self.open() as (work, me):

            async def now() -> Answer:
                made = (await do(work, me)).model_dump(mode="json")
                # an act may wait for a lock, and holders are those of the instant it counts
                if await work.organisations.version_in_force(work.db, me.agency) != me.version:
                    raise _OfficeChanged
                return made

            return await once(work, account=me.id, key=self.key, requests=requests, act=now)


def _bodies(sent: Mapping[str, Any] | BaseModel | None) -> Sequence[Mapping[str, Any]]:
    """What was sent, as it is remembered and as earlier releases remembered it.

    Without defaults a retry is the same request also to a release that knows one more field;
    earlier ones wrote the defaults of the fields that they knew.
    """
    if isinstance(sent, BaseModel):
        lean = sent.model_dump(mode="json", exclude_defaults=True)
        return lean, sent.model_dump(mode="json")
    return (dict(sent or {}),)


class _OfficeChanged(Exception):  # noqa: N818 -- news, not an error
    """The organisation changed during an act, which begins anew."""


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        description="The same key with the same request gets the same answer, once it was given.",
    ),
]


async def desk(request: Request, sub: Subject, key: IdempotencyKey = None) -> Desk:
    # async, like whatever stands before a route: FastAPI would give a plain function a thread
    bound = structlog.contextvars.get_contextvars()
    return Desk(
        process=process_of(request),
        request=str(bound.get("request", "")),
        sub=sub,
        key=key,
        path=f"{request.method} {request.url.path} {request.headers.get('if-match', '')}",
    )


AtDesk = Annotated[Desk, Depends(desk)]
