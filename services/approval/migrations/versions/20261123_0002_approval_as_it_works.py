"""Approval as an office works: seats, changes, threads, absences, the desk, notices.

Expands only: what the first release reads and writes stays.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "20261123_0002"
down_revision = "20261123_0001"
branch_labels = None
depends_on = None

SCHEMA = "approval"
OF_ROUND = (
    ["agency", "case", "round"],
    ["approval.rounds.agency", "approval.rounds.case", "approval.rounds.round"],
)
ADDED = {
    "rounds": ("doc_type", "content", "calendar", "words"),
    "decisions": ("seat", "on_behalf_of", "behalf", "granted_by", "capacity"),
    "prepared": ("capacity", "on_behalf_of", "behalf", "granted_by", "urgency"),
}
"""Columns of text, empty for older rows."""
TABLES = (
    "sent",
    "sendings",
    "notices",
    "delegations",
    "absences",
    "desk",
    "marks",
    "messages",
    "changes",
)
WORDS = """
update approval.rounds
   set words = lower(translate(regexp_replace(
           normalize("case" || ' ' || subject, NFD), '[\u0300-\u036f]', '', 'g'
       ), 'Đđ', 'Dd'))
"""
"""What is searched: small letters, without diacritics."""
OPEN_TASKS = """
insert into approval.desk (agency, seat, task, "case", round, kind, urgency, due_at, unit, words)
select t.agency, 'post:' || post, t.id, t."case", t.round, p.kind,
       array_position(array['hoa_toc', 'thuong_khan', 'khan', 'thuong'], r.urgency) - 1,
       t.due_at, r.unit, r.words
  from approval.turns t
  join approval.plan_steps p using (agency, "case", round, step)
  join approval.rounds r using (agency, "case", round)
 cross join unnest(p.posts) as post
 where t.over_at is null
"""
"""Tasks that lie open now are found by the desk from now on."""


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Text(), nullable=True), schema=SCHEMA)
    _plans()
    _turns_and_decisions()
    _changes()
    _desk()
    _grants()
    _notices()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table, schema=SCHEMA)
    op.drop_index("ix_decisions_done", "decisions", schema=SCHEMA)
    op.drop_constraint("uq_decisions_account", "decisions", schema=SCHEMA)
    op.drop_constraint(op.f("uq_decisions_agency"), "decisions", schema=SCHEMA)
    op.create_unique_constraint(
        op.f("uq_decisions_agency"), "decisions", [*OF_ROUND[0], "step", "turn"], schema=SCHEMA
    )
    for column in ("to_step", "to_turn"):
        op.drop_column("decisions", column, schema=SCHEMA)
    op.drop_index("ix_turns_over", "turns", schema=SCHEMA)
    op.drop_column("turns", "worked", schema=SCHEMA)
    op.drop_constraint(op.f("pk_plan_steps"), "plan_steps", schema=SCHEMA)
    op.create_primary_key(
        op.f("pk_plan_steps"), "plan_steps", [*OF_ROUND[0], "step"], schema=SCHEMA
    )
    for column in ("place", "terms"):
        op.drop_column("plan_steps", column, schema=SCHEMA)
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column, schema=SCHEMA)


def _plans() -> None:
    op.add_column("plan_steps", _whole("place", null=True), schema=SCHEMA)
    op.add_column("plan_steps", sa.Column("terms", JSONB(), nullable=True), schema=SCHEMA)
    op.drop_constraint(op.f("pk_plan_steps"), "plan_steps", schema=SCHEMA)
    op.create_primary_key(
        op.f("pk_plan_steps"), "plan_steps", [*OF_ROUND[0], "step", "plan"], schema=SCHEMA
    )


def _turns_and_decisions() -> None:
    op.add_column("turns", _whole("worked", null=True), schema=SCHEMA)
    op.create_index("ix_turns_over", "turns", ["agency", "over_at"], schema=SCHEMA)
    for column in ("to_step", "to_turn"):
        op.add_column("decisions", _whole(column, null=True), schema=SCHEMA)
    of_turn = [*OF_ROUND[0], "step", "turn"]
    op.drop_constraint(op.f("uq_decisions_agency"), "decisions", schema=SCHEMA)
    op.create_unique_constraint(
        op.f("uq_decisions_agency"), "decisions", [*of_turn, "seat"], schema=SCHEMA
    )
    op.create_unique_constraint(
        "uq_decisions_account", "decisions", [*of_turn, "account"], schema=SCHEMA
    )
    op.create_index("ix_decisions_done", "decisions", ["agency", "account", "at"], schema=SCHEMA)


def _changes() -> None:
    _fact(
        "changes",
        _whole("round"),
        _whole("step", null=True),
        _whole("turn", null=True),
        *(_text(name) for name in ("kind", "reason", "name", "post", "title")),
        *(_text(name, null=True) for name in ("on_behalf_of", "behalf", "granted_by")),
        _whole("number"),
        sa.Column("details", JSONB(), nullable=False),
        sa.UniqueConstraint(*OF_ROUND[0], "number", name=op.f("uq_changes_agency")),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_changes_agency_rounds")),
    )
    _fact(
        "messages",
        *(_whole(name) for name in ("round", "step", "turn")),
        *(_text(name) for name in ("kind", "said", "name", "title")),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_messages_agency_rounds")),
    )
    op.create_table(
        "marks",
        *_of_turn(),
        _text("kind"),
        _whole("ordinal"),
        _instant("at"),
        sa.PrimaryKeyConstraint(
            *OF_ROUND[0], "step", "turn", "kind", "ordinal", name=op.f("pk_marks")
        ),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_marks_agency_rounds")),
        schema=SCHEMA,
    )


def _desk() -> None:
    op.create_table(
        "desk",
        *(_text(name) for name in ("agency", "seat", "task", "case")),
        _whole("round"),
        _text("kind"),
        _whole("urgency"),
        _instant("due_at"),
        _text("unit"),
        _text("words"),
        _instant("over_at", null=True),
        sa.PrimaryKeyConstraint("agency", "seat", "task", name=op.f("pk_desk")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_desk_open",
        "desk",
        ["agency", "seat", "urgency", "due_at", "task"],
        schema=SCHEMA,
        postgresql_where=sa.text("over_at IS NULL"),
    )
    op.create_index("ix_desk_task", "desk", ["task"], schema=SCHEMA)
    op.execute(WORDS)
    op.execute(OPEN_TASKS)


def _grants() -> None:
    op.create_table(
        "absences",
        *(_text(name) for name in ("id", "agency", "account", "substitute")),
        *(_instant(name) for name in ("starts_at", "ends_at")),
        *(_words(name) for name in ("kinds", "fields", "types")),
        *(_text(name) for name in ("reason", "made_by")),
        *_made_and_ended(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        schema=SCHEMA,
    )
    op.create_table(
        "delegations",
        *(_text(name) for name in ("id", "agency", "delegator", "delegate")),
        *(_instant(name) for name in ("starts_at", "ends_at")),
        *(_words(name) for name in ("fields", "types")),
        *(_text(name) for name in ("paper", "made_by")),
        *_made_and_ended(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        schema=SCHEMA,
    )
    for table in ("absences", "delegations"):
        op.create_index(f"ix_{table}_agency", table, ["agency", "ends_at"], schema=SCHEMA)


def _notices() -> None:
    op.create_table(
        "notices",
        *_of_turn(),
        *(_text(name) for name in ("recipient", "kind")),
        _whole("ordinal"),
        _text("id"),
        _instant("at"),
        sa.Column("facts", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint(
            *OF_ROUND[0], "step", "turn", "recipient", "kind", "ordinal", name=op.f("pk_notices")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_notices_id")),
        sa.ForeignKeyConstraint(*OF_ROUND, name=op.f("fk_notices_agency_rounds")),
        schema=SCHEMA,
    )
    op.create_index("ix_notices_mine", "notices", ["agency", "recipient", "at"], schema=SCHEMA)
    _fact(
        "sendings",
        *(_text(name) for name in ("notice", "channel", "address")),
        sa.UniqueConstraint("notice", "channel", "address", name=op.f("uq_sendings_notice")),
        sa.ForeignKeyConstraint(
            ["notice"], ["approval.notices.id"], name=op.f("fk_sendings_notice_notices")
        ),
    )
    op.create_table(
        "sent",
        _text("sending"),
        _instant("at"),
        _text("reply"),
        sa.PrimaryKeyConstraint("sending", name=op.f("pk_sent")),
        sa.ForeignKeyConstraint(
            ["sending"], ["approval.sendings.id"], name=op.f("fk_sent_sending_sendings")
        ),
        schema=SCHEMA,
    )


def _fact(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A fact table as shared/runtime/tables.py had them when this was written."""
    op.create_table(
        name,
        *(_text(column) for column in ("id", "agency", "case", "account")),
        _instant("at"),
        _text("organisation"),
        *(_instant(column, null=True) for column in ("handed_over_at", "try_after")),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        schema=SCHEMA,
    )
    op.create_index(f"ix_{name}_case", name, ["case"], schema=SCHEMA)
    op.create_index(
        f"ix_{name}_waiting",
        name,
        ["try_after"],
        schema=SCHEMA,
        postgresql_where=sa.text("handed_over_at IS NULL"),
    )


def _of_turn() -> tuple[sa.Column, ...]:
    return (
        _text("agency"),
        _text("case"),
        *(_whole(name) for name in ("round", "step", "turn")),
    )


def _made_and_ended() -> tuple[sa.Column, ...]:
    return (
        _instant("made_at"),
        _text("organisation"),
        _instant("ended_at", null=True),
        _text("ended_by", null=True),
    )


def _text(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _words(name: str) -> sa.Column:
    return sa.Column(name, ARRAY(sa.Text()), nullable=False)
