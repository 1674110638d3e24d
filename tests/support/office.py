"""A whole deployment for tests: one database, blobs, keys, an issuer, the services' apps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from shared.runtime.clock import MovableClock
from shared.runtime.process import Process, create_process
from shared.runtime.service import Service, create_app
from shared.runtime.settings import EngineSettings, LogSettings, ServiceSettings
from tests.support.agencies import LANG_SON, SAMPLE, TINY, content_of
from tests.support.descriptions import description_of
from tests.support.issuer import TestIssuer
from tests.support.server import Server

__all__ = ["ADMINISTRATOR", "LANG_SON", "SAMPLE", "TINY", "Office", "content_of"]

ADMINISTRATOR = "quan-tri"


@dataclass
class Office:
    """`app(name)` and `client(name, account)` serve one service in this process, no engine."""

    server: Server
    database: str
    issuer: TestIssuer
    folder: Path
    clock: MovableClock = field(default_factory=MovableClock)
    engine: EngineSettings = field(
        default_factory=lambda: EngineSettings(
            address="127.0.0.1:1", namespace="none", ready_file=None
        )
    )
    _processes: dict[str, Process] = field(default_factory=dict)
    _apps: dict[str, FastAPI] = field(default_factory=dict)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def settings(self, name: str) -> ServiceSettings:
        return ServiceSettings(
            database_url=self.server.url(self.database, name),
            host="127.0.0.1",
            port=0,
            blobs=(self.folder / "blobs").as_uri(),
            oidc_issuer=self.issuer.url,
            oidc_audience="congvan",
            administrators=frozenset({ADMINISTRATOR}),
            keys=self.keys,
            engine=self.engine,
            log=LogSettings(file=None, level="WARNING"),
        )

    def service(self, name: str) -> Service:
        service: Service = import_module(f"services.{name}.manifest").SERVICE
        return service

    def process(self, name: str) -> Process:
        if name not in self._processes:
            metadata = self.service(name).metadata
            self._processes[name] = create_process(name, metadata, self.settings(name), self.clock)
        return self._processes[name]

    def app(self, name: str) -> FastAPI:
        if name not in self._apps:
            self._apps[name] = create_app(self.service(name), self.process(name))
        return self._apps[name]

    def description(self, name: str) -> dict[str, Any]:
        return description_of(name, lambda: self.app(name))

    def client(self, name: str, account: str | None = None) -> httpx.AsyncClient:
        """An HTTP client of one service, with a token of the account if one is named."""
        headers = {"Authorization": f"Bearer {self.issuer.token(account)}"} if account else {}
        transport = httpx.ASGITransport(self.app(name), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=f"http://{name}", headers=headers)

    async def load(self, name: str, content: Mapping[str, Any]) -> str:
        """Store and activate an organisation in one service; return its version."""
        async with self.client(name, ADMINISTRATOR) as client:
            stored = await client.post("/organisations/versions", json=content)
            assert stored.status_code == 200, stored.text
            agency, version = stored.json()["agency"], stored.json()["version"]
            active = {"version": version}
            done = await client.put(f"/organisations/{agency}/active", json=active)
            assert done.status_code == 200, done.text
        return str(version)

    async def close(self) -> None:
        for process in self._processes.values():
            await process.database.engine.dispose()
