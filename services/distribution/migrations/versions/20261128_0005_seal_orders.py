"""Numbers that come by themselves, and the clerks' orders to seal them.

Expands only: what was issued before was a clerk's, whose act is the order too.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0005"
down_revision = "20261128_0004"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    ordered = sa.Column("seal_ordered_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("dispatches", ordered, schema=SCHEMA)
    because = sa.Column("waits_because", sa.Text(), nullable=True)
    op.add_column("dispatches", because, schema=SCHEMA)
    _orders()


def downgrade() -> None:
    op.drop_table("seal_orders", schema=SCHEMA)
    op.drop_column("dispatches", "waits_because", schema=SCHEMA)
    op.drop_column("dispatches", "seal_ordered_at", schema=SCHEMA)


def _orders() -> None:
    op.create_table(
        "seal_orders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal_orders"),
        sa.UniqueConstraint("agency", "series", "year", "number", name="uq_seal_orders_agency"),
        schema=SCHEMA,
    )
    waiting = sa.text("handed_over_at IS NULL")
    op.create_index(
        "ix_seal_orders_waiting",
        "seal_orders",
        ["try_after"],
        schema=SCHEMA,
        postgresql_where=waiting,
    )
    op.create_index("ix_seal_orders_case", "seal_orders", ["case"], schema=SCHEMA)
