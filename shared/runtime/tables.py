"""The columns and tables that every service has in its own schema."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

APPEND, FACT, MUTABLE = "append", "fact", "mutable"
"""What a service's role may do with a table besides reading: see `shared/runtime/migrations.py`."""

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def schema(name: str) -> sa.MetaData:
    """The tables of one service, with those that every service has."""
    metadata = sa.MetaData(schema=name, naming_convention=NAMING)
    _events(metadata)
    _acts(metadata)
    _organisations(metadata)
    _reconciliations(metadata)
    return metadata


def table(
    metadata: sa.MetaData, name: str, *columns: sa.schema.SchemaItem, access: str = MUTABLE
) -> sa.Table:
    return sa.Table(name, metadata, *columns, info={"access": access})


def text(name: str, *, key: bool = False, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=optional)


def whole(name: str, *, key: bool = False, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=optional, autoincrement=False)


def instant(name: str, *, key: bool = False, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), primary_key=key, nullable=optional)


def document(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB, nullable=False)


def fact(metadata: sa.MetaData, name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of people's acts; rows not yet handed over to the engine are the relay's queue."""
    made = table(
        metadata,
        name,
        text("id", key=True),
        text("agency"),
        text("case"),
        text("account"),
        instant("at"),
        text("organisation"),
        instant("handed_over_at", optional=True),
        instant("try_after", optional=True),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        *columns,
        access=FACT,
    )
    waiting = made.c.handed_over_at.is_(None)
    sa.Index(f"ix_{name}_waiting", made.c.try_after, postgresql_where=waiting)
    sa.Index(f"ix_{name}_case", made.c.case)
    return made


def _events(metadata: sa.MetaData) -> None:
    """Who, on whose behalf, did or viewed what, on which hash: a hash chain per case."""
    table(
        metadata,
        "events",
        text("agency", key=True),
        text("case", key=True),
        whole("seq", key=True),
        instant("at"),
        text("account"),
        text("on_behalf_of", optional=True),
        text("act"),
        text("object", optional=True),
        document("details"),
        text("request", optional=True),
        text("organisation", optional=True),
        text("previous", optional=True),
        text("hash"),
        access=APPEND,
    )


def _acts(metadata: sa.MetaData) -> None:
    """Committed acts by idempotency key, with the answer that was given."""
    table(
        metadata,
        "acts",
        text("account", key=True),
        text("key", key=True),
        text("request"),
        document("answer"),
        instant("at"),
        access=APPEND,
    )


def _organisations(metadata: sa.MetaData) -> None:
    table(
        metadata,
        "organisation_versions",
        text("version", key=True),
        text("agency"),
        document("content"),
        text("loaded_by"),
        instant("loaded_at"),
        access=APPEND,
    )
    table(
        metadata,
        "organisations",
        text("agency", key=True),
        text("version"),
        instant("activated_at"),
        access=MUTABLE,
    )


def _reconciliations(metadata: sa.MetaData) -> None:
    """What each comparison of the engine with this service's tables found."""
    table(
        metadata,
        "reconciliations",
        instant("at", key=True),
        document("asleep"),
        document("stray"),
        document("waiting"),
        access=APPEND,
    )
