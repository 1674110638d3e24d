"""What checks of the register found, and the words by which its entries are found.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0014"
down_revision = "20261128_0013"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    op.add_column("dispatches", sa.Column("words", sa.Text(), nullable=True), schema=SCHEMA)
    op.create_table(
        "register_checks",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("dispatches", sa.Integer(), nullable=False),
        sa.Column("faults", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", "at", name="pk_register_checks"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("register_checks", schema=SCHEMA)
    op.drop_column("dispatches", "words", schema=SCHEMA)
