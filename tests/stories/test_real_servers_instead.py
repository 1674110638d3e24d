"""Every part can be a real server instead: here PostgreSQL 15, the oldest that is supported."""

import asyncio
from dataclasses import replace
from pathlib import Path

from deploy.local.database import driver_url, ensure_database
from deploy.local.settings import OWNER, ROLES, settings_on_free_ports
from services.cli.demo.play import Play
from services.cli.progress import progress_of
from shared.domain.lifecycle import Stage
from tests.deploy.conftest import new_place
from tests.stories.conftest import settled_town
from tests.support.office import SAMPLE
from tests.support.server import PASSWORD, TEMPLATE, running_older_server
from tests.support.tools import demand

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")


async def test_a_dispatch_is_filed_on_a_postgresql_15_of_ones_own() -> None:
    demand(POSTGRES_15 / "postgres", "postgresql-15")
    with running_older_server(POSTGRES_15) as server, new_place() as place:
        superuser = driver_url(server.url("postgres"))
        await ensure_database(superuser, dict.fromkeys((OWNER, *ROLES), PASSWORD))
        urls = {role: server.url(TEMPLATE, role) for role in (OWNER, *ROLES)}
        settings = replace(settings_on_free_ports(place), outside_databases=urls)
        async with settled_town(settings) as town:
            play = Play(town.cast, lambda _scene: None)
            text = SAMPLE.read_text(encoding="utf-8")
            case, desk = await asyncio.to_thread(play.run, text, "VP")
            stands = await asyncio.to_thread(progress_of, desk, case)
    assert (stands.stage, stands.distribution["number"]) == (Stage.FILED, "01/SVHTTDL-VP")
