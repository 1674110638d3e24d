"""The register's chain, its head, and what its regular check found."""

import sqlalchemy as sa

from services.distribution.tables.schema import day, metadata
from shared.runtime.tables import APPEND, document, instant, table, text, whole

register_events = table(
    metadata,
    "register_events",
    text("agency", key=True),
    whole("seq", key=True),
    text("kind"),
    text("case"),
    whole("round"),
    text("series"),
    whole("year"),
    whole("number"),
    text("symbol"),
    day("dated"),
    text("file", optional=True),
    instant("at"),
    text("account"),
    text("organisation"),
    document("details"),
    text("previous", optional=True),
    text("hash"),
    access=APPEND,
)
sa.Index("ix_register_events_case", register_events.c.agency, register_events.c.case)
sa.Index(
    "ix_register_events_entry",
    register_events.c.agency,
    register_events.c.series,
    register_events.c.year,
    register_events.c.number,
)
sa.Index(
    "ix_register_events_printed",
    register_events.c.agency,
    register_events.c.year,
    register_events.c.number,
    register_events.c.symbol,
)
sa.Index(
    "uq_register_events_number",
    register_events.c.agency,
    register_events.c.series,
    register_events.c.year,
    register_events.c.number,
    unique=True,
    postgresql_where=register_events.c.kind == "NUMBERED",
)

register_heads = table(
    metadata,
    "register_heads",
    text("agency", key=True),
    whole("seq"),
    text("hash", optional=True),
)

register_checks = table(
    metadata,
    "register_checks",
    text("agency", key=True),
    instant("at", key=True),
    whole("events"),
    whole("dispatches"),
    document("faults"),
    instant("ended_at"),
    access=APPEND,
)
