"""A database that takes connections and says nothing, as a frozen server does, holds up nobody."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from shared.runtime.database import Database, create_engine
from shared.runtime.faults import AWAY
from tests.chaos.proxy import Proxy
from tests.shared.runtime.small_office import SmallOffice

SILENT = 0.5
FOR_EVER = 3600.0
QUERY = sa.text("select 1")


@pytest.fixture
async def proxy(small_url: str) -> AsyncIterator[Proxy]:
    port = sa.make_url(small_url).port
    assert port
    async with Proxy(port) as proxy:
        yield proxy


@pytest.fixture
async def database(small: SmallOffice, small_url: str, proxy: Proxy) -> AsyncIterator[Database]:
    """Of a service that has connected already."""
    url = sa.make_url(small_url).set(port=proxy.port).render_as_string(hide_password=False)
    database = replace(small.database, engine=create_engine(url, "test", silent=SILENT))
    await ask(database)
    yield database
    await database.engine.dispose()


async def ask(database: Database) -> None:
    async with database.work() as work:
        await work.db.execute(QUERY)


async def test_who_asks_a_silent_database_is_told_that_it_is_away(
    database: Database, proxy: Proxy
) -> None:
    proxy.delay = FOR_EVER
    with pytest.raises(AWAY):
        await ask(database)
    proxy.delay = 0
    proxy.cut()
    await ask(database)


async def freeze_in_the_middle(database: Database, proxy: Proxy) -> None:
    async with database.work() as work:
        await work.db.execute(QUERY)
        proxy.delay = FOR_EVER
        await work.db.execute(QUERY)


async def test_who_is_in_the_middle_of_a_transaction_does_not_wait_for_its_end_either(
    database: Database, proxy: Proxy
) -> None:
    with pytest.raises(AWAY):
        await freeze_in_the_middle(database, proxy)
    proxy.delay = 0
    proxy.cut()
    await ask(database)
