"""Who may read a dispatch, and who has seen that this changed."""

import sqlalchemy as sa

from services.distribution.tables.schema import metadata
from shared.runtime.tables import APPEND, instant, table, text, whole

access_changes = table(
    metadata,
    "access_changes",
    text("case", key=True),
    whole("number", key=True),
    text("agency"),
    text("kind"),
    text("reader"),
    text("reason"),
    text("account"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
sa.Index("ix_access_changes_kind", access_changes.c.agency, access_changes.c.kind)

access_confirmations = table(
    metadata,
    "access_confirmations",
    text("case", key=True),
    text("account", key=True),
    whole("number", key=True),
    text("agency"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
"""`number` is that of the last change which the account had seen."""
