"""Real HTTP servers of a certification authority in this process, each in a mood of its own."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography import x509

from tests.support.moods import Mood
from tests.support.trust_authority import TrustAuthority

STRANGER = "CA lạ"
FAULTS = {Mood.BUSY: 503, Mood.REFUSES: 400}


class Server(StrEnum):
    """What the authority runs, by the paths of their addresses."""

    CRL = "/ca.crl"
    OCSP = "/ocsp"
    STAMPS = "/tsa"


class TrustServer:
    """The authority with its three servers, and the clock that all of them look at."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.moods = dict.fromkeys(Server, Mood.ACCEPTS)
        self.asked: Counter[Server] = Counter()
        self.drops_from: dict[Server, int] = {}
        """Servers that go away with their request of this number, counted from 1."""
        self.hanging = threading.Event()
        self._http = _Http(self)
        self.authority = TrustAuthority(
            crl_url=self.url(Server.CRL), ocsp_url=self.url(Server.OCSP)
        )
        self.stranger = TrustAuthority(name=STRANGER)
        """Another authority, that nobody trusts."""
        self.stamping = self.new_stamping_certificate()

    def url(self, server: Server) -> str:
        return f"http://127.0.0.1:{self._http.server_port}{server}"

    def new_stamping_certificate(
        self, *, days: int = 1000, purpose: bool = True, by: TrustAuthority | None = None
    ) -> x509.Certificate:
        """Stamps are signed by this one from now on."""
        made = (by or self.authority).time_stamper(now=self.now, days=days, purpose=purpose)
        self.stamping = made
        return made

    def answer(self, server: Server, asked: bytes) -> bytes:
        truthful = self.moods[server] is not Mood.LIES
        match server:
            case Server.CRL:
                by = self.authority if truthful else self._impostor()
                return by.revocation_list(self.now)
            case Server.OCSP:
                by = self.authority if truthful else self._impostor()
                return by.status_of(asked, self.now)
            case Server.STAMPS:
                return self.authority.stamp(
                    asked if truthful else _of_other_bytes(asked), self.stamping, self.now
                )

    def _impostor(self) -> TrustAuthority:
        """Bears the authority's name, and has not its key."""
        return TrustAuthority()

    @contextmanager
    def running(self) -> Iterator["TrustServer"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.hanging.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def later(self, lapse: timedelta) -> datetime:
        """Let time pass for all three servers."""
        self.now += lapse
        return self.now


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: TrustServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        self._respond(b"")

    def do_POST(self) -> None:
        told = int(self.headers["Content-Length"])
        asked = self.rfile.read(told)
        if len(asked) == told:  # else who asked died meanwhile
            self._respond(asked)

    def _respond(self, asked: bytes) -> None:
        owner, server = self.server.owner, Server(self.path)
        owner.asked[server] += 1
        if owner.asked[server] == owner.drops_from.get(server):
            owner.moods[server] = Mood.DROPS
        match owner.moods[server]:
            case Mood.HANGS:
                owner.hanging.wait()
            case Mood.DROPS:
                self.close_connection = True
            case Mood.BUSY | Mood.REFUSES as mood:
                self._send(FAULTS[mood], b"")
            case Mood.ACCEPTS | Mood.LIES:
                self._send(200, owner.answer(server, asked))

    def _send(self, status: int, body: bytes) -> None:
        with suppress(ConnectionError):  # who asked died meanwhile
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it so
        """Nothing: a test's output is for its failures."""


def _of_other_bytes(asked: bytes) -> bytes:
    """The request as if other bytes were to be stamped."""
    from asn1crypto import tsp  # noqa: PLC0415 -- only a lie needs it

    request = tsp.TimeStampReq.load(asked)
    imprint = request["message_imprint"]["hashed_message"].native
    request["message_imprint"]["hashed_message"] = bytes(byte ^ 1 for byte in imprint)
    forged: bytes = request.dump(force=True)
    return forged
