"""Numbers kept for a purpose, and how each ended. Expands only."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0007"
down_revision = "20261128_0006"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    _reservations()
    _ends()


def downgrade() -> None:
    op.drop_table("reservation_ends", schema=SCHEMA)
    op.drop_table("reservations", schema=SCHEMA)


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reservations"),
        sa.UniqueConstraint("agency", "series", "year", "number", name="uq_reservations_agency"),
        schema=SCHEMA,
    )
    waiting = sa.text("handed_over_at IS NULL")
    op.create_index(
        "ix_reservations_waiting",
        "reservations",
        ["try_after"],
        schema=SCHEMA,
        postgresql_where=waiting,
    )
    op.create_index("ix_reservations_case", "reservations", ["case"], schema=SCHEMA)


def _ends() -> None:
    op.create_table(
        "reservation_ends",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("used_for", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reservation_ends"),
        schema=SCHEMA,
    )
