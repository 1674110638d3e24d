"""Each service has a database of its own: they are taken aside and brought back by hand."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import asyncpg
import pytest

from deploy.local.database import driver_url
from deploy.local.postgres_home import find_home
from deploy.local.settings import HOST, OWNER, ROLES, ROOT, settings_on_free_ports
from services.__main__ import restored
from shared.runtime.settings import NothingHeld
from tests.deploy.conftest import place
from tests.support.manual import following
from tests.support.server import PASSWORD, Server

__all__ = ["place"]

AGENCY: Final = "SVHTTDL"
IN_FORCE: Final = """
set search_path to {};
insert into organisation_versions values ('1', 'SVHTTDL', '{{}}', 'quan-tri', now());
insert into organisations values ('SVHTTDL', '1', now());
"""
SCHEMAS: Final = "select nspname from pg_namespace where nspname = any($1)"
MARKS: Final = {
    "drafting": "select agency from drafting.case_counters",
    "approval": "select agency from approval.organisations",
    "distribution": "select backup_at from distribution.restores",
}
"""What a restore has left in each, or found there."""


@pytest.fixture
async def apart(server: Server) -> AsyncIterator[Server]:
    """A server with one used database for each service, called like its schema."""
    await asyncio.gather(*(used(server, service) for service in ROLES))
    yield server
    await asyncio.gather(*map(server.drop, ROLES))


async def used(server: Server, service: str) -> None:
    await server.create(service)
    await server.execute(IN_FORCE.format(service), service)


async def emptied(server: Server, service: str) -> None:
    await server.drop(service)
    await server.execute(f"create database {service} owner {OWNER}")


async def asked(server: Server, database: str, query: str, *given: object) -> list[Any]:
    connection = await asyncpg.connect(driver_url(server.url(database)))
    try:
        return [row[0] for row in await connection.fetch(query, *given)]
    finally:
        await connection.close()


async def test_three_databases_are_restored_each_with_its_own_schema_and_no_other(
    apart: Server, place: Path
) -> None:
    here = place / "here"
    (here / "var" / "blobs").mkdir(parents=True)
    programs = find_home(place).programs
    named = {"PGHOST": HOST, "PGPORT": str(apart.port), "PGUSER": OWNER, "PGPASSWORD": PASSWORD}
    named["PATH"] = f"{programs}:{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"
    settings = settings_on_free_ports(here / "var")
    with following("own-postgresql", settings, here, **named) as page:
        await page.next()
        await asyncio.gather(*(emptied(apart, service) for service in ROLES))
        await page.next()
        at = datetime.fromisoformat((place / "aside" / "instant").read_text().strip())
        await another_one_is_refused(apart, at)
        await page.next()
    for service in ROLES:
        assert await asked(apart, service, SCHEMAS, list(ROLES)) == [service]
    marks = [await asked(apart, service, query) for service, query in MARKS.items()]
    assert marks == [[AGENCY], [AGENCY], [at]]


async def another_one_is_refused(server: Server, at: datetime) -> None:
    """Nothing comes into a database that holds nothing of the service."""
    url = server.url("drafting", OWNER)
    for names in (["distribution"], ROLES):
        with pytest.raises(NothingHeld, match=r"nothing of (approval|distribution)"):
            await restored(url, names, at)
    assert await asked(server, "drafting", SCHEMAS, list(ROLES)) == ["drafting"]
