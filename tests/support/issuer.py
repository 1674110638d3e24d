"""A real OIDC issuer for one test run, on a port of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from joserfc.jwk import ECKey

from deploy.local.issuer_app import make_app, make_token

AUDIENCE = "congvan"


@dataclass(frozen=True, slots=True)
class TestIssuer:
    __test__ = False

    url: str
    key: ECKey

    def token(self, account: str, *, audience: str = AUDIENCE, age: float = 0) -> str:
        now = time.time() - age
        return make_token(self.key, issuer=self.url, audience=audience, account=account, now=now)


@contextmanager
def running_issuer() -> Iterator[TestIssuer]:
    key = ECKey.generate_key("P-256", auto_kid=True)
    config = uvicorn.Config(lambda: None, port=0, log_config=None, factory=True)
    listener = config.bind_socket()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = make_app(key, issuer=url, audience=AUDIENCE, secret="test")
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    try:
        yield TestIssuer(url, key)
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
