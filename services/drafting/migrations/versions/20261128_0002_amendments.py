"""Which dispatch a draft is to correct or replace.

Expands only: drafts made before do neither.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0002"
down_revision = "20261123_0001"
branch_labels = None
depends_on = None

SCHEMA = "drafting"
WAYS = ("corrects", "replaces")


def upgrade() -> None:
    for way in WAYS:
        op.add_column("drafts", sa.Column(way, sa.Text(), nullable=True), schema=SCHEMA)


def downgrade() -> None:
    for way in reversed(WAYS):
        op.drop_column("drafts", way, schema=SCHEMA)
