"""The first tables of distribution."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261123_0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "distribution"


def upgrade() -> None:
    _standard()
    _desk()
    _series()
    _facts()
    _register()
    _sent()
    _kept()


def downgrade() -> None:
    for table in (
        "file_copies",
        "mailbox_items",
        "deliveries",
        "seals",
        "register_heads",
        "register_events",
        "voids",
        "send_backs",
        "issues",
        "series",
        "dispatches",
        "organisations",
        "organisation_versions",
        "acts",
        "events",
    ):
        op.drop_table(table, schema=SCHEMA)


def _text(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _day(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=null)


def _json(name: str) -> sa.Column:
    return sa.Column(name, JSONB(), nullable=False)


def _attempts() -> sa.Column:
    return sa.Column("attempts", sa.Integer(), server_default="0", nullable=False)


def _of_fact() -> list[sa.Column]:
    """What every act of a person has."""
    return [
        _text("id"),
        _text("agency"),
        _text("case"),
        _text("account"),
        _instant("at"),
        _text("organisation"),
        _instant("handed_over_at", null=True),
        _instant("try_after", null=True),
        _attempts(),
    ]


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


def _desk() -> None:
    op.create_table(
        "dispatches",
        _text("case"),
        _text("agency"),
        _whole("round"),
        _text("state"),
        _text("version"),
        _text("prepared"),
        _text("signed"),
        _instant("signed_at"),
        _text("signer"),
        _text("signer_post"),
        _text("certificate"),
        _text("organisation"),
        _text("unit"),
        _text("symbol"),
        _text("place"),
        _text("doc_type"),
        _text("subject"),
        _text("signer_name"),
        _json("signer_lines"),
        _json("addressees"),
        _json("recipients"),
        _text("file_copy"),
        _instant("opened_at"),
        _instant("due_at"),
        _instant("overdue_at", null=True),
        _text("series", null=True),
        _whole("year", null=True),
        _whole("number", null=True),
        _day("dated", null=True),
        _instant("issued_at", null=True),
        _text("issued_by", null=True),
        _instant("returned_at", null=True),
        _text("returned_by", null=True),
        _instant("voided_at", null=True),
        _text("voided_by", null=True),
        _text("voided_number", null=True),
        _instant("sealed_at", null=True),
        sa.PrimaryKeyConstraint("case", name="pk_dispatches"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_dispatches_desk", "dispatches", ["agency", "state", "due_at"], schema=SCHEMA
    )
    op.create_index("ix_dispatches_prepared", "dispatches", ["agency", "prepared"], schema=SCHEMA)
    op.create_index("ix_dispatches_number", "dispatches", ["agency", "number"], schema=SCHEMA)


def _series() -> None:
    op.create_table(
        "series",
        _text("agency"),
        _text("series"),
        _whole("year"),
        _whole("last_number"),
        _day("last_date", null=True),
        sa.PrimaryKeyConstraint("agency", "series", name="pk_series"),
        schema=SCHEMA,
    )


def _facts() -> None:
    """Acts of clerks; those not handed over are the relay's queue."""
    op.create_table(
        "issues",
        *_of_fact(),
        _whole("round"),
        _text("series"),
        _whole("year"),
        _whole("number"),
        _day("dated"),
        _text("signed"),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("agency", "series", "year", "number", name="uq_issues_agency"),
        schema=SCHEMA,
    )
    op.create_table(
        "send_backs",
        *_of_fact(),
        _whole("round"),
        _text("signed"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_send_backs"),
        sa.UniqueConstraint("case", "round", name="uq_send_backs_case"),
        schema=SCHEMA,
    )
    op.create_table(
        "voids",
        *_of_fact(),
        _whole("round"),
        _text("series"),
        _whole("year"),
        _whole("number"),
        _text("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_voids"),
        sa.UniqueConstraint("agency", "series", "year", "number", name="uq_voids_agency"),
        schema=SCHEMA,
    )
    for table in ("issues", "send_backs", "voids"):
        op.create_index(f"ix_{table}_case", table, ["case"], schema=SCHEMA)
        op.create_index(
            f"ix_{table}_waiting",
            table,
            ["try_after"],
            schema=SCHEMA,
            postgresql_where=sa.text("handed_over_at IS NULL"),
        )


def _register() -> None:
    op.create_table(
        "register_events",
        _text("agency"),
        _whole("seq"),
        _text("kind"),
        _text("case"),
        _whole("round"),
        _text("series"),
        _whole("year"),
        _whole("number"),
        _text("symbol"),
        _day("dated"),
        _text("file", null=True),
        _instant("at"),
        _text("account"),
        _text("organisation"),
        _json("details"),
        _text("previous", null=True),
        _text("hash"),
        sa.PrimaryKeyConstraint("agency", "seq", name="pk_register_events"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_register_events_entry",
        "register_events",
        ["agency", "series", "year", "number"],
        schema=SCHEMA,
    )
    op.create_index(
        "uq_register_events_number",
        "register_events",
        ["agency", "series", "year", "number"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("kind = 'NUMBERED'"),
    )
    op.create_table(
        "register_heads",
        _text("agency"),
        _whole("seq"),
        _text("hash", null=True),
        sa.PrimaryKeyConstraint("agency", name="pk_register_heads"),
        schema=SCHEMA,
    )


def _sent() -> None:
    op.create_table(
        "seals",
        _text("case"),
        _whole("round"),
        _text("agency"),
        _text("file"),
        _text("certificate"),
        _instant("at"),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", "round", name="pk_seals"),
        schema=SCHEMA,
    )
    op.create_index("ix_seals_file", "seals", ["agency", "file"], schema=SCHEMA)
    op.create_table(
        "deliveries",
        _text("case"),
        _text("recipient"),
        _text("channel"),
        _text("agency"),
        _whole("place"),
        _json("mailboxes"),
        _json("gone"),
        _instant("delivered_at"),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", "recipient", "channel", name="pk_deliveries"),
        schema=SCHEMA,
    )
    op.create_table(
        "mailbox_items",
        _text("agency"),
        _text("mailbox"),
        _text("case"),
        _whole("round"),
        _text("file"),
        _instant("delivered_at"),
        sa.PrimaryKeyConstraint("agency", "mailbox", "case", name="pk_mailbox_items"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_mailbox_items_newest",
        "mailbox_items",
        ["agency", "mailbox", "delivered_at", "case"],
        schema=SCHEMA,
    )


def _kept() -> None:
    op.create_table(
        "file_copies",
        _text("case"),
        _text("agency"),
        _json("units"),
        _text("file"),
        _instant("kept_at"),
        _text("organisation"),
        sa.PrimaryKeyConstraint("case", name="pk_file_copies"),
        schema=SCHEMA,
    )
