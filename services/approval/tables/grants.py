"""Who acts in whose place."""

import sqlalchemy as sa

from services.approval.tables.schema import metadata, words
from shared.runtime.tables import instant, table, text

absences = table(
    metadata,
    "absences",
    text("id", key=True),
    text("agency"),
    text("account"),
    text("substitute"),
    instant("starts_at"),
    instant("ends_at"),
    words("kinds"),
    words("fields"),
    words("types"),
    text("reason"),
    text("made_by"),
    instant("made_at"),
    text("organisation"),
    instant("ended_at", optional=True),
    text("ended_by", optional=True),
)
"""`ended_at` is when somebody ended it before its time."""
sa.Index("ix_absences_agency", absences.c.agency, absences.c.ends_at)

delegations = table(
    metadata,
    "delegations",
    text("id", key=True),
    text("agency"),
    text("delegator"),
    text("delegate"),
    instant("starts_at"),
    instant("ends_at"),
    words("fields"),
    words("types"),
    text("paper"),
    text("made_by"),
    instant("made_at"),
    text("organisation"),
    instant("ended_at", optional=True),
    text("ended_by", optional=True),
)
sa.Index("ix_delegations_agency", delegations.c.agency, delegations.c.ends_at)
