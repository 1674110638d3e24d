"""An agency's file comes in force in all three services, or in none."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from deploy.local.troubles import Trouble
from services.cli.api import Addresses, Api
from services.cli.organisation_file import ACTIVATION_ORDER, load


@contextmanager
def desk(name: str, version: str, activated: list[str]) -> Iterator[str]:
    """A service that stores every file as `version`; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.answer()

        def do_PUT(self) -> None:
            activated.append(name)
            self.answer()

        def answer(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"agency": "SVHTTDL", "version": version}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def desks(versions: Sequence[str], activated: list[str]) -> Iterator[Api]:
    """The three services, each with the version that it makes of the file."""
    with ExitStack() as open_ones:
        services = {
            name: open_ones.enter_context(desk(name, version, activated))
            for name, version in zip(ACTIVATION_ORDER, versions, strict=True)
        }
        addresses = Addresses(services=services, temporal_ui="", namespace="")
        yield open_ones.enter_context(closing(Api(addresses, "quan-tri", "token")))


def test_the_version_comes_in_force_in_drafting_last() -> None:
    activated: list[str] = []
    with desks(["v1", "v1", "v1"], activated) as api:
        assert load(api, {}) == "v1"
    assert activated == ["approval", "distribution", "drafting"]


def test_services_that_know_different_holidays_put_nothing_in_force() -> None:
    activated: list[str] = []
    with desks(["v1", "v1", "v2"], activated) as api, pytest.raises(Trouble, match="nạp lại"):
        load(api, {})
    assert activated == []
