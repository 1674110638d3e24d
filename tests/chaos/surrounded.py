"""A service in the harness's surroundings, as `python -m tests.chaos.process NAME` starts it.

The services reach PostgreSQL through the harness's proxy, tell the time by its clock, and pass
its kill points; the flows' worker needs nothing but the engine's proxied address.
"""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from shared.runtime.service import Service, run
from shared.runtime.settings import ServiceSettings, needed
from shared.runtime.surroundings import Surroundings
from tests.chaos.clock import SharedClock
from tests.chaos.kill_points import KillPoints

DATABASE_PORT = "CHAOS_DATABASE_PORT"
FOLDER = "CHAOS_FOLDER"


def through_the_proxy(env: Mapping[str, str]) -> ServiceSettings:
    settings = ServiceSettings.read(env)
    url = sa.make_url(settings.database_url).set(port=int(needed(env, DATABASE_PORT)))
    return replace(settings, database_url=url.render_as_string(hide_password=False))


def surroundings(service: str, folder: Path) -> Surroundings:
    points = KillPoints(folder)
    return Surroundings(
        clock=SharedClock(folder),
        answers=partial(points.before_answers, service),
        results=[points.before_reports(service)],
    )


def serve(service: Service) -> None:
    around = surroundings(service.name, Path(needed(os.environ, FOLDER)))
    asyncio.run(run(service, through_the_proxy(os.environ), surroundings=around))
