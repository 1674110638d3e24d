"""What lies on the records desk, and the clerks' acts on it."""

import sqlalchemy as sa

from services.distribution.tables.schema import day, metadata
from shared.runtime.tables import document, fact, instant, table, text, whole

dispatches = table(
    metadata,
    "dispatches",
    text("case", key=True),
    text("agency"),
    whole("round"),
    text("state"),
    text("version"),
    text("prepared"),
    text("signed"),
    instant("signed_at"),
    text("signer"),
    text("signer_post"),
    text("certificate"),
    text("organisation"),
    text("unit"),
    text("symbol"),
    text("place"),
    text("doc_type"),
    text("subject"),
    text("signer_name"),
    document("signer_lines"),
    text("urgency", optional=True),
    document("addressees"),
    document("recipients"),
    text("file_copy"),
    text("corrects", optional=True),
    text("replaces", optional=True),
    instant("opened_at"),
    instant("due_at"),
    instant("overdue_at", optional=True),
    text("series", optional=True),
    whole("year", optional=True),
    whole("number", optional=True),
    day("dated", optional=True),
    instant("issued_at", optional=True),
    text("issued_by", optional=True),
    instant("returned_at", optional=True),
    text("returned_by", optional=True),
    instant("voided_at", optional=True),
    text("voided_by", optional=True),
    text("voided_number", optional=True),
    instant("sealed_at", optional=True),
    text("check_code", optional=True),
    instant("seal_ordered_at", optional=True),
    text("waits_because", optional=True),
    text("words", optional=True),
    text("waits_for", optional=True),
)
sa.Index("ix_dispatches_desk", dispatches.c.agency, dispatches.c.state, dispatches.c.due_at)
sa.Index("ix_dispatches_prepared", dispatches.c.agency, dispatches.c.prepared)
sa.Index("uq_dispatches_check_code", dispatches.c.check_code, unique=True)
sa.Index("ix_dispatches_any_prepared", dispatches.c.prepared)
sa.Index("ix_dispatches_number", dispatches.c.agency, dispatches.c.number)

issues = fact(
    metadata,
    "issues",
    whole("round"),
    text("series"),
    whole("year"),
    whole("number"),
    day("dated"),
    text("signed"),
    sa.UniqueConstraint("agency", "series", "year", "number"),
)

send_backs = fact(
    metadata,
    "send_backs",
    whole("round"),
    text("signed"),
    text("reason"),
    sa.UniqueConstraint("case", "round"),
)

voids = fact(
    metadata,
    "voids",
    whole("round"),
    text("series"),
    whole("year"),
    whole("number"),
    text("reason"),
    sa.UniqueConstraint("agency", "series", "year", "number"),
)

seal_orders = fact(
    metadata,
    "seal_orders",
    whole("round"),
    text("series"),
    whole("year"),
    whole("number"),
    text("signed"),
    sa.UniqueConstraint("agency", "series", "year", "number"),
)
