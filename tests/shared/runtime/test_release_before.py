"""The statements of the release before work on the newest schema: services are upgraded one by one.

`released_tables.txt` and `released_rights.txt` are written at a release (`CONGVAN_RECORD=1`): what
its services know, and what they may do.
"""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from deploy.local.settings import ROLES
from services.__main__ import manifest
from shared.runtime.migrations import MUTABLE_RIGHTS, RIGHTS
from tests.support.golden import RECORD
from tests.support.server import Server

FILE: Final = Path(__file__).parent / "released_tables.txt"
RIGHTS_FILE: Final = FILE.with_name("released_rights.txt")
UPDATE: Final = re.compile(r"\bUPDATE\b(?: \((.+)\))?")
ANY: Final = {
    "TEXT": "'a'",
    "INTEGER": "1",
    "BIGINT": "1",
    "BOOLEAN": "false",
    "DATE": "'2026-11-28'",
    "TIMESTAMP WITH TIME ZONE": "'2026-11-28T02:00:00Z'",
    "TEXT[]": "'{}'",
    "BYTEA": "''",
    "BYTEA[]": "'{}'",
    "JSONB": "'{}'",
}
"""A value of each type."""
REQUIRED: Final = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    type: str
    required: bool
    """An insert has to name it."""


Tables = Mapping[str, Sequence[Column]]
"""By `schema.table`."""


def released() -> Tables:
    tables: dict[str, list[Column]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        table, name, *kind = line.split()
        required = kind[-1] == REQUIRED
        type_ = " ".join(kind[:-1] if required else kind)
        tables.setdefault(table, []).append(Column(name=name, type=type_, required=required))
    return tables


def released_rights() -> dict[str, list[str]]:
    """What the release granted, by `schema.table`."""
    rights: dict[str, list[str]] = {}
    for line in RIGHTS_FILE.read_text(encoding="utf-8").splitlines():
        table, right = line.split(maxsplit=1)
        rights.setdefault(table, []).append(right)
    return rights


def written_rights() -> Iterator[str]:
    """What the services may do now, as the file has it."""
    for service in ROLES:
        for table in manifest(service).metadata.sorted_tables:
            for right in RIGHTS.get(table.info["access"], MUTABLE_RIGHTS):
                yield f"{table.fullname} {right}"


def written() -> Iterator[str]:
    """What the services know now, as the file has it."""
    for service in ROLES:
        for table in manifest(service).metadata.sorted_tables:
            for column in table.columns:
                type_ = column.type.compile(postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
                needed = not column.nullable and column.server_default is None
                yield " ".join([table.fullname, column.name, type_, *[REQUIRED] * needed])


def statements(table: str, columns: Sequence[Column], rights: Sequence[str]) -> Iterator[str]:
    """What services do with a table, in the widest and in the narrowest way that they may."""
    same = " and ".join(f'"{one.name}" = {ANY[one.type]}' for one in columns)
    yield f"select {', '.join(_quoted(columns))} from {table} where {same}"  # noqa: S608 -- names of our own tables
    for named in (columns, [one for one in columns if one.required]):
        values = ", ".join(ANY[one.type] for one in named)
        yield f"insert into {table} ({', '.join(_quoted(named))}) values ({values})"  # noqa: S608 -- as above

    for right in rights:
        if update := UPDATE.search(right):
            may = update[1].split(", ") if update[1] else [one.name for one in columns]
            changes = ", ".join(
                f'"{one.name}" = {ANY[one.type]}' for one in columns if one.name in may
            )
            yield f"update {table} set {changes} where {same}"  # noqa: S608 -- as above
        if "DELETE" in right:
            yield f"delete from {table} where {same}"  # noqa: S608 -- as above


def _quoted(columns: Sequence[Column]) -> list[str]:
    return [f'"{one.name}"' for one in columns]


@pytest.fixture
async def db(server: Server) -> AsyncIterator[AsyncConnection]:
    """The newest schema, within a transaction that leaves nothing; rows need no rows elsewhere."""
    name = f"t{uuid4().hex[:12]}"
    await server.create(name)
    engine = create_async_engine(server.url(name), poolclass=sa.pool.NullPool)
    async with engine.connect() as connection:
        await connection.execute(sa.text("set session_replication_role = replica"))
        yield connection
        await connection.rollback()
    await engine.dispose()
    await server.drop(name)


async def faults(db: AsyncConnection, tables: Tables) -> list[str]:
    """What services that know these tables would meet, each done by the service's own role."""
    found, rights = [], released_rights()
    for table, columns in tables.items():
        await db.execute(sa.text(f"set local role {table.partition('.')[0]}"))
        for statement in statements(table, columns, rights[table]):
            attempt = await db.begin_nested()
            try:
                await db.execute(sa.text(statement))
            except DBAPIError as fault:
                found.append(f"{table}: {fault.orig}")
            await attempt.rollback()
    await db.execute(sa.text("reset role"))
    return found


async def test_the_newest_schema_serves_the_release_before(db: AsyncConnection) -> None:
    if RECORD:
        FILE.write_text("\n".join(written()) + "\n", encoding="utf-8")
        RIGHTS_FILE.write_text("\n".join(written_rights()) + "\n", encoding="utf-8")
    tables = released()
    assert released_rights().keys() == tables.keys()
    assert {table.partition(".")[0] for table in tables} == set(ROLES)
    assert await faults(db, tables) == []


@pytest.mark.parametrize(
    ("migration", "told"),
    [
        ("alter table drafting.drafts add column town text not null", "town"),
        ("alter table drafting.drafts drop column unit", "unit"),
        ("alter table drafting.drafts rename to texts", "drafts"),
        ("alter table drafting.submissions add check (round > 1)", "check"),
        ("alter table drafting.submissions alter round type text", "operator"),
        ("revoke insert on drafting.submissions from drafting", "permission"),
        ("revoke update on drafting.drafts from drafting", "permission"),
        ("revoke delete on drafting.drafts from drafting", "permission"),
        ("revoke update (attempts) on drafting.submissions from drafting", "permission"),
    ],
)
async def test_a_schema_that_does_not_is_told(
    db: AsyncConnection, migration: str, told: str
) -> None:
    await db.execute(sa.text(migration))
    tables = {name: columns for name, columns in released().items() if name.startswith("drafting")}
    assert any(told in fault for fault in await faults(db, tables))
