"""What is left when all is quiet: rows of every table, kept files, and what the engine runs.

Nothing is asked of the services here: they are what is judged.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from deploy.local.database import driver_url
from deploy.local.local_secrets import read_secrets
from deploy.local.postgres import database_urls
from deploy.local.settings import OWNER, ROLES
from shared.document.trust import trust_roots
from shared.document.verification import Expected
from shared.document.verify import verify
from shared.domain.canonical import sha256
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from tests.chaos.desk import Accepted, Outdone
from tests.chaos.town import Town

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    whole: bool
    """Its bytes have the hash that it is kept under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    accepted: Sequence[Accepted] = ()
    outdone: Sequence[Outdone] = ()
    broken: Sequence[str] = ()
    """What people were told that nobody may be told."""
    tables: Tables = field(default_factory=dict)
    """Rows by `schema.table`."""
    blobs: Mapping[str, Blob] = field(default_factory=dict)
    """By `agency/sha256`."""
    versions: Mapping[str, Row] = field(default_factory=dict)
    """What was submitted, by its hash: the JSON of the frozen bytes."""
    papers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the verifier finds wrong with each sealed file, by case."""
    open_flows: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    """Ids of what runs in the engine, by the kind of flow."""
    in_need: AbstractSet[str] = frozenset()
    """Ids of flows in the list of what needs an operator's attention."""
    restless: AbstractSet[str] = frozenset()
    """Ids of flows that had something under way when all else was quiet."""
    interruptions: int = 0
    """How often a writer may have been stopped between bytes and the row that names them."""

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def named(self) -> frozenset[str]:
        """Every hash that any row names."""
        rows = (row for rows in self.tables.values() for row in rows)
        return frozenset(one for row in rows for one in DIGEST.findall(_text(row)))


async def read_tables(town: Town) -> Tables:
    """All rows of the three schemas, in one snapshot."""
    db = await asyncpg.connect(_url(town))
    try:
        await db.set_type_codec(
            "jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog"
        )
        async with db.transaction(isolation="repeatable_read", readonly=True):
            names = await db.fetch(
                "select schemaname, tablename from pg_tables where schemaname = any($1)", ROLES
            )
            return {
                f"{schema}.{table}": [
                    dict(row)
                    for row in await db.fetch(f'select * from "{schema}"."{table}"')  # noqa: S608 -- names of our own tables
                ]
                for schema, table in names
            }
    finally:
        await db.close()


def read_blobs(town: Town) -> Mapping[str, Blob]:
    return {
        f"{file.parent.name}/{file.name}": Blob(whole=sha256(file.read_bytes()) == file.name)
        for file in _blob_files(town)
    }


def read_versions(town: Town, tables: Tables) -> Mapping[str, Row]:
    """Every submitted version that is kept."""
    read = {
        row["version"]: _blob(town, row["agency"], row["version"])
        for row in tables["drafting.submissions"]
    }
    return {version: json.loads(data) for version, data in read.items() if data}


async def judge_papers(town: Town, tables: Tables) -> Mapping[str, Sequence[str]]:
    """Every sealed file against what the rows say of it, both signatures, stamps and all."""
    roots = trust_roots(town.settings.keys, test_keys=True)
    desks = {row["case"]: row for row in tables["distribution.dispatches"]}
    seals = {row["case"]: row for row in tables["distribution.seals"]}
    found: dict[str, list[str]] = {}
    for row in (*seals.values(), *tables["distribution.renewals"]):
        desk = desks[row["case"]]
        said = await verify(
            _blob(town, row["agency"], row["file"]),
            trust_roots=roots,
            at=row["at"],
            person_at=desk["signed_at"],
            expected=_expected(town, desk, seals[row["case"]]),
        )
        found.setdefault(row["case"], []).extend(one.code for one in said.problems)
    return found


def _expected(town: Town, desk: Row, seal: Row) -> Expected:
    return Expected(
        prepared=_blob(town, desk["agency"], desk["prepared"]),
        number_line=number_line(desk["number"], desk["symbol"]),
        date_line=date_line(desk["place"], desk["dated"]),
        person_certificate=desk["certificate"],
        agency_certificate=seal["certificate"],
    )


def _blob(town: Town, agency: str, digest: str) -> bytes:
    """Empty where it is missing: then the verifier says so."""
    file = _folder(town) / agency / digest
    return file.read_bytes() if file.exists() else b""


def _blob_files(town: Town) -> Iterator[Path]:
    return (file for file in _folder(town).glob("*/*") if DIGEST.fullmatch(file.name))


def _folder(town: Town) -> Path:
    return Path(town.settings.blobs.removeprefix("file://"))


def _url(town: Town) -> str:
    urls = database_urls(town.settings, read_secrets(town.settings))
    return driver_url(urls[OWNER])


def _text(row: Row) -> str:
    return " ".join(map(str, row.values()))
