"""How long a seal proves itself, and the stamps that keep it so.

Expands only: what was sealed before has no stamps.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0013"
down_revision = "20261128_0012"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
LASTING = "ix_seals_lasting"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    level = sa.Column("level", sa.Text(), nullable=False, server_default="B-B")
    op.add_column("seals", level, schema=SCHEMA)
    op.add_column("seals", sa.Column("proven_until", instant, nullable=True), schema=SCHEMA)
    op.create_index(
        LASTING,
        "seals",
        ["case"],
        schema=SCHEMA,
        postgresql_where=sa.text("proven_until IS NOT NULL"),
    )
    op.create_table(
        "renewals",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("stamped_at", instant, nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("proven_until", instant, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", "number", name="pk_renewals"),
        schema=SCHEMA,
    )
    op.create_index("ix_renewals_file", "renewals", ["agency", "file"], schema=SCHEMA)


def downgrade() -> None:
    op.drop_table("renewals", schema=SCHEMA)
    op.drop_index(LASTING, "seals", schema=SCHEMA)
    op.drop_column("seals", "proven_until", schema=SCHEMA)
    op.drop_column("seals", "level", schema=SCHEMA)
