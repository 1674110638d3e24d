"""Certificates of the agency as data.

Expands only.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "20261128_0011"
down_revision = "20261128_0010"
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    _certificates()
    op.create_table(
        "revocations",
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("certificate", name=op.f("pk_revocations")),
        sa.ForeignKeyConstraint(
            ["certificate"],
            ["distribution.certificates.id"],
            name=op.f("fk_revocations_certificate_certificates"),
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for table in ("revocations", "certificates"):
        op.drop_table(table, schema=SCHEMA)


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("chain", ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", JSONB(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("agency", "fingerprint", name=op.f("uq_certificates_agency")),
        schema=SCHEMA,
    )
