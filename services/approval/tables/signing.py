"""What was shown to signers, what they signed, and with which certificates."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.approval.tables.schema import metadata, of_round, on_behalf, words
from shared.runtime.tables import APPEND, document, fact, instant, table, text, whole

prepared = table(
    metadata,
    "prepared",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    whole("number", key=True),
    text("hash"),
    text("account"),
    text("name"),
    text("post"),
    text("title"),
    words("lines"),
    text("ground"),
    text("organisation"),
    instant("made_at"),
    text("capacity", optional=True),
    *on_behalf(),
    text("urgency", optional=True),
    text("check_code", optional=True),
    of_round(),
    access=APPEND,
)
"""The highest number of a turn is the current one; all others are stale."""

signatures = table(
    metadata,
    "signatures",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step"),
    whole("turn"),
    text("prepared"),
    text("signed"),
    text("account"),
    text("fingerprint"),
    instant("signed_at"),
    instant("kept_at"),
    text("organisation"),
    of_round(),
    access=APPEND,
)
"""At most one of a round is ever kept; `signed_at` is the time that the signature states."""

certificates = fact(
    metadata,
    "certificates",
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
    sa.UniqueConstraint("agency", "fingerprint"),
)
"""Certificates of people, `account` their owner and `by` who registered; handed over to the flow
that warns of their end. `case` is the name of the certificate's own events."""
sa.Index("ix_certificates_owner", certificates.c.agency, certificates.c.account)

revocations = table(
    metadata,
    "revocations",
    text("certificate", key=True),
    instant("at"),
    text("account"),
    text("reason"),
    text("organisation"),
    sa.ForeignKeyConstraint(["certificate"], ["approval.certificates.id"]),
    access=APPEND,
)
"""That a certificate counts no more, and who said so."""
