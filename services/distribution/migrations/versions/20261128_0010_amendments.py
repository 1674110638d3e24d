"""Which dispatch corrects or replaces which.

Expands only: what lay on the desk before does neither.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0010"
down_revision = "20261128_0009"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
WAYS = ("corrects", "replaces")


def upgrade() -> None:
    for way in WAYS:
        op.add_column("dispatches", sa.Column(way, sa.Text(), nullable=True), schema=SCHEMA)
    op.create_table(
        "amendments",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("case", "agency", "way", "target")
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", name="pk_amendments"),
        schema=SCHEMA,
    )
    op.create_index("ix_amendments_target", "amendments", ["agency", "target"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("amendments", schema=SCHEMA)
    for way in reversed(WAYS):
        op.drop_column("dispatches", way, schema=SCHEMA)
