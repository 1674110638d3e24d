"""What people decided, changed, asked and answered in a round."""

import sqlalchemy as sa

from services.approval.tables.schema import ROUND, TURN, metadata, of_round, on_behalf, words
from shared.runtime.tables import APPEND, document, fact, instant, table, text, whole

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
    words("lines"),
    text("ground", optional=True),
    text("seat", optional=True),
    *on_behalf(),
    text("capacity", optional=True),
    whole("to_step", optional=True),
    whole("to_turn", optional=True),
    text("key_kind", optional=True),
    sa.UniqueConstraint(*TURN, "seat"),
    sa.UniqueConstraint(*TURN, "account", name="uq_decisions_account"),
    of_round(),
)
"""`seat` is the one taken, of one's own right or on behalf; `to_step` and `to_turn` are where a
return within the round goes.

`lines` and `ground`: how it will be signed, and by which rule; `certificate`: with which one,
by its fingerprint, `key_kind`: where its key lies, a file if empty; empty for other decisions."""
sa.Index("ix_decisions_done", decisions.c.agency, decisions.c.account, decisions.c.at)

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
    of_round(),
)
"""A decision to sign that was taken back before a signature was kept."""

changes = fact(
    metadata,
    "changes",
    whole("round"),
    whole("step", optional=True),
    whole("turn", optional=True),
    text("kind"),
    text("reason"),
    text("name"),
    text("post"),
    text("title"),
    *on_behalf(),
    whole("number"),
    document("details"),
    sa.UniqueConstraint(*ROUND, "number"),
    of_round(),
)
"""What was done to a turn or a plan besides deciding, in the order of `number`."""

messages = fact(
    metadata,
    "messages",
    whole("round"),
    whole("step"),
    whole("turn"),
    text("kind"),
    text("said"),
    text("name"),
    text("title"),
    of_round(),
)
"""The thread of a task: questions to the drafter, and answers."""

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
    of_round(),
    access=APPEND,
)
"""Each request is answered once; `decision` is the one that came before it, if one did."""
