"""What receivers answer, and dispatches sent once more by a clerk.

Expands only: what was delivered before has no answer yet, and no clerk sent it by hand.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0004"
down_revision = "20261128_0003"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case", "mailbox", name=op.f("pk_acknowledgements")),
        schema=SCHEMA,
    )
    for name in ("sent_by", "instead_of"):
        op.add_column("deliveries", sa.Column(name, sa.Text(), nullable=True), schema=SCHEMA)


def downgrade() -> None:
    for name in ("instead_of", "sent_by"):
        op.drop_column("deliveries", name, schema=SCHEMA)
    op.drop_table("acknowledgements", schema=SCHEMA)
