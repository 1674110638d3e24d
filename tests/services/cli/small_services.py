"""Three services in one small program: they remember what was asked and answer from a table."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from services.cli import usage
from services.cli.application import application

NAMES = ("DRAFTING", "APPROVAL", "DISTRIBUTION")


@dataclass
class SmallServices:
    answers: dict[str, Any]
    """By "GET /tasks?of=mine"; without one the answer is 404."""
    later: dict[str, Any] = field(default_factory=dict)
    """What is answered after an act, where that differs."""
    asked: list[tuple[str, Any]] = field(default_factory=list)
    """What came in, with its body."""
    lost: dict[str, int] = field(default_factory=dict)
    """How often the connection is lost before an answer comes, by what is asked."""

    def answer(self, what: str, body: bytes) -> tuple[int, bytes]:
        self.asked.append((what, json.loads(body) if body[:1] in {b"{", b"["} else body or None))
        answers = self.answers | self.later if self.acts() else self.answers
        if what not in answers:
            return 404, json.dumps({"detail": "Không có."}).encode()
        answer = answers[what]
        return 200, answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def loses(self, what: str) -> bool:
        """Whether the connection is lost now."""
        left = self.lost.get(what, 0)
        self.lost[what] = max(0, left - 1)
        return left > 0

    def acts(self) -> list[tuple[str, Any]]:
        return [(what, body) for what, body in self.asked if what.startswith("POST")]

    def run(self, *arguments: str) -> int:
        """A command as it is typed, by somebody who is known to these services."""
        with _listening(self) as url, _environment(url):
            return usage.run(application(), [*arguments, "--as", "a"])


@contextmanager
def _listening(services: SmallServices) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            what = f"{self.command} {self.path}"
            if services.loses(what):
                self.close_connection = True
                return
            status, said = services.answer(what, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _environment(url: str) -> Iterator[None]:
    said = {f"CONGVAN_{name}_URL": url for name in NAMES} | {"CONGVAN_TOKEN": "token"}
    before: Mapping[str, str] = dict(os.environ)
    os.environ.update(said)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
