"""Approval's tables: a round with its plan and turns, and what people decided on them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.runtime.tables import APPEND, fact, instant, schema, table, text, whole

metadata = schema("approval")
ROUND = ("agency", "case", "round")
TURN = (*ROUND, "step", "turn")


def _of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(ROUND, [f"approval.rounds.{name}" for name in ROUND])


def _words(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False)


rounds = table(
    metadata,
    "rounds",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    text("version"),
    text("organisation"),
    text("unit"),
    text("field"),
    text("urgency"),
    text("subject"),
    text("drafter"),
    _words("authors"),
    text("submitter"),
    text("signer"),
    text("symbol"),
    instant("opened_at"),
)
"""What every act and activity locks; copied once from the frozen version."""
sa.Index("ix_rounds_case", rounds.c.case)

plan_steps = table(
    metadata,
    "plan_steps",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    text("kind"),
    _words("posts"),
    whole("hours"),
    whole("plan"),
    _of_round(),
)
"""`plan` is the version of the plan that a row belongs to, counted from 1."""

turns = table(
    metadata,
    "turns",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    text("id"),
    instant("opened_at"),
    instant("due_at"),
    instant("overdue_at", optional=True),
    instant("over_at", optional=True),
    sa.UniqueConstraint("id"),
    _of_round(),
)
"""`id` is the task's; `over_at` is set with the fact that ends the turn."""
sa.Index("ix_turns_open", turns.c.agency, postgresql_where=turns.c.over_at.is_(None))

decisions = fact(
    metadata,
    "decisions",
    whole("round"),
    whole("step"),
    whole("turn"),
    text("task"),
    text("kind"),
    text("verdict"),
    text("comment"),
    text("version"),
    text("prepared", optional=True),
    text("certificate", optional=True),
    text("name"),
    text("post"),
    text("title"),
    _words("lines"),
    text("ground", optional=True),
    sa.UniqueConstraint(*TURN),
    _of_round(),
)
"""`lines` and `ground`: how it will be signed, and by which rule; `certificate`: with which one,
by its fingerprint; empty for other decisions."""

cancellations = fact(
    metadata,
    "cancellations",
    whole("round"),
    whole("step"),
    whole("turn"),
    text("reason"),
    text("name"),
    text("post"),
    text("title"),
    sa.UniqueConstraint(*TURN),
    _of_round(),
)
"""A decision to sign that was taken back before a signature was kept."""

prepared = table(
    metadata,
    "prepared",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    whole("number", key=True),
    text("hash"),
    text("account"),
    text("name"),
    text("post"),
    text("title"),
    _words("lines"),
    text("ground"),
    text("organisation"),
    instant("made_at"),
    _of_round(),
    access=APPEND,
)
"""The highest number of a turn is the current one; all others are stale."""

signatures = table(
    metadata,
    "signatures",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step"),
    whole("turn"),
    text("prepared"),
    text("signed"),
    text("account"),
    text("fingerprint"),
    instant("signed_at"),
    instant("kept_at"),
    text("organisation"),
    _of_round(),
    access=APPEND,
)
"""At most one of a round is ever kept; `signed_at` is the time that the signature states."""

withdrawal_answers = table(
    metadata,
    "withdrawal_answers",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    text("withdrawal", key=True),
    text("asked_by", optional=True),
    text("reply"),
    text("decision", optional=True),
    instant("at"),
    text("organisation"),
    _of_round(),
    access=APPEND,
)
"""Each request is answered once; `decision` is the one that came before it, if one did."""
