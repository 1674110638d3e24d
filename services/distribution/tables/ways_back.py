"""Recalls with their answers, corrections and replacements (ND30 Đ.18)."""

import sqlalchemy as sa

from services.distribution.tables.schema import metadata
from shared.runtime.tables import APPEND, document, fact, instant, table, text, whole

recalls = fact(
    metadata,
    "recalls",
    text("ordered_by"),
    text("paper"),
    text("reason"),
    instant("due_at"),
    sa.UniqueConstraint("case"),
)

recall_replies = fact(
    metadata,
    "recall_replies",
    text("mailbox"),
    text("answer"),
    text("reason"),
    sa.UniqueConstraint("case", "mailbox"),
)

recall_closings = fact(
    metadata,
    "recall_closings",
    text("reason"),
    sa.UniqueConstraint("case"),
)

recall_reminders = table(
    metadata,
    "recall_reminders",
    text("case", key=True),
    whole("number", key=True),
    text("agency"),
    document("mailboxes"),
    instant("at"),
    instant("due_at"),
    text("organisation"),
    access=APPEND,
)

amendments = table(
    metadata,
    "amendments",
    text("case", key=True),
    text("agency"),
    text("way"),
    text("target"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
sa.Index("ix_amendments_target", amendments.c.agency, amendments.c.target)
