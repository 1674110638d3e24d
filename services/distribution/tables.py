"""Distribution's tables: the desk, the register's chain, and where dispatches went."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.runtime.tables import (
    APPEND,
    document,
    fact,
    instant,
    schema,
    table,
    text,
    whole,
)

metadata = schema("distribution")


def _day(name: str, *, optional: bool = False) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=optional)


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
    _day("dated", optional=True),
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
    _day("dated"),
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

reservations = fact(
    metadata,
    "reservations",
    text("series"),
    whole("year"),
    whole("number"),
    text("symbol"),
    _day("dated"),
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

series = table(
    metadata,
    "series",
    text("agency", key=True),
    text("series", key=True),
    whole("year"),
    whole("last_number"),
    _day("last_date", optional=True),
)

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
    _day("dated"),
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

seals = table(
    metadata,
    "seals",
    text("case", key=True),
    whole("round", key=True),
    text("agency"),
    text("file"),
    text("certificate"),
    instant("at"),
    text("organisation"),
    sa.Column("level", sa.Text, nullable=False, server_default="B-B"),
    instant("proven_until", optional=True),
    access=APPEND,
)
sa.Index("ix_seals_file", seals.c.agency, seals.c.file)
sa.Index("ix_seals_any_file", seals.c.file)

annexes = table(
    metadata,
    "annexes",
    text("case", key=True),
    whole("round", key=True),
    whole("place", key=True),
    text("agency"),
    text("name"),
    text("media_type"),
    text("submitted"),
    text("file"),
    access=APPEND,
)
"""`submitted` is the frozen version's file, `file` what was issued: the same where no block of
words could be put on it."""
sa.Index("ix_annexes_any_file", annexes.c.file)

sa.Index(
    "ix_seals_lasting",
    seals.c.case,
    postgresql_where=seals.c.proven_until.is_not(None),
)

renewals = table(
    metadata,
    "renewals",
    text("case", key=True),
    whole("number", key=True),
    text("agency"),
    text("before"),
    text("file"),
    instant("stamped_at"),
    text("certificate"),
    instant("proven_until"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
sa.Index("ix_renewals_file", renewals.c.agency, renewals.c.file)

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

file_copies = table(
    metadata,
    "file_copies",
    text("case", key=True),
    text("agency"),
    document("units"),
    text("file"),
    instant("kept_at"),
    text("organisation"),
    access=APPEND,
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

certificates = table(
    metadata,
    "certificates",
    text("id", key=True),
    text("agency"),
    text("account"),
    text("kind"),
    text("fingerprint"),
    text("subject"),
    sa.Column("certificate", sa.LargeBinary, nullable=False),
    sa.Column("chain", ARRAY(sa.LargeBinary), nullable=False),
    instant("valid_from"),
    instant("valid_until"),
    document("device"),
    instant("since"),
    text("by"),
    instant("at"),
    text("organisation"),
    sa.UniqueConstraint("agency", "fingerprint"),
    access=APPEND,
)
"""Certificates of the agency itself, with which it seals."""

revocations = table(
    metadata,
    "revocations",
    text("certificate", key=True),
    instant("at"),
    text("account"),
    text("reason"),
    text("organisation"),
    sa.ForeignKeyConstraint(["certificate"], ["distribution.certificates.id"]),
    access=APPEND,
)
"""That a certificate counts no more, and who said so."""

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
