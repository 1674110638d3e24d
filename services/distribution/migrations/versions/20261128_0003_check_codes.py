"""The check code of a dispatch's prepared PDF, by which the public asks for it.

Expands only: what lay on the desk before has none.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0003"
down_revision = "20261123_0002"
branch_labels = None
depends_on = None

SCHEMA = "distribution"
INDEX = "uq_dispatches_check_code"


def upgrade() -> None:
    op.add_column("dispatches", sa.Column("check_code", sa.Text(), nullable=True), schema=SCHEMA)
    op.create_index(INDEX, "dispatches", ["check_code"], unique=True, schema=SCHEMA)


def downgrade() -> None:
    op.drop_index(INDEX, "dispatches", schema=SCHEMA)
    op.drop_column("dispatches", "check_code", schema=SCHEMA)
