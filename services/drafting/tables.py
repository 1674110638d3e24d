"""Drafting's tables: drafts can be changed, everything that people did with them can't."""

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

metadata = schema("drafting")


def _of_case() -> sa.Column[str]:
    """Key of tables that follow a draft."""
    return sa.Column("case", sa.Text, sa.ForeignKey("drafting.drafts.case"), nullable=False)


case_counters = table(
    metadata,
    "case_counters",
    text("agency", key=True),
    whole("year", key=True),
    whole("last"),
)

drafts = table(
    metadata,
    "drafts",
    text("case", key=True),
    text("agency"),
    whole("year"),
    whole("serial"),
    text("unit"),
    text("drafter"),
    sa.Column("authors", ARRAY(sa.Text), nullable=False),
    text("organisation"),
    text("field"),
    text("signer", optional=True),
    text("corrects", optional=True),
    text("replaces", optional=True),
    document("content"),
    whole("revision"),
    instant("created_at"),
    instant("changed_at"),
    sa.UniqueConstraint("agency", "year", "serial"),
)
sa.Index("ix_drafts_own", drafts.c.agency, drafts.c.drafter, drafts.c.year, drafts.c.serial)

attachments = table(
    metadata,
    "attachments",
    text("id", key=True),
    text("agency"),
    _of_case(),
    text("name"),
    text("kind"),
    text("media_type"),
    sa.Column("size", sa.BigInteger, nullable=False),
    text("sha256"),
    text("account"),
    instant("at"),
)
sa.Index("ix_attachments_case", attachments.c.case)

acknowledged_findings = table(
    metadata,
    "acknowledged_findings",
    text("id", key=True),
    text("agency"),
    _of_case(),
    whole("revision"),
    text("code"),
    text("field"),
    text("found", optional=True),
    text("reason"),
    text("account"),
    instant("at"),
    text("organisation"),
    access=APPEND,
)
"""Findings of form that somebody let stand, with the reason; `revision` orders them."""
sa.Index("ix_acknowledged_findings_case", acknowledged_findings.c.case)

submissions = fact(
    metadata,
    "submissions",
    whole("round"),
    text("version"),
    text("signer"),
    sa.ForeignKeyConstraint(["case"], ["drafting.drafts.case"]),
    sa.UniqueConstraint("case", "round"),
)

withdrawals = fact(
    metadata,
    "withdrawals",
    whole("round"),
    text("reason"),
    sa.ForeignKeyConstraint(["case"], ["drafting.drafts.case"]),
)

withdrawal_answers = table(
    metadata,
    "withdrawal_answers",
    sa.Column("withdrawal", sa.Text, sa.ForeignKey("drafting.withdrawals.id"), primary_key=True),
    text("agency"),
    text("case"),
    text("answer"),
    instant("at"),
    text("organisation"),
    text("decided_by", optional=True),
    instant("decided_at", optional=True),
    access=APPEND,
)

reopenings = table(
    metadata,
    "reopenings",
    text("agency"),
    sa.Column("case", sa.Text, sa.ForeignKey("drafting.drafts.case"), primary_key=True),
    whole("round", key=True),
    instant("at"),
    instant("asked_at"),
    text("organisation"),
    access=APPEND,
)

filings = table(
    metadata,
    "filings",
    text("agency"),
    sa.Column("case", sa.Text, sa.ForeignKey("drafting.drafts.case"), primary_key=True),
    instant("at"),
    access=APPEND,
)
"""That the records desk filed a dispatch, as drafting heard of it: its way has ended."""

closings = table(
    metadata,
    "closings",
    text("agency"),
    sa.Column("case", sa.Text, sa.ForeignKey("drafting.drafts.case"), primary_key=True),
    whole("round", key=True),
    text("closing"),
    text("account", optional=True),
    instant("at"),
    instant("asked_at"),
    text("organisation"),
    access=APPEND,
)
