"""Certificates of people as data, and where the key of a decision to sign lies.

Expands only: a notice may now speak of a certificate, which belongs to no round.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "20261128_0004"
down_revision = "20261128_0003"
branch_labels = None
depends_on = None

SCHEMA = "approval"
NOTICES_OF_ROUND = "fk_notices_agency_rounds"
ROUND = ["agency", "case", "round"]
NOTICES_OF_NO_ROUND = (
    (
        "delete from approval.sent using approval.sendings s, approval.notices n"
        " where sending = s.id and s.notice = n.id and n.round = 0"
    ),
    "delete from approval.sendings using approval.notices n where notice = n.id and n.round = 0",
    "delete from approval.notices where round = 0",
)
"""What the schema before cannot hold: notices that speak of a certificate."""


def upgrade() -> None:
    op.add_column("decisions", sa.Column("key_kind", sa.Text(), nullable=True), schema=SCHEMA)
    op.drop_constraint(op.f(NOTICES_OF_ROUND), "notices", schema=SCHEMA)
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
            ["approval.certificates.id"],
            name=op.f("fk_revocations_certificate_certificates"),
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("revocations", schema=SCHEMA)
    op.drop_table("certificates", schema=SCHEMA)
    for statement in NOTICES_OF_NO_ROUND:
        op.execute(statement)
    op.create_foreign_key(
        op.f(NOTICES_OF_ROUND),
        "notices",
        "rounds",
        ROUND,
        ROUND,
        source_schema=SCHEMA,
        referent_schema=SCHEMA,
    )
    op.drop_column("decisions", "key_kind", schema=SCHEMA)


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("agency", "fingerprint", name=op.f("uq_certificates_agency")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_certificates_waiting",
        "certificates",
        ["try_after"],
        schema=SCHEMA,
        postgresql_where=sa.text("handed_over_at is null"),
    )
    op.create_index("ix_certificates_case", "certificates", ["case"], schema=SCHEMA)
    op.create_index("ix_certificates_owner", "certificates", ["agency", "account"], schema=SCHEMA)
