"""Migrations expand first: the release before works with the schema of the next.

What takes something away, or says of rows that are there what they may not be, waits for a later
release, and is then named in `CONTRACTS`. A right that is revoked is no statement to look for, as
each service's migrations end by revoking all and granting anew: `test_release_before.py` has what
is left.
"""

import re
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from typing import Any, Final
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.settings import OWNER, ROLES
from shared.runtime.migrations import _upgrade
from tests.support.server import Server

UNIQUE: Final = "makes rows unique that are there"
CHECKED: Final = "checks rows that are there"
CONTRACTS: Final[dict[str, list[str]]] = {
    # both were one a turn before, so that what old services write is unique in the new way too
    "approval 20261123_0002": [UNIQUE],
    # of a column that the revision adds: old services leave it empty, and nothing equals nothing
    "distribution 20261128_0003": [UNIQUE],
}
"""By service and revision: what it takes away, with a remark why the release before does not need
it."""

NOTED: Final = re.compile(
    r"(?:insert into|update) (\w+)\.alembic_version.*?(\d{8}_\d{4})", re.IGNORECASE
)
TAKES_AWAY: Final = {
    "drops a table": r"\bdrop table\b",
    "drops a column": r"\bdrop column\b",
    "renames": r"\brename\b",
    "changes a type": r"\balter column \S+ type\b",
    "demands a value of rows that are there": r"\bset not null\b",
    "adds a column that old inserts leave out": r"\badd column (?!.*\bdefault\b).*\bnot null\b",
    "deletes rows": r"\b(delete from|truncate)\b",
}
MAKES: Final = re.compile(r"\bcreate table (?:if not exists )?(\S+)")
ADDS: Final = r"\balter table (?:only )?(\S+) .*\badd (?:constraint \S+ )?"
NARROWS: Final = {
    r"\bcreate unique index .*?\bon (?:only )?([^\s(]+)": UNIQUE,
    ADDS + r"(?:unique|primary key|exclude)\b": UNIQUE,
    ADDS + r"(?:check|foreign key)\b": CHECKED,
}
"""What is no fault of a table that the same revision makes: no service knows it yet."""

BEGINS: Final = "create schema if not exists "
TIMEOUT: Final = "set local lock_timeout = '"
CHANGES: Final = ("create table", "create index", "create unique index", "alter", "drop")


def faults(*statements: str) -> list[str]:
    """What the statements of a revision do that the release before could not bear."""
    plain = [" ".join(one.split()).lower() for one in statements]
    made = {table for one in plain for table in MAKES.findall(one)}
    found = {
        fault for one in plain for fault, pattern in TAKES_AWAY.items() if re.search(pattern, one)
    }
    return sorted(found | {fault for one in plain for fault in narrowed(one, made)})


def narrowed(plain: str, made: Collection[str]) -> Iterator[str]:
    for pattern, fault in NARROWS.items():
        match = re.search(pattern, plain)
        if match and match[1] not in made:
            yield fault


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DROP TABLE drafting.filings", "drops a table"),
        ("ALTER TABLE drafting.drafts DROP COLUMN place", "drops a column"),
        ("ALTER TABLE drafting.drafts RENAME place TO town", "renames"),
        ("ALTER TABLE drafting.drafts ALTER COLUMN place TYPE INTEGER", "changes a type"),
        (
            "ALTER TABLE drafting.drafts ALTER COLUMN place SET NOT NULL",
            "demands a value of rows that are there",
        ),
        (
            "ALTER TABLE drafting.drafts ADD COLUMN town TEXT NOT NULL",
            "adds a column that old inserts leave out",
        ),
        ("DELETE FROM drafting.drafts", "deletes rows"),
        ("CREATE UNIQUE INDEX one ON drafting.drafts (place)", UNIQUE),
        ("CREATE UNIQUE INDEX CONCURRENTLY one ON drafting.drafts (place)", UNIQUE),
        ("ALTER TABLE drafting.drafts ADD CONSTRAINT one UNIQUE (place)", UNIQUE),
        ("ALTER TABLE drafting.drafts ADD town TEXT, ADD UNIQUE (place)", UNIQUE),
        ("ALTER TABLE drafting.drafts ADD CONSTRAINT one PRIMARY KEY (place)", UNIQUE),
        (
            "ALTER TABLE drafting.drafts ADD CONSTRAINT town FOREIGN KEY(place) REFERENCES towns",
            CHECKED,
        ),
        ("ALTER TABLE drafting.drafts ADD CONSTRAINT town CHECK (place <> '')", CHECKED),
    ],
)
def test_what_takes_away_is_told(statement: str, fault: str) -> None:
    assert faults(statement) == [fault]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE drafting.drafts ADD COLUMN town TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE drafting.drafts ADD COLUMN town TEXT",
        "CREATE TABLE drafting.towns (name TEXT NOT NULL)",
    ],
)
def test_what_only_adds_is_not(statement: str) -> None:
    assert faults(statement) == []


@pytest.mark.parametrize(
    "narrows",
    [
        "CREATE UNIQUE INDEX one ON drafting.towns (name)",
        "ALTER TABLE drafting.towns ADD CONSTRAINT one UNIQUE (name)",
        "ALTER TABLE drafting.towns ADD CONSTRAINT filled CHECK (name <> '')",
    ],
)
def test_a_table_that_nobody_knows_yet_may_be_narrowed(narrows: str) -> None:
    assert faults("CREATE TABLE drafting.towns (name TEXT NOT NULL)", narrows) == []
    assert faults("CREATE TABLE drafting.townships (name TEXT NOT NULL)", narrows) != []


@pytest.fixture
async def statements(server: Server) -> AsyncIterator[dict[str, list[str]]]:
    """By revision: what is said to the database from nothing to the newest schemas."""
    name, said = f"t{uuid4().hex[:12]}", list[str]()
    await server.execute(f"create database {name} owner {OWNER}")
    engine = create_async_engine(server.url(name, OWNER), poolclass=sa.pool.NullPool)

    @sa.event.listens_for(engine.sync_engine, "before_cursor_execute")
    def hear(*heard: Any) -> None:
        said.append(str(heard[2]) + " " + repr(heard[3]))

    for service in ROLES:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, service)
    await engine.dispose()
    yield dict(by_revision(said))
    await server.drop(name)


def by_revision(said: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Alembic notes each revision after its statements."""
    begun = list[str]()
    for statement in said:
        noted = NOTED.search(statement)
        if noted:
            yield f"{noted[1]} {noted[2]}", begun
            begun = []
        else:
            begun.append(statement)


def waits_for_ever(said: Sequence[str]) -> bool:
    """Whether a schema's tables are changed before it is said how long to wait for a lock."""
    plain = [" ".join(one.split()).lower() for one in said]
    begun = max(at for at, one in enumerate(plain) if one.startswith(BEGINS))
    told = next((one for one in plain[begun:] if one.startswith((TIMEOUT, *CHANGES))), "")
    return not told.startswith(TIMEOUT)


async def test_no_migration_takes_away_what_the_release_before_uses_nor_waits_for_ever(
    statements: dict[str, list[str]],
) -> None:
    assert len(statements) > 20
    first = dict[str, list[str]]()
    for revision, said in statements.items():
        first.setdefault(revision.split()[0], said)
    assert {service: waits_for_ever(said) for service, said in first.items()} == dict.fromkeys(
        ROLES, False
    )
    found = {revision: faults(*said) for revision, said in statements.items()}
    assert {revision: told for revision, told in found.items() if told} == CONTRACTS
