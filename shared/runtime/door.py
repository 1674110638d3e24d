"""The door every request passes: its id, its log line, whose body is read, and how much of it.

A body is read when the route asks for it, and of a caller who is believed; a stranger costs no
more than his head.

Pure ASGI, so that what is bound to the log reaches everything behind it.
"""

import asyncio
import time
from typing import Final
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.identity import Caller, Issuer, Unauthenticated
from shared.runtime.problems import away, problem, unauthenticated

BODY_LIMIT: Final = 20 * 1024 * 1024
"""Bytes of any body; texts have a smaller limit of their own."""
TEXT_LIMIT: Final = 1024 * 1024
REQUEST_ID: Final = "x-request-id"
HANG_UP: Final = (b"connection", b"close")
"""With an answer that does not wait for the rest of the body."""
QUIET: Final = frozenset({"/healthz", "/readyz", "/alarms"})

log = structlog.get_logger("http")


class _TooMuch(HTTPException):
    """An HTTPException, for FastAPI calls any other one a body that it can't read."""

    def __init__(self, limit: int) -> None:
        super().__init__(413)
        self.limit = limit


class _TooSlow(HTTPException):
    """One too, for the same reason."""

    def __init__(self) -> None:
        super().__init__(408)


class _NotBelieved(HTTPException):
    """One too; `why` is what was found wrong, or that nobody can tell now."""

    def __init__(self, why: Exception) -> None:
        super().__init__(401)
        self.why = why


def install(app: FastAPI, issuer: Issuer, body_seconds: float) -> None:
    """Put the door before an app; a body has so many seconds to come in."""
    app.add_middleware(Door, issuer=issuer, body_seconds=body_seconds)
    app.add_exception_handler(_TooMuch, _refuse)
    app.add_exception_handler(_TooSlow, _give_up)
    app.add_exception_handler(_NotBelieved, _turn_away)


def open_to_anybody(request: Request, seconds: float) -> None:
    """Let this request's body in, whoever sends it; it has so many seconds from now."""
    body: _Body = request.state.body
    body.let_in(seconds)


class Door:
    def __init__(self, app: ASGIApp, issuer: Issuer, body_seconds: float) -> None:
        self._app, self._issuer, self._body_seconds = app, issuer, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = _request_id(headers.get(REQUEST_ID, ""))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request)
        caller = Caller(self._issuer, headers.get("authorization", ""))
        body = _Body(receive, headers, caller, self._body_seconds)
        scope.setdefault("state", {}).update(caller=caller, body=body)
        await self._serve(scope, body, send, request)

    async def _serve(self, scope: Scope, body: "_Body", send: Send, request: str) -> None:
        started, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = [(REQUEST_ID.encode(), request.encode()), *([] if body.whole else [HANG_UP])]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        app = _too_large(body.limit) if body.is_announced_too_large else self._app
        try:
            await app(scope, body, answer)
        finally:
            if scope["path"] not in QUIET:
                log.info(
                    "request",
                    method=scope["method"],
                    path=getattr(scope.get("route"), "path", "unmatched"),
                    status=status or 500,  # a bug is answered outside, see problems.py
                    ms=round((time.perf_counter() - started) * 1000),
                )


class _Body:
    """What comes in of who is let in, up to the limit and until its time is over."""

    def __init__(self, receive: Receive, headers: Headers, caller: Caller, seconds: float) -> None:
        self._receive, self._caller, self._seconds = receive, caller, seconds
        self._length = headers.get("content-length", "0")
        self.limit, self._seen = TEXT_LIMIT if _is_text(headers) else BODY_LIMIT, 0
        self.whole = self._length == "0" and "transfer-encoding" not in headers
        """Nothing more of it is to come."""
        self._let_in = self.whole
        self._end: float | None = None

    @property
    def is_announced_too_large(self) -> bool:
        return self._length.isdecimal() and int(self._length) > self.limit

    def let_in(self, seconds: float) -> None:
        self._let_in = True
        self._end = asyncio.get_running_loop().time() + seconds

    async def __call__(self) -> Message:
        if not self._let_in:
            await self._believe()
            self.let_in(self._seconds)
        try:
            async with asyncio.timeout_at(self._end):
                message = await self._receive()
        except TimeoutError as late:
            raise _TooSlow from late
        self._seen += len(message.get("body", b""))
        if self._seen > self.limit:
            raise _TooMuch(self.limit)
        if not message.get("more_body"):
            self.whole = True
            self._end = None  # what is awaited now is that the caller goes away
        return message

    async def _believe(self) -> None:
        try:
            await self._caller.subject()
        except (Unauthenticated, ConnectionError) as why:
            raise _NotBelieved(why) from why


def _request_id(given: str) -> str:
    """The caller's id if it is a plain short word, else a new one."""
    plain = 0 < len(given) <= 64 and all(letter.isalnum() or letter in "-_." for letter in given)
    return given if plain and given.isascii() else uuid4().hex


def _is_text(headers: Headers) -> bool:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    return kind in {"application/json", "text/plain"} or kind.endswith("+json")


async def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _TooMuch)  # noqa: S101 -- installed for this class only
    return _too_large(error.limit)


def _too_large(limit: int) -> Response:
    return problem(
        413,
        "too_large",
        "The body is too large",
        f"Nội dung gửi lên quá lớn; tối đa {limit // 1024 // 1024} MB.",
    )


async def _give_up(_request: Request, _error: Exception) -> Response:
    return problem(
        408,
        "too_slow",
        "The body comes too slowly",
        "Nội dung gửi lên quá chậm nên chưa nhận; hãy kiểm tra đường truyền rồi gửi lại.",
    )


async def _turn_away(request: Request, error: Exception) -> Response:
    assert isinstance(error, _NotBelieved)  # noqa: S101 -- installed for this class only
    if isinstance(error.why, Unauthenticated):
        return await unauthenticated(request, error.why)
    return await away(request, error.why)
