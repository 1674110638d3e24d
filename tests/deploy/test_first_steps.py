"""Who starts an empty system is told what it lacks."""

from uuid import uuid4

from deploy.local.first_steps import LOAD_ONE, lacks_organisation
from deploy.local.settings import ROOT
from tests.support.server import SUPERUSER, TEMPLATE, Server

LOADED = "insert into drafting.organisations values ('SVHTTDL', 'v1', now())"


async def test_a_system_lacks_an_organisation_until_one_is_in_force(server: Server) -> None:
    assert await lacks_organisation(server.url(TEMPLATE, "drafting"))
    database = f"t{uuid4().hex[:12]}"
    await server.create(database)
    try:
        await server.execute(LOADED, database)
        assert not await lacks_organisation(server.url(database, "drafting"))
    finally:
        await server.drop(database)


async def test_where_there_are_no_tables_nothing_is_said(server: Server) -> None:
    assert not await lacks_organisation(server.url(SUPERUSER))


def test_the_file_that_is_named_is_there() -> None:
    assert (ROOT / LOAD_ONE.split()[-1]).is_file()
