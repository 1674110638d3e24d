"""How a service listens: what one connection, and all together, may cost before they are heard."""

import asyncio
from typing import Final

import h11
import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.runtime.settings import PatienceSettings

HEAD_BYTES: Final = 64 * 1024
"""Of a request line with its headers."""
GRACE: Final = 20
"""Seconds that requests in progress have when the service is told to end."""

log = structlog.get_logger("http")


def server_of(app: ASGIApp, host: str, port: int, patience: PatienceSettings) -> uvicorn.Server:
    """The server of one service; bodies are counted and timed by `shared/runtime/door.py`."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        http=_patient(patience.head_seconds),
        ws="none",
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=patience.connections,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)


def _patient(seconds: float) -> type[H11Protocol]:
    """HTTP/1.1 that hangs up on who does not say within this time what he wants.

    Uvicorn itself only watches connections that wait for their next request, not those that
    have begun one, nor those that never begin.
    """

    class Patient(H11Protocol):
        _too_slow: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
            super().connection_made(transport)
            self._wait()

        def handle_events(self) -> None:
            super().handle_events()
            begun, _closed = self.conn.trailing_data
            if self.conn.their_state is not h11.IDLE:
                self._heard()
            elif begun and self._too_slow is None:
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._heard()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._too_slow = self.loop.call_later(seconds, self._hang_up)

        def _heard(self) -> None:
            if self._too_slow is not None:
                self._too_slow.cancel()
                self._too_slow = None

        def _hang_up(self) -> None:
            log.info("request.too_slow", seconds=seconds)
            self.transport.close()

    return Patient
