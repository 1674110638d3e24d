"""Findings of form that drafters acknowledge, with their reasons.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0004"
down_revision = "20261128_0003"
branch_labels = None
depends_on = None

SCHEMA = "drafting"
TABLE = "acknowledged_findings"
SAID = ("code", "field", "found", "reason", "account", "organisation")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=name == "found") for name in SAID),
        sa.ForeignKeyConstraint(["case"], ["drafting.drafts.case"], name=f"fk_{TABLE}_case_drafts"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        schema=SCHEMA,
    )
    op.create_index(f"ix_{TABLE}_case", TABLE, ["case"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table(TABLE, schema=SCHEMA)
