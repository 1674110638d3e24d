"""How far each series has come, numbers kept for a purpose, and what restores made uncertain."""

import sqlalchemy as sa

from services.distribution.tables.schema import day, metadata
from shared.runtime.tables import APPEND, document, fact, instant, table, text, whole

series = table(
    metadata,
    "series",
    text("agency", key=True),
    text("series", key=True),
    whole("year"),
    whole("last_number"),
    day("last_date", optional=True),
    instant("restore_confirmed", optional=True),
)

restores = table(
    metadata,
    "restores",
    instant("at", key=True),
    instant("backup_at"),
    document("heads"),
    access=APPEND,
)

series_confirmations = fact(
    metadata,
    "series_confirmations",
    text("series"),
    instant("restored_at"),
    document("last"),
    text("reason"),
    document("known_head"),
    sa.UniqueConstraint("agency", "series", "restored_at"),
)

reservations = fact(
    metadata,
    "reservations",
    text("series"),
    whole("year"),
    whole("number"),
    text("symbol"),
    day("dated"),
    text("purpose"),
    instant("expires_at"),
    sa.UniqueConstraint("agency", "series", "year", "number"),
)

reservation_ends = table(
    metadata,
    "reservation_ends",
    text("id", key=True),
    text("agency"),
    text("ending"),
    text("account"),
    instant("at"),
    text("organisation"),
    text("used_for", optional=True),
    access=APPEND,
)
