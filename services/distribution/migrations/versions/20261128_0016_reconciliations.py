"""What comparisons of engine and tables found.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0016"
down_revision = "20261128_0015"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
FOUND = ("asleep", "stray", "waiting")


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.dialects.postgresql.JSONB(), nullable=False) for name in FOUND),
        sa.PrimaryKeyConstraint("at", name="pk_reconciliations"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("reconciliations", schema=SCHEMA)
