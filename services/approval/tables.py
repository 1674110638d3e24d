"""Approval's tables: a round with its plan and turns, and what people decided on them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.runtime.tables import APPEND, document, fact, instant, schema, table, text, whole

metadata = schema("approval")
ROUND = ("agency", "case", "round")
TURN = (*ROUND, "step", "turn")


def _of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(ROUND, [f"approval.rounds.{name}" for name in ROUND])


def _words(name: str) -> sa.Column[list[str]]:
    return sa.Column(name, ARRAY(sa.Text), nullable=False)


def _on_behalf() -> tuple[sa.Column[str], ...]:
    """The account, and its name, in whose place somebody acts; and the grant that lets him."""
    names = ("on_behalf_of", "behalf", "granted_by")
    return tuple(text(name, optional=True) for name in names)


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
    _words("posts"),
    whole("hours"),
    whole("plan", key=True),
    whole("place", optional=True),
    sa.Column("terms", JSONB, nullable=True),
    _of_round(),
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
    _of_round(),
)
"""`id` is the task's; `over_at` is set with the fact that ends the turn, and `worked` with it: the
working time that it took, in seconds, without what a question to the drafter took."""
sa.Index("ix_turns_open", turns.c.agency, postgresql_where=turns.c.over_at.is_(None))
sa.Index("ix_turns_over", turns.c.agency, turns.c.over_at)

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
    text("seat", optional=True),
    *_on_behalf(),
    text("capacity", optional=True),
    whole("to_step", optional=True),
    whole("to_turn", optional=True),
    text("key_kind", optional=True),
    sa.UniqueConstraint(*TURN, "seat"),
    sa.UniqueConstraint(*TURN, "account", name="uq_decisions_account"),
    _of_round(),
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
    text("capacity", optional=True),
    *_on_behalf(),
    text("urgency", optional=True),
    text("check_code", optional=True),
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
    *_on_behalf(),
    whole("number"),
    document("details"),
    sa.UniqueConstraint(*ROUND, "number"),
    _of_round(),
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
    _of_round(),
)
"""The thread of a task: questions to the drafter, and answers."""

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
    _of_round(),
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

absences = table(
    metadata,
    "absences",
    text("id", key=True),
    text("agency"),
    text("account"),
    text("substitute"),
    instant("starts_at"),
    instant("ends_at"),
    _words("kinds"),
    _words("fields"),
    _words("types"),
    text("reason"),
    text("made_by"),
    instant("made_at"),
    text("organisation"),
    instant("ended_at", optional=True),
    text("ended_by", optional=True),
)
"""`ended_at` is when somebody ended it before its time."""
sa.Index("ix_absences_agency", absences.c.agency, absences.c.ends_at)

delegations = table(
    metadata,
    "delegations",
    text("id", key=True),
    text("agency"),
    text("delegator"),
    text("delegate"),
    instant("starts_at"),
    instant("ends_at"),
    _words("fields"),
    _words("types"),
    text("paper"),
    text("made_by"),
    instant("made_at"),
    text("organisation"),
    instant("ended_at", optional=True),
    text("ended_by", optional=True),
)
sa.Index("ix_delegations_agency", delegations.c.agency, delegations.c.ends_at)

certificates = fact(
    metadata,
    "certificates",
    text("kind"),
    text("fingerprint"),
    text("subject"),
    sa.Column("certificate", sa.LargeBinary, nullable=False),
    sa.Column("chain", ARRAY(sa.LargeBinary), nullable=False),
    instant("valid_from"),
    instant("valid_until"),
    document("device"),
    instant("since"),
    text("by"),
    sa.UniqueConstraint("agency", "fingerprint"),
)
"""Certificates of people, `account` their owner and `by` who registered; handed over to the flow
that warns of their end. `case` is the name of the certificate's own events."""
sa.Index("ix_certificates_owner", certificates.c.agency, certificates.c.account)

revocations = table(
    metadata,
    "revocations",
    text("certificate", key=True),
    instant("at"),
    text("account"),
    text("reason"),
    text("organisation"),
    sa.ForeignKeyConstraint(["certificate"], ["approval.certificates.id"]),
    access=APPEND,
)
"""That a certificate counts no more, and who said so."""

notices = table(
    metadata,
    "notices",
    text("agency", key=True),
    text("case", key=True),
    whole("round", key=True),
    whole("step", key=True),
    whole("turn", key=True),
    text("recipient", key=True),
    text("kind", key=True),
    whole("ordinal", key=True),
    text("id"),
    instant("at"),
    document("facts"),
    sa.UniqueConstraint("id"),
    access=APPEND,
)
"""One for each turn, recipient, kind and ordinal, written with the fact that it tells of.

Of the end of a certificate, `case` names that certificate; round, step and turn are 0.
"""
sa.Index("ix_notices_mine", notices.c.agency, notices.c.recipient, notices.c.at)

sendings = fact(
    metadata,
    "sendings",
    text("notice"),
    text("channel"),
    text("address"),
    sa.UniqueConstraint("notice", "channel", "address"),
    sa.ForeignKeyConstraint(["notice"], ["approval.notices.id"]),
)
"""A notice to be sent by one channel; `account` is the recipient, `id` the fixed message id."""

sent = table(
    metadata,
    "sent",
    text("sending", key=True),
    instant("at"),
    text("reply"),
    sa.ForeignKeyConstraint(["sending"], ["approval.sendings.id"]),
    access=APPEND,
)
"""That a sending is over: accepted, with what was answered; or nobody was left to get it."""
