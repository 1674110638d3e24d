"""Who is told of what, and by which channel."""

import sqlalchemy as sa

from services.approval.tables.schema import metadata
from shared.runtime.tables import APPEND, document, fact, instant, table, text, whole

notices = table(
    metadata,
    "notices",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    text("recipient", key=True),
    text("kind", key=True),
    whole("ordinal", key=True),
    text("id"),
    instant("at"),
    document("facts"),
    sa.UniqueConstraint("id"),
    access=APPEND,
)
"""One for each turn, recipient, kind and ordinal, written with the fact that it tells of.

Of the end of a certificate, `case` names that certificate; round, step and turn are 0.
"""
sa.Index("ix_notices_mine", notices.c.agency, notices.c.recipient, notices.c.at)

sendings = fact(
    metadata,
    "sendings",
    text("notice"),
    text("channel"),
    text("address"),
    sa.UniqueConstraint("notice", "channel", "address"),
    sa.ForeignKeyConstraint(["notice"], ["approval.notices.id"]),
)
"""A notice to be sent by one channel; `account` is the recipient, `id` the fixed message id."""

sent = table(
    metadata,
    "sent",
    text("sending", key=True),
    instant("at"),
    text("reply"),
    sa.ForeignKeyConstraint(["sending"], ["approval.sendings.id"]),
    access=APPEND,
)
"""That a sending is over: accepted, with what was answered; or nobody was left to get it."""
