"""The files that are issued with a dispatch.

Expands only.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0008"
down_revision = "20261128_0007"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    op.create_table(
        "annexes",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("submitted", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", "round", "place", name=op.f("pk_annexes")),
        schema=SCHEMA,
    )
    op.create_index("ix_annexes_any_file", "annexes", ["file"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("annexes", schema=SCHEMA)
