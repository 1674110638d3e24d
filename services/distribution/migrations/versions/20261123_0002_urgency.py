"""The urgency that counts, kept with the desk's row.

Expands only: what lay on the desk before has none, and the first release goes on without it.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261123_0002"
down_revision = "20261123_0001"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    column = sa.Column("urgency", sa.Text(), nullable=True)
    op.add_column("dispatches", column, schema=SCHEMA)


def downgrade() -> None:
    op.drop_column("dispatches", "urgency", schema=SCHEMA)
