"""The files that are issued and kept, by their hashes."""

import sqlalchemy as sa

from services.distribution.tables.schema import metadata
from shared.runtime.tables import APPEND, document, instant, table, text, whole

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
sa.Index(
    "ix_seals_lasting",
    seals.c.case,
    postgresql_where=seals.c.proven_until.is_not(None),
)

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
    sa.Column("level", sa.Text, nullable=False, server_default="B-B"),
    instant("proven_until", optional=True),
    access=APPEND,
)
"""`submitted` is the frozen version's file, `file` what was issued: the same where no block of
words could be put on it."""
sa.Index("ix_annexes_any_file", annexes.c.file)

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

renewed_annexes = table(
    metadata,
    "renewed_annexes",
    text("case", key=True),
    whole("number", key=True),
    whole("place", key=True),
    text("agency"),
    text("before"),
    text("file"),
    access=APPEND,
)
"""What a renewal did to the annexes: `number` is the renewal's, `place` the annex's."""
sa.Index("ix_renewed_annexes_any_file", renewed_annexes.c.file)

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
