"""An index by which the same number and symbol is found in another series. Expands only."""

from alembic import op

revision = "20261128_0012"
down_revision = "20261128_0011"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
COLUMNS = ["agency", "year", "number", "symbol"]


def upgrade() -> None:
    op.create_index("ix_register_events_printed", "register_events", COLUMNS, schema=SCHEMA)


def downgrade() -> None:
    op.drop_index("ix_register_events_printed", "register_events", schema=SCHEMA)
