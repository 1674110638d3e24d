"""Schemas and their migrations: the body of every `migrations/env.py`, and running them in code.

The owner role migrates; each service's role only works with its tables.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import sqlalchemy as sa
from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.runtime.revisions import SERVICES
from shared.runtime.settings import NothingHeld, NotReached
from shared.runtime.tables import APPEND, FACT

RIGHTS: Final = {
    APPEND: ["SELECT, INSERT"],
    FACT: ["SELECT, INSERT", "UPDATE (handed_over_at, try_after, attempts)"],
}
"""By `Table.info["access"]`; tables that are mutable get everything but TRUNCATE."""
MUTABLE_RIGHTS: Final = ["SELECT, INSERT, UPDATE, DELETE"]


def run(metadata: sa.MetaData) -> None:
    """Migrate one schema, within the connection that `upgrade` passes in."""
    connection: sa.Connection = context.config.attributes["connection"]
    schema = str(metadata.schema)
    connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
    # two replicas may start at once; the second one waits for the whole of the first one's
    # migrations, however long they take, so the time for a lock on a table is only set after this
    lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"migrate/{schema}", 0))
    connection.execute(sa.select(lock))
    connection.execute(sa.text("set local lock_timeout = '5s'"))
    context.configure(connection=connection, **_options(metadata))
    with context.begin_transaction():
        context.run_migrations()
    _grant(connection, metadata)


def _options(metadata: sa.MetaData) -> dict[str, Any]:
    return {
        "target_metadata": metadata,
        "version_table_schema": metadata.schema,
        "include_schemas": True,
        "include_name": lambda name, kind, _parents: kind != "schema" or name == metadata.schema,
        "compare_type": True,
    }


def _grant(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Give the role named like the schema its rights, where there is such a role."""
    schema = str(metadata.schema)
    if not connection.scalar(sa.text("select 1 from pg_roles where rolname = :r"), {"r": schema}):
        return
    connection.execute(sa.text(f'grant usage on schema "{schema}" to "{schema}"'))
    made = set(sa.inspect(connection).get_table_names(schema))
    for table in metadata.sorted_tables:
        if table.name not in made:
            continue  # while a migration is being written, or after a downgrade
        name = f'"{schema}"."{table.name}"'
        connection.execute(sa.text(f'revoke all on {name} from "{schema}"'))
        for right in RIGHTS.get(table.info["access"], MUTABLE_RIGHTS):
            connection.execute(sa.text(f'grant {right} on {name} to "{schema}"'))


async def upgrade(url: str, services: Sequence[str]) -> None:
    """Bring the schemas of these services to their newest version, as the owner role.

    NotReached where the database is away.
    """
    async with _reached(url) as engine:
        for service in services:
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade, service)


async def demand_held(url: str, services: Sequence[str]) -> None:
    """NothingHeld where a database has no schema of one of these services, or an empty one.

    Whoever uses a service loads an organisation first; a schema without any was only migrated.
    NotReached where the database is away.
    """
    async with _reached(url) as engine, engine.connect() as connection:
        for service in services:
            table = sa.table("organisation_versions", schema=service)
            made = sa.select(sa.func.to_regclass(f"{service}.{table.name}"))
            used = sa.select(sa.exists(sa.select(1).select_from(table)))
            if not (await connection.scalar(made) and await connection.scalar(used)):
                raise NothingHeld(service)


@asynccontextmanager
async def _reached(url: str) -> AsyncIterator[AsyncEngine]:
    """The database, once it has let us in; what fails afterwards is a fault of its own."""
    engine = create_async_engine(url, poolclass=sa.pool.NullPool)
    try:
        try:
            await (await engine.connect()).close()
        except (OSError, sa.exc.DBAPIError) as fault:
            why = getattr(fault, "orig", None) or fault
            raise NotReached(engine.url.render_as_string(), str(why)) from None
        yield engine
    finally:
        await engine.dispose()


def _upgrade(connection: sa.Connection, service: str) -> None:
    command.upgrade(configuration(service, connection), "head")


def configuration(service: str, connection: sa.Connection) -> Config:
    """Alembic's configuration for one service, bound to a connection."""
    config = Config()
    config.set_main_option("script_location", str(SERVICES / service / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def differences(connection: sa.Connection, metadata: sa.MetaData) -> list[object]:
    """What the database has otherwise than the tables say; empty when migrations are complete."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 -- only tests and makers need it

    made = MigrationContext.configure(connection, opts=_options(metadata))
    return list(compare_metadata(made, metadata))
