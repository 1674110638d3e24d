"""Every kill point that there is, by what the services register: none can be forgotten."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.activity import _Definition

from deploy.local.settings import ROLES
from services.__main__ import manifest
from shared.runtime.process import create_process
from shared.runtime.service import Service, create_app, join_engine, served
from shared.runtime.settings import ServiceSettings
from shared.runtime.temporal import connect
from tests.chaos.kill_points import ACTS, act_point, activity_point
from tests.support.descriptions import description_of

NOWHERE = {
    "CONGVAN_DATABASE_URL": "postgresql+asyncpg://nobody@localhost/nothing",
    "CONGVAN_PORT": "1",
    "CONGVAN_OIDC_ISSUER": "http://localhost",
    "CONGVAN_TEMPORAL_ADDRESS": "localhost:1",
}
"""Nothing is connected to learn what a service registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One service, as it says of itself what it does."""

    service: str
    acts: Mapping[tuple[str, str], Mapping[str, Any]]
    """What its OpenAPI document says of each route that may change something."""
    activities: Sequence[str]


async def registered() -> list[Registered]:
    with tempfile.TemporaryDirectory() as folder:
        settings = ServiceSettings.read(NOWHERE | {"CONGVAN_BLOBS": Path(folder).as_uri()})
        return [await _registered(manifest(name), settings) for name in ROLES]


async def every_point() -> list[str]:
    """Of every act and every activity of every service."""
    return points_of(await registered())


def points_of(services: Sequence[Registered]) -> list[str]:
    points = []
    for one in services:
        points += [act_point(one.service, method, path) for method, path in one.acts]
        points += [activity_point(one.service, name) for name in one.activities]
    return points


async def _registered(service: Service, settings: ServiceSettings) -> Registered:
    process = create_process(service.name, service.metadata, settings)
    join_engine(service, process, await connect(settings.engine, lazy=True))
    described = description_of(service.name, lambda: create_app(service, process))
    names = {
        str(_Definition.must_from_callable(one).name)
        for activities in served(service, process).values()
        for one in activities
    }
    return Registered(
        service=service.name,
        acts={
            (name.upper(), path): operation
            for path, operations in described["paths"].items()
            for name, operation in operations.items()
            if name.upper() in ACTS
        },
        activities=sorted(names),
    )
