"""The door every request passes: its id, its log line, and how much may come in.

Pure ASGI, so that what is bound to the log reaches everything behind it.
"""

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
QUIET: Final = frozenset({"/healthz", "/readyz"})

log = structlog.get_logger("http")


class _TooMuch(HTTPException):
    """An HTTPException, for FastAPI calls any other one a body that it can't read."""

    def __init__(self, limit: int) -> None:
        super().__init__(413)
        self.limit = limit


def install(app: FastAPI) -> None:
    """Put the door before an app."""
    app.add_middleware(Door)
    app.add_exception_handler(_TooMuch, _refuse)


class Door:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request = _request_id(headers.get(REQUEST_ID))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request)
        limit = TEXT_LIMIT if _is_text(headers) else BODY_LIMIT
        await self._serve(scope, _Counted(receive, limit), send, request, headers)

    async def _serve(
        self,
        scope: Scope,
        receive: "_Counted",
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


class _Counted:
    """The body as it comes in, up to the limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self.limit, self._seen = receive, limit, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self.limit:
            raise _TooMuch(self.limit)
        return message


def _request_id(given: bytes | None) -> str:
    """The caller's id if it is a plain short word, else a new one."""
    text = (given or b"").decode("latin-1")
    plain = 0 < len(text) <= 64 and all(letter.isalnum() or letter in "-_." for letter in text)
    return text if plain and text.isascii() else uuid4().hex


def _is_text(headers: dict[bytes, bytes]) -> bool:
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    return kind in {b"application/json", b"text/plain"} or kind.endswith(b"+json")


def _refuse(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _TooMuch)  # noqa: S101 -- installed for this class only
    return _too_large(error.limit)


def _too_large(limit: int) -> Response:
    return problem(
        413,
        "too_large",
        "The body is too large",
        f"Nội dung gửi lên quá lớn; tối đa {limit // 1024 // 1024} MB.",
    )
