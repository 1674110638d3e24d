"""Where dispatches went, and what receivers answered."""

import sqlalchemy as sa

from services.distribution.tables.schema import metadata
from shared.runtime.tables import APPEND, document, instant, table, text, whole

deliveries = table(
    metadata,
    "deliveries",
    text("case", key=True),
    text("recipient", key=True),
    text("channel", key=True),
    text("agency"),
    whole("place"),
    document("mailboxes"),
    document("gone"),
    instant("delivered_at"),
    text("organisation"),
    text("sent_by", optional=True),
    text("instead_of", optional=True),
    access=APPEND,
)

mailbox_items = table(
    metadata,
    "mailbox_items",
    text("agency", key=True),
    text("mailbox", key=True),
    text("case", key=True),
    whole("round"),
    text("file"),
    instant("delivered_at"),
    access=APPEND,
)
sa.Index(
    "ix_mailbox_items_newest",
    mailbox_items.c.agency,
    mailbox_items.c.mailbox,
    mailbox_items.c.delivered_at,
    mailbox_items.c.case,
)

acknowledgements = table(
    metadata,
    "acknowledgements",
    text("case", key=True),
    text("mailbox", key=True),
    text("agency"),
    text("receipt"),
    text("reason"),
    text("file"),
    text("account"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
