"""The certificates of the agency, with which it seals."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.distribution.tables.schema import metadata
from shared.runtime.tables import APPEND, document, instant, table, text

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
