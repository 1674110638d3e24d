"""Who may read a restricted dispatch, and who confirmed a change of rights; new tables only."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0015"
down_revision = "20261128_0014"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    op.create_table(
        "access_changes",
        _text("case"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(_text(name) for name in ("agency", "kind", "reader", "reason", "account")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", "number", name="pk_access_changes"),
        schema=SCHEMA,
    )
    op.create_index("ix_access_changes_kind", "access_changes", ["agency", "kind"], schema=SCHEMA)
    op.create_table(
        "access_confirmations",
        *(_text(name) for name in ("case", "account")),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _text("agency"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", "account", "number", name="pk_access_confirmations"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("access_confirmations", schema=SCHEMA)
    op.drop_table("access_changes", schema=SCHEMA)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)
