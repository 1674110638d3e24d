"""Indexes for questions of the public, who name no agency.

Expands only.
"""

from alembic import op

revision = "20261128_0006"
down_revision = "20261128_0005"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
INDEXES = (
    ("ix_dispatches_any_prepared", "dispatches", ["prepared"]),
    ("ix_seals_any_file", "seals", ["file"]),
    ("ix_register_events_case", "register_events", ["agency", "case"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, schema=SCHEMA)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table, schema=SCHEMA)
