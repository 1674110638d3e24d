"""A round with its plan and turns, and each turn as it lies on desks."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.approval.tables.schema import metadata, of_round, words
from shared.runtime.tables import APPEND, instant, table, text, whole

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
    words("authors"),
    text("submitter"),
    text("signer"),
    text("symbol"),
    instant("opened_at"),
    text("doc_type", optional=True),
    text("content", optional=True),
    text("calendar", optional=True),
    text("words", optional=True),
)
"""What every act and activity locks; copied once from the frozen version.

`content` is the hash of text and attachments alone, by which rounds are compared; `calendar` the
organisation version whose working time counts, if not the pinned one; `words` what is searched.
"""
sa.Index("ix_rounds_case", rounds.c.case)

plan_steps = table(
    metadata,
    "plan_steps",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    text("kind"),
    words("posts"),
    whole("hours"),
    whole("plan", key=True),
    whole("place", optional=True),
    sa.Column("terms", JSONB, nullable=True),
    of_round(),
)
"""`plan` is the version of the plan, counted from 1: each has all its rows, the highest counts.

`place` orders them; `terms` is the whole step (shared.domain.route.PlanStep). `posts` and `hours`
are what the first release knew: read where there are no terms, written for it alone.
"""

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
    whole("worked", optional=True),
    sa.UniqueConstraint("id"),
    of_round(),
)
"""`id` is the task's; `over_at` is set with the fact that ends the turn, and `worked` with it: the
working time that it took, in seconds, without what a question to the drafter took."""
sa.Index("ix_turns_open", turns.c.agency, postgresql_where=turns.c.over_at.is_(None))
sa.Index("ix_turns_over", turns.c.agency, turns.c.over_at)

marks = table(
    metadata,
    "marks",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    text("kind", key=True),
    whole("ordinal", key=True),
    instant("at"),
    of_round(),
    access=APPEND,
)
"""What of a turn's timetable was marked: reminder, overdue, escalation 1, 2, ..."""

desk = table(
    metadata,
    "desk",
    text("agency", key=True),
    text("seat", key=True),
    text("task", key=True),
    text("case"),
    whole("round"),
    text("kind"),
    whole("urgency"),
    instant("due_at"),
    text("unit"),
    text("words"),
    instant("over_at", optional=True),
)
"""One line for each seat of a task, to find it by: kept with the turn, in its transaction.

`urgency` counts from 0, the most urgent; who sits in a seat is asked when a list is read.
"""
sa.Index(
    "ix_desk_open",
    desk.c.agency,
    desk.c.seat,
    desk.c.urgency,
    desk.c.due_at,
    desk.c.task,
    postgresql_where=desk.c.over_at.is_(None),
)
sa.Index("ix_desk_task", desk.c.task)
