"""Every kill point that there is, by what the services register: none can be forgotten."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from temporalio.activity import _Definition

from deploy.local.settings import ROLES
from services.__main__ import manifest
from shared.runtime.process import create_process
from shared.runtime.service import Service, create_app, join_engine, served
from shared.runtime.settings import ServiceSettings
from shared.runtime.temporal import connect
from tests.chaos.kill_points import ACTS, act_point, activity_point

NOWHERE = {
    "CONGVAN_DATABASE_URL": "postgresql+asyncpg://nobody@localhost/nothing",
    "CONGVAN_PORT": "1",
    "CONGVAN_OIDC_ISSUER": "http://localhost",
    "CONGVAN_TEMPORAL_ADDRESS": "localhost:1",
}
"""Nothing is connected to learn what a service registers."""


async def every_point() -> list[str]:
    """Of every act and every activity of every service."""
    with tempfile.TemporaryDirectory() as folder:
        env = NOWHERE | {"CONGVAN_BLOBS": Path(folder).as_uri()}
        settings = ServiceSettings.read(env)
        return [point for name in ROLES for point in await _points(manifest(name), settings)]


async def _points(service: Service, settings: ServiceSettings) -> list[str]:
    process = create_process(service.name, service.metadata, settings)
    join_engine(service, process, await connect(settings.engine, lazy=True))
    acts = [act_point(service.name, *act) for act in _acts(create_app(service, process))]
    registered = {
        _Definition.must_from_callable(one).name
        for activities in served(service, process).values()
        for one in activities
    }
    return [*acts, *(activity_point(service.name, name) for name in sorted(map(str, registered)))]


def _acts(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route that may change something."""
    for path, operations in app.openapi()["paths"].items():
        for method in sorted(ACTS & {name.upper() for name in operations}):
            yield method, path
