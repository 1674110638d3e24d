"""The first tables of approval."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "20261123_0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "approval"
OF_ROUND = (
    ["agency", "case", "round"],
    ["approval.rounds.agency", "approval.rounds.case", "approval.rounds.round"],
)


def upgrade() -> None:
    _standard()
    _rounds()
    _facts()
    _signing()


def downgrade() -> None:
    for table in (
        "withdrawal_answers",
        "signatures",
        "prepared",
        "cancellations",
        "decisions",
        "turns",
        "plan_steps",
        "rounds",
        "organisations",
        "organisation_versions",
        "acts",
        "events",
    ):
        op.drop_table(table, schema=SCHEMA)


def _standard() -> None:
    op.create_table(
        "events",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=True),
        sa.Column("details", JSONB(), nullable=False),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "case", "seq", name=op.f("pk_events")),
        schema=SCHEMA,
    )
    op.create_table(
        "acts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answer", JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "key", name=op.f("pk_acts")),
        schema=SCHEMA,
    )
    op.create_table(
        "organisation_versions",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_organisation_versions")),
        schema=SCHEMA,
    )
    op.create_table(
        "organisations",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", name=op.f("pk_organisations")),
        schema=SCHEMA,
    )


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("drafter", sa.Text(), nullable=False),
        sa.Column("authors", ARRAY(sa.Text()), nullable=False),
        sa.Column("submitter", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("agency", "case", "round", name=op.f("pk_rounds")),
        schema=SCHEMA,
    )
    op.create_index("ix_rounds_case", "rounds", ["case"], unique=False, schema=SCHEMA)
    op.create_table(
        "plan_steps",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("posts", ARRAY(sa.Text()), nullable=False),
        sa.Column("hours", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_plan_steps_agency_rounds")),
        sa.PrimaryKeyConstraint("agency", "case", "round", "step", name=op.f("pk_plan_steps")),
        schema=SCHEMA,
    )
    op.create_table(
        "turns",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_turns_agency_rounds")),
        sa.PrimaryKeyConstraint("agency", "case", "round", "step", "turn", name=op.f("pk_turns")),
        sa.UniqueConstraint("id", name=op.f("uq_turns_id")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_turns_open",
        "turns",
        ["agency"],
        unique=False,
        schema=SCHEMA,
        postgresql_where=sa.text("over_at IS NULL"),
    )


def _facts() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("prepared", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lines", ARRAY(sa.Text()), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_decisions_agency_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "agency", "case", "round", "step", "turn", name=op.f("uq_decisions_agency")
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_decisions_case", "decisions", ["case"], unique=False, schema=SCHEMA)
    op.create_index(
        "ix_decisions_waiting",
        "decisions",
        ["try_after"],
        unique=False,
        schema=SCHEMA,
        postgresql_where=sa.text("handed_over_at IS NULL"),
    )
    op.create_table(
        "cancellations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_cancellations_agency_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellations")),
        sa.UniqueConstraint(
            "agency", "case", "round", "step", "turn", name=op.f("uq_cancellations_agency")
        ),
        schema=SCHEMA,
    )
    op.create_index("ix_cancellations_case", "cancellations", ["case"], unique=False, schema=SCHEMA)
    op.create_index(
        "ix_cancellations_waiting",
        "cancellations",
        ["try_after"],
        unique=False,
        schema=SCHEMA,
        postgresql_where=sa.text("handed_over_at IS NULL"),
    )


def _signing() -> None:
    op.create_table(
        "prepared",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lines", ARRAY(sa.Text()), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_prepared_agency_rounds")),
        sa.PrimaryKeyConstraint(
            "agency", "case", "round", "step", "turn", "number", name=op.f("pk_prepared")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "signatures",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prepared", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_signatures_agency_rounds")),
        sa.PrimaryKeyConstraint("agency", "case", "round", name=op.f("pk_signatures")),
        schema=SCHEMA,
    )
    op.create_table(
        "withdrawal_answers",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_withdrawal_answers_agency_rounds")),
        sa.PrimaryKeyConstraint(
            "agency", "case", "round", "withdrawal", name=op.f("pk_withdrawal_answers")
        ),
        schema=SCHEMA,
    )
