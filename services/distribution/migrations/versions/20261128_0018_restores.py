"""Restores of the whole record, and what clerks confirmed of each series since.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0018"
down_revision = "20261128_0017"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
FACT = "series_confirmations"


def upgrade() -> None:
    op.add_column("series", _instant("restore_confirmed", optional=True), schema=SCHEMA)
    op.add_column("dispatches", sa.Column("waits_for", sa.Text(), nullable=True), schema=SCHEMA)
    op.create_table(
        "restores",
        _instant("at"),
        _instant("backup_at"),
        _document("heads"),
        sa.PrimaryKeyConstraint("at", name="pk_restores"),
        schema=SCHEMA,
    )
    op.create_table(
        FACT,
        *(_text(name) for name in ("id", "agency", "case", "account")),
        _instant("at"),
        _text("organisation"),
        _instant("handed_over_at", optional=True),
        _instant("try_after", optional=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        _text("series"),
        _instant("restored_at"),
        _document("last"),
        _text("reason"),
        _document("known_head"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{FACT}"),
        sa.UniqueConstraint("agency", "series", "restored_at", name=f"uq_{FACT}_agency"),
        schema=SCHEMA,
    )
    waiting = sa.text("handed_over_at IS NULL")
    op.create_index(
        f"ix_{FACT}_waiting", FACT, ["try_after"], schema=SCHEMA, postgresql_where=waiting
    )
    op.create_index(f"ix_{FACT}_case", FACT, ["case"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table(FACT, schema=SCHEMA)
    op.drop_table("restores", schema=SCHEMA)
    op.drop_column("dispatches", "waits_for", schema=SCHEMA)
    op.drop_column("series", "restore_confirmed", schema=SCHEMA)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _instant(name: str, *, optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _document(name: str) -> sa.Column:
    return sa.Column(name, sa.dialects.postgresql.JSONB(), nullable=False)
