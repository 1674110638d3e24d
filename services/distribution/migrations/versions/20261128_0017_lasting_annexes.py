"""How long annexes prove themselves, and the stamps that keep them so.

Expands only: what was issued before has no stamps.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0017"
down_revision = "20261128_0016"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    level = sa.Column("level", sa.Text(), nullable=False, server_default="B-B")
    until = sa.Column("proven_until", sa.DateTime(timezone=True), nullable=True)
    for column in (level, until):
        op.add_column("annexes", column, schema=SCHEMA)
    op.create_table(
        "renewed_annexes",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", "number", "place", name="pk_renewed_annexes"),
        schema=SCHEMA,
    )
    op.create_index("ix_renewed_annexes_any_file", "renewed_annexes", ["file"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("renewed_annexes", schema=SCHEMA)
    op.drop_column("annexes", "proven_until", schema=SCHEMA)
    op.drop_column("annexes", "level", schema=SCHEMA)
