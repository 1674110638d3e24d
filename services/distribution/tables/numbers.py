"""How far each series has come, and the numbers kept for a purpose."""

import sqlalchemy as sa

from services.distribution.tables.schema import day, metadata
from shared.runtime.tables import APPEND, fact, instant, table, text, whole

series = table(
    metadata,
    "series",
    text("agency", key=True),
    text("series", key=True),
    whole("year"),
    whole("last_number"),
    day("last_date", optional=True),
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
