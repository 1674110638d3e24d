"""The first tables of drafting."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "20261123_0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "drafting"
OF_CASE = {"columns": ["case"], "refcolumns": ["drafting.drafts.case"]}


def upgrade() -> None:
    _standard()
    _drafts()
    _facts()
    _what_came_back()


def downgrade() -> None:
    for table in (
        "closings",
        "reopenings",
        "withdrawal_answers",
        "withdrawals",
        "submissions",
        "attachments",
        "drafts",
        "case_counters",
        "organisations",
        "organisation_versions",
        "acts",
        "events",
    ):
        op.drop_table(table, schema=SCHEMA)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _json(name: str) -> sa.Column:
    return sa.Column(name, JSONB(), nullable=False)


def _standard() -> None:
    """What every service has."""
    op.create_table(
        "events",
        _text("agency"),
        _text("case"),
        _whole("seq"),
        _instant("at"),
        _text("account"),
        _text("on_behalf_of", null=True),
        _text("act"),
        _text("object", null=True),
        _json("details"),
        _text("request", null=True),
        _text("organisation", null=True),
        _text("previous", null=True),
        _text("hash"),
        sa.PrimaryKeyConstraint("agency", "case", "seq", name="pk_events"),
        schema=SCHEMA,
    )
    op.create_table(
        "acts",
        _text("account"),
        _text("key"),
        _text("request"),
        _json("answer"),
        _instant("at"),
        sa.PrimaryKeyConstraint("account", "key", name="pk_acts"),
        schema=SCHEMA,
    )
    op.create_table(
        "organisation_versions",
        _text("version"),
        _text("agency"),
        _json("content"),
        _text("loaded_by"),
        _instant("loaded_at"),
        sa.PrimaryKeyConstraint("version", name="pk_organisation_versions"),
        schema=SCHEMA,
    )
    op.create_table(
        "organisations",
        _text("agency"),
        _text("version"),
        _instant("activated_at"),
        sa.PrimaryKeyConstraint("agency", name="pk_organisations"),
        schema=SCHEMA,
    )


def _drafts() -> None:
    op.create_table(
        "case_counters",
        _text("agency"),
        _whole("year"),
        _whole("last"),
        sa.PrimaryKeyConstraint("agency", "year", name="pk_case_counters"),
        schema=SCHEMA,
    )
    op.create_table(
        "drafts",
        _text("case"),
        _text("agency"),
        _whole("year"),
        _whole("serial"),
        _text("unit"),
        _text("drafter"),
        sa.Column("authors", ARRAY(sa.Text()), nullable=False),
        _text("organisation"),
        _text("field"),
        _text("signer", null=True),
        _json("content"),
        _whole("revision"),
        _instant("created_at"),
        _instant("changed_at"),
        sa.PrimaryKeyConstraint("case", name="pk_drafts"),
        sa.UniqueConstraint("agency", "year", "serial", name="uq_drafts_agency"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_drafts_own", "drafts", ["agency", "drafter", "year", "serial"], schema=SCHEMA
    )
    op.create_table(
        "attachments",
        _text("id"),
        _text("agency"),
        _text("case"),
        _text("name"),
        _text("kind"),
        _text("media_type"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _text("sha256"),
        _text("account"),
        _instant("at"),
        sa.ForeignKeyConstraint(**OF_CASE, name="fk_attachments_case_drafts"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        schema=SCHEMA,
    )
    op.create_index("ix_attachments_case", "attachments", ["case"], schema=SCHEMA)


def _facts() -> None:
    """People's acts; those not handed over are the relay's queue."""
    _fact(
        "submissions",
        _whole("round"),
        _text("version"),
        _text("signer"),
        sa.UniqueConstraint("case", "round", name="uq_submissions_case"),
    )
    _fact("withdrawals", _whole("round"), _text("reason"))


def _fact(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        _text("id"),
        _text("agency"),
        _text("case"),
        _text("account"),
        _instant("at"),
        _text("organisation"),
        _instant("handed_over_at", null=True),
        _instant("try_after", null=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        *columns,
        sa.ForeignKeyConstraint(**OF_CASE, name=f"fk_{name}_case_drafts"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        schema=SCHEMA,
    )
    op.create_index(f"ix_{name}_case", name, ["case"], schema=SCHEMA)
    op.create_index(
        f"ix_{name}_waiting",
        name,
        ["try_after"],
        schema=SCHEMA,
        postgresql_where=sa.text("handed_over_at is null"),
    )


def _what_came_back() -> None:
    op.create_table(
        "withdrawal_answers",
        _text("withdrawal"),
        _text("agency"),
        _text("case"),
        _text("answer"),
        _instant("at"),
        _text("organisation"),
        _text("decided_by", null=True),
        _instant("decided_at", null=True),
        sa.ForeignKeyConstraint(
            ["withdrawal"],
            ["drafting.withdrawals.id"],
            name="fk_withdrawal_answers_withdrawal_withdrawals",
        ),
        sa.PrimaryKeyConstraint("withdrawal", name="pk_withdrawal_answers"),
        schema=SCHEMA,
    )
    for name, *more in (
        ("reopenings",),
        ("closings", _text("closing"), _text("account", null=True)),
    ):
        op.create_table(
            name,
            _text("agency"),
            _text("case"),
            _whole("round"),
            *more,
            _instant("at"),
            _instant("asked_at"),
            _text("organisation"),
            sa.ForeignKeyConstraint(**OF_CASE, name=f"fk_{name}_case_drafts"),
            sa.PrimaryKeyConstraint("case", "round", name=f"pk_{name}"),
            schema=SCHEMA,
        )
