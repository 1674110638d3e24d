"""The door every request passes: its id, its log line, how much may come in and how slowly.

Pure ASGI, so that what is bound to the log reaches everything behind it.
"""

import asyncio
import time
from typing import Final
from uuid import uuid4

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.problems import problem

BODY_LIMIT: Final = 20 * 1024 * 1024
"""Bytes of any body; texts have a smaller limit of their own."""
TEXT_LIMIT: Final = 1024 * 1024
REQUEST_ID: Final = b"x-request-id"
HANG_UP: Final = {"Connection": "close"}
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


def install(app: FastAPI, body_seconds: float) -> None:
    """Put the door before an app; a body has so many seconds to come in."""
    app.add_middleware(Door, body_seconds=body_seconds)
    app.add_exception_handler(_TooMuch, _refuse)
    app.add_exception_handler(_TooSlow, _give_up)


class Door:
    def __init__(self, app: ASGIApp, body_seconds: float) -> None:
        self._app, self._body_seconds = app, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request = _request_id(headers.get(REQUEST_ID))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request)
        limit = TEXT_LIMIT if _is_text(headers) else BODY_LIMIT
        await self._serve(scope, _Body(receive, limit, self._body_seconds), send, request, headers)

    async def _serve(
        self,
        scope: Scope,
        receive: "_Body",
        send: Send,
        request: str,
        headers: dict[bytes, bytes],
    ) -> None:
        started, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (REQUEST_ID, request.encode())]
            await send(message)

        announced = headers.get(b"content-length", b"0")
        app: ASGIApp = self._app
        if announced.isdigit() and int(announced) > receive.limit:
            app = _too_large(receive.limit)
        try:
            await app(scope, receive, answer)
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
    """What comes in, up to the limit and until its time is over."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive, self.limit, self._seen = receive, limit, 0
        self._end: float | None = asyncio.get_running_loop().time() + seconds

    async def __call__(self) -> Message:
        try:
            async with asyncio.timeout_at(self._end):
                message = await self._receive()
        except TimeoutError as late:
            raise _TooSlow from late
        self._seen += len(message.get("body", b""))
        if self._seen > self.limit:
            raise _TooMuch(self.limit)
        if not message.get("more_body"):
            self._end = None  # what is awaited now is that the caller goes away
        return message


def _request_id(given: bytes | None) -> str:
    """The caller's id if it is a plain short word, else a new one."""
    text = (given or b"").decode("latin-1")
    plain = 0 < len(text) <= 64 and all(letter.isalnum() or letter in "-_." for letter in text)
    return text if plain and text.isascii() else uuid4().hex


def _is_text(headers: dict[bytes, bytes]) -> bool:
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    return kind in {b"application/json", b"text/plain"} or kind.endswith(b"+json")


async def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _TooMuch)  # noqa: S101 -- installed for this class only
    return _too_large(error.limit)


def _too_large(limit: int) -> Response:
    return problem(
        413,
        "too_large",
        "The body is too large",
        f"Nội dung gửi lên quá lớn; tối đa {limit // 1024 // 1024} MB.",
        headers=HANG_UP,
    )


async def _give_up(_request: Request, _error: Exception) -> Response:
    return problem(
        408,
        "too_slow",
        "The body comes too slowly",
        "Nội dung gửi lên quá chậm nên chưa nhận; hãy kiểm tra đường truyền rồi gửi lại.",
        headers=HANG_UP,
    )
