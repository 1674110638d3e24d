"""The check code that a prepared PDF carries.

Expands only: what was prepared before has none.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0003"
down_revision = "20261123_0002"
branch_labels = None
depends_on = None

SCHEMA = "approval"


def upgrade() -> None:
    op.add_column("prepared", sa.Column("check_code", sa.Text(), nullable=True), schema=SCHEMA)


def downgrade() -> None:
    op.drop_column("prepared", "check_code", schema=SCHEMA)
