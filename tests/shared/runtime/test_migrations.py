"""Schemas: migrated twice without harm, and what a service's role may do with its tables."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deploy.local.settings import OWNER, ROLES
from shared.runtime import migrations
from shared.runtime.database import create_engine
from shared.runtime.revisions import SERVICES, knows, revisions_of
from shared.runtime.tables import APPEND, FACT
from tests.shared.runtime.small_office import METADATA, NAME
from tests.support.office import Office
from tests.support.server import PASSWORD, Server

INSUFFICIENT_PRIVILEGE = "42501"
HANDED_OVER = {"handed_over_at", "try_after", "attempts"}


def made() -> list[str]:
    """The services that have migrations."""
    return [name for name in ROLES if (SERVICES / name / "migrations/env.py").exists()]


@pytest.mark.parametrize("service", ROLES)
def test_the_names_of_its_files_tell_which_migrations_a_service_has(service: str) -> None:
    scripts = ScriptDirectory(str(SERVICES / service / "migrations")).walk_revisions()
    assert {one.revision for one in scripts} == revisions_of(service)
    assert not knows(service, "20991231_0001")


@pytest.fixture
async def database(server: Server) -> AsyncIterator[str]:
    name = f"t{uuid4().hex[:12]}"
    await server.create(name)
    yield name
    await server.drop(name)


@pytest.fixture
async def role(server: Server, database: str) -> AsyncIterator[AsyncEngine]:
    """The small service's role on its schema, with the rights that a migration grants."""
    await server.execute(f"create role {NAME} login password '{PASSWORD}'")
    await server.execute(f"grant connect on database {database} to {NAME}")
    owner = create_engine(server.url(database, OWNER), "tests")
    async with owner.begin() as db:
        await db.execute(sa.schema.CreateSchema(NAME))
        await db.run_sync(METADATA.create_all)
        await db.run_sync(migrations._grant, METADATA)
        await db.run_sync(migrations._grant, METADATA)  # every start grants again
    await owner.dispose()
    engine = create_engine(server.url(database, NAME), "tests")
    yield engine
    await engine.dispose()
    await server.execute(f"drop owned by {NAME}", database)
    await server.execute(f"revoke connect on database {database} from {NAME}")
    await server.execute(f"drop role {NAME}")


async def allowed(engine: AsyncEngine, statement: str) -> bool:
    """Whether the role may run the statement; nothing of it stays."""
    async with engine.connect() as db:
        try:
            await db.execute(sa.text(statement))
        except ProgrammingError as refused:
            if getattr(refused.orig, "sqlstate", None) == INSUFFICIENT_PRIVILEGE:
                return False
            raise
    return True


def statements(metadata: sa.MetaData) -> dict[str, bool]:
    """What a role tries with every column of its tables, and whether it must succeed."""
    tried = {}
    for table in metadata.sorted_tables:
        access, name = table.info["access"], f'{metadata.schema}."{table.name}"'
        tried[f"select * from {name}"] = True  # noqa: S608 -- names of our own tables
        tried[f"truncate {name}"] = False
        tried[f"drop table {name}"] = False
        tried[f"delete from {name}"] = access not in {APPEND, FACT}  # noqa: S608 -- names of our own tables
        for column in table.columns:
            lawful = access not in {APPEND, FACT} or (access == FACT and column.name in HANDED_OVER)
            change = f'update {name} set "{column.name}" = "{column.name}"'  # noqa: S608 -- as above
            tried[change] = lawful
    return tried


async def test_a_role_may_read_append_and_hand_over_but_never_change_a_fact(
    role: AsyncEngine,
) -> None:
    wanted = statements(METADATA)
    assert {statement: await allowed(role, statement) for statement in wanted} == wanted


async def test_a_role_makes_no_tables_and_sees_no_other_schema(role: AsyncEngine) -> None:
    assert not await allowed(role, f"create table {NAME}.mine (n int)")
    assert not await allowed(role, "create table public.mine (n int)")
    for service in made():
        theirs = f"select * from {service}.events"  # noqa: S608 -- names of our own tables
        assert not await allowed(role, theirs)


async def test_every_service_is_bound_by_the_rights_of_its_tables(office: Office) -> None:
    for service in made():
        metadata = office.service(service).metadata
        engine = create_engine(office.server.url(office.database, service), "tests")
        wanted = statements(metadata)
        given = {statement: await allowed(engine, statement) for statement in wanted}
        await engine.dispose()
        assert given == wanted


async def test_migrating_twice_changes_nothing(server: Server, database: str) -> None:
    url = server.url(database, OWNER)
    await migrations.upgrade(url, made())
    engine = create_engine(url, "tests")
    async with engine.connect() as db:
        before = await tables(db)
    await migrations.upgrade(url, made())
    async with engine.connect() as db:
        assert await tables(db) == before
    await engine.dispose()


async def tables(db: AsyncConnection) -> list[tuple[str, ...]]:
    query = """select table_schema, table_name, column_name, data_type
               from information_schema.columns
               where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3"""
    return [tuple(row) for row in await db.execute(sa.text(query))]


async def test_migrations_make_exactly_the_tables_that_the_code_knows(office: Office) -> None:
    engine = create_engine(office.server.url(office.database, OWNER), "tests")
    async with engine.connect() as db:
        for service in made():
            metadata = office.service(service).metadata
            assert await db.run_sync(migrations.differences, metadata) == []
    await engine.dispose()
