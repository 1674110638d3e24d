"""Recalls: the order, every answer, the reminders, the closing; new tables only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261128_0009"
down_revision = "20261128_0008"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    _fact(
        "recalls",
        *(_text(name) for name in ("ordered_by", "paper", "reason")),
        _instant("due_at"),
        sa.UniqueConstraint("case", name="uq_recalls_case"),
    )
    _fact(
        "recall_replies",
        *(_text(name) for name in ("mailbox", "answer", "reason")),
        sa.UniqueConstraint("case", "mailbox", name="uq_recall_replies_case"),
    )
    _fact(
        "recall_closings",
        _text("reason"),
        sa.UniqueConstraint("case", name="uq_recall_closings_case"),
    )
    op.create_table(
        "recall_reminders",
        _text("case"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _text("agency"),
        sa.Column("mailboxes", JSONB(), nullable=False),
        _instant("at"),
        _instant("due_at"),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", "number", name="pk_recall_reminders"),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for table in ("recall_reminders", "recall_closings", "recall_replies", "recalls"):
        op.drop_table(table, schema=SCHEMA)


def _fact(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of people's acts, with the relay's queue."""
    op.create_table(
        name,
        *(_text(column) for column in ("id", "agency", "case", "account")),
        _instant("at"),
        _text("organisation"),
        _instant("handed_over_at", null=True),
        _instant("try_after", null=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        schema=SCHEMA,
    )
    waiting = sa.text("handed_over_at IS NULL")
    op.create_index(
        f"ix_{name}_waiting", name, ["try_after"], schema=SCHEMA, postgresql_where=waiting
    )
    op.create_index(f"ix_{name}_case", name, ["case"], schema=SCHEMA)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)
