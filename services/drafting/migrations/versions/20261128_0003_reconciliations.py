"""What comparisons of engine and tables found, and which dispatches are known to be filed.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0003"
down_revision = "20261128_0002"
branch_labels = None
depends_on = None

SCHEMA = "drafting"
FOUND = ("asleep", "stray", "waiting")


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.dialects.postgresql.JSONB(), nullable=False) for name in FOUND),
        sa.PrimaryKeyConstraint("at", name="pk_reconciliations"),
        schema=SCHEMA,
    )
    op.create_table(
        "filings",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["drafting.drafts.case"], name="fk_filings_case_drafts"),
        sa.PrimaryKeyConstraint("case", name="pk_filings"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("filings", schema=SCHEMA)
    op.drop_table("reconciliations", schema=SCHEMA)
