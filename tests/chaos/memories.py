"""Where the services remember what people and flows did: rows, events, and bytes."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.chaos.desk import Accepted
from tests.chaos.evidence import Row

SERVICES: Final = ("drafting", "approval", "distribution")
Where = Mapping[str, Collection[object]]
"""By column, what a row has there that counts."""


def _case(row: Row) -> str:
    return str(row["case"])


def _of_account(row: Row) -> Hashable:
    """Whose act it was, in which case."""
    return _case(row), row["account"]


def _its_account(accepted: Accepted) -> Iterable[Hashable]:
    return [(accepted.case, accepted.account)]


def _its_id(accepted: Accepted) -> Iterable[Hashable]:
    return [accepted.answer["id"]]


def _with_a_task(accepted: Accepted) -> Iterable[Hashable]:
    """Of a dispatch without one no deadline runs."""
    dispatches = accepted.answer["dispatches"]
    return [(one["case"], accepted.account) for one in dispatches if one["task"]]


def _as_was_decided(row: Row) -> Hashable:
    return *(row[name] for name in ("case", "account", "verdict", "version")), row["prepared"]


def _as_somebody_decided(accepted: Accepted) -> Iterable[Hashable]:
    """What was sent, whatever was answered."""
    said = accepted.sent
    yield accepted.case, accepted.account, said["verdict"], said["version"], said.get("prepared")


def _as_was_issued(row: Row) -> Hashable:
    number = (row["series"], row["year"], row["number"], row["dated"].isoformat())
    return row["case"], row["account"], *number


def _as_a_clerk_was_told(accepted: Accepted) -> Iterable[Hashable]:
    said = accepted.answer
    number = (said["series"], said["year"], int(said["number"]), said["date"])
    yield accepted.case, accepted.account, *number


# What people did


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where the facts of people's acts of one name are kept."""

    tables: Sequence[str]
    where: Where = field(default_factory=dict)
    told: Callable[[Accepted], Iterable[Hashable]] = _its_account
    """What an accepted act names; for each of these there is one row."""
    named: Callable[[Row], Hashable] = _of_account
    """The same of a row."""
    also: str = ""
    """By what else such rows come, that nobody was told of."""


def _change(kind: str) -> Kept:
    return Kept(tables=["approval.changes"], where={"kind": [kind]})


def _event(service: str, act: str) -> Kept:
    """Of what leaves no row, its event is the fact."""
    return Kept(tables=[f"{service}.events"], where={"act": [act]})


FACTS_OF: Final[Mapping[str, Kept]] = {
    "draft": Kept(tables=["drafting.drafts"], named=lambda row: (row["case"], row["drafter"])),
    "rewrite": _event("drafting", "change_draft"),
    "correct": _event("drafting", "correct_draft"),
    "let_stand": _event("drafting", "acknowledge_findings"),
    "attach": _event("drafting", "attach"),
    "detach": _event("drafting", "detach"),
    "submit": Kept(tables=["drafting.submissions"]),
    "withdraw": Kept(tables=["drafting.withdrawals"]),
    "decide": Kept(tables=["approval.decisions"], told=_as_somebody_decided, named=_as_was_decided),
    "cancel_signing": Kept(tables=["approval.cancellations"]),
    "messages": Kept(tables=["approval.messages"]),
    "prepared": Kept(
        tables=["approval.prepared"],
        told=lambda accepted: [accepted.answer["prepared"]],
        named=lambda row: row["hash"],
        also="by itself, for whoever is to sign",
    ),
    "claim": _change("claim"),
    "release": _change("release"),
    "forward": _change("forward"),
    "reassign": _change("reassign"),
    "consultations": _change("consult"),
    "urgency": _change("urgency"),
    "bypass": _change("bypass"),
    "replan": _change("replan"),
    "sign": _change("sign"),
    "deadlines": Kept(tables=["approval.changes"], where={"kind": ["calendar"]}, told=_with_a_task),
    "absence": Kept(tables=["approval.absences"], told=_its_id, named=lambda row: row["id"]),
    "end_absence": Kept(
        tables=["approval.events"],
        where={"act": ["absence_ended"]},
        told=lambda accepted: [f"ABSENCE-{accepted.answer['id']}"],
        named=_case,
    ),
    "delegate": Kept(tables=["approval.delegations"], told=_its_id, named=lambda row: row["id"]),
    "end_delegation": Kept(
        tables=["approval.events"],
        where={"act": ["delegation_ended"]},
        told=lambda accepted: [f"DELEGATION-{accepted.answer['id']}"],
        named=_case,
    ),
    "register_certificate": Kept(
        tables=["approval.certificates", "distribution.certificates"],
        told=_its_id,
        named=lambda row: row["id"],
    ),
    "revoke_certificate": Kept(
        tables=["approval.revocations", "distribution.revocations"],
        told=_its_id,
        named=lambda row: row["certificate"],
    ),
    "issue": Kept(tables=["distribution.issues"], told=_as_a_clerk_was_told, named=_as_was_issued),
    "send_back": Kept(tables=["distribution.send_backs"]),
    "order_seal": Kept(tables=["distribution.seal_orders"]),
    "void": Kept(tables=["distribution.voids"]),
    "reserve": Kept(tables=["distribution.reservations"], told=_its_id, named=_case),
    "cancel": Kept(
        tables=["distribution.reservation_ends"],
        where={"ending": ["cancelled"]},
        told=_its_id,
        named=lambda row: row["id"],
        also="with a year's books, and with the confirmation of a series after a restore",
    ),
    "import": Kept(tables=["distribution.register_events"], where={"kind": ["IMPORTED"]}),
    "confirm_series": Kept(tables=["distribution.series_confirmations"]),
    "close_year": Kept(
        tables=["distribution.events"],
        where={"act": ["books_closed"]},
        told=lambda accepted: [str(accepted.answer["year"])],
        named=lambda row: row["case"].rpartition("-")[2],
    ),
    "access": Kept(tables=["distribution.access_changes"]),
    "confirm": Kept(tables=["distribution.access_confirmations"]),
    "acknowledge": Kept(tables=["distribution.acknowledgements"]),
    "send_again": _event("distribution", "sent_again"),
    "recall": Kept(tables=["distribution.recalls"]),
    "recall_answer": Kept(tables=["distribution.recall_replies"]),
    "close_recall": Kept(tables=["distribution.recall_closings"]),
}
WITHOUT_FACT: Final[Mapping[str, str]] = {
    "bulk": "a selection: each act of it that was accepted is told by its own name",
    "otp": "the signing service sends a password; the act that uses it is `sign`",
    "check": "the verifier looks at a file that anybody may send",
    "compare": "asks the engine to compare now; a comparison is not the fact of who asked",
    "wake": "wakes a flow, which finds its facts as they are",
    "store": "the same content is the same version, however often and by whomever it is stored",
    "activate": "says which version is in force; every fact names the one that it came under",
}
"""Acts that leave nothing of their own, each with the reason."""

# What is remembered of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """By which acts of the same service's events the rows of a table are remembered."""

    table: str
    acts: Sequence[str]
    undone: Sequence[str] = ()
    """Acts that take a row away again."""
    where: Where = field(default_factory=dict)
    but: Where = field(default_factory=dict)
    """What a row has that is told elsewhere."""
    of: Callable[[Row], str] = _case
    """What stands in the events where a dispatch's case code would."""
    together: Sequence[str] | None = None
    """Rows that are the same in these columns, too, are told by one event."""


CHANGES: Final = (
    *("claim", "release", "forward", "reassign", "consult", "urgency", "bypass", "replan"),
    *("calendar", "escalate"),
)
"""What may be done to a task or a plan besides deciding; a second act is told by its signature."""
GRANTED: Final = ("access_granted", "access_withdrawn", "access_restricted", "access_opened")


def _certificate(row: Row) -> str:
    return f"CERTIFICATE-{row['certificate']}"


def _absence(row: Row) -> str:
    return f"ABSENCE-{row['id']}"


def _delegation(row: Row) -> str:
    return f"DELEGATION-{row['id']}"


EVENTS_OF: Final[Sequence[Told]] = (
    Told(table="drafting.drafts", acts=["create_draft"]),
    Told(table="drafting.attachments", acts=["attach"], undone=["detach"]),
    Told(
        table="drafting.acknowledged_findings",
        acts=["acknowledge_findings"],
        together=["revision"],
    ),
    Told(table="drafting.submissions", acts=["submit"]),
    Told(table="drafting.withdrawals", acts=["ask_to_withdraw", "withdraw"]),
    Told(
        table="drafting.withdrawal_answers",
        acts=["answer_withdrawal"],
        but={"answer": ["withdrawn"]},  # told with the closing
    ),
    Told(table="drafting.reopenings", acts=["reopen"]),
    Told(table="drafting.closings", acts=["close_round", "withdraw"]),
    Told(table="approval.rounds", acts=["open_round"]),
    Told(table="approval.turns", acts=["open_turn"]),
    Told(
        table="approval.marks",
        acts=["reminder", "mark_overdue", "escalation"],
        but={"kind": ["new_timetable"]},  # told by what moved the deadline
    ),
    Told(table="approval.decisions", acts=["approve", "return", "reject", "decide_to_sign"]),
    Told(table="approval.cancellations", acts=["cancel_signing"]),
    Told(table="approval.changes", acts=CHANGES, but={"kind": ["sign"]}),
    Told(table="approval.messages", acts=["question", "answer"]),
    Told(table="approval.withdrawal_answers", acts=["answer_withdrawal"]),
    Told(table="approval.prepared", acts=["prepare"]),
    Told(table="approval.signatures", acts=["sign"]),
    Told(table="approval.certificates", acts=["certificate_registered"]),
    Told(table="approval.revocations", acts=["certificate_revoked"], of=_certificate),
    Told(table="approval.absences", acts=["absence_declared"], of=_absence),
    Told(
        table="approval.absences",
        acts=["absence_ended"],
        but={"ended_at": [None]},
        of=_absence,
    ),
    Told(table="approval.delegations", acts=["delegation_made"], of=_delegation),
    Told(
        table="approval.delegations",
        acts=["delegation_ended"],
        but={"ended_at": [None]},
        of=_delegation,
    ),
    Told(table="distribution.issues", acts=["issued"]),
    Told(table="distribution.send_backs", acts=["sent_back"]),
    Told(table="distribution.voids", acts=["number_voided"]),
    Told(table="distribution.seal_orders", acts=["seal_ordered"]),
    Told(table="distribution.seals", acts=["sealed"]),
    Told(
        table="distribution.deliveries",
        acts=["delivered"],
        where={"instead_of": [None]},
        together=[],
    ),
    Told(table="distribution.deliveries", acts=["sent_again"], but={"instead_of": [None]}),
    Told(table="distribution.file_copies", acts=["filed"]),
    Told(table="distribution.renewals", acts=["renewed"]),
    Told(table="distribution.acknowledgements", acts=["acknowledged"]),
    Told(table="distribution.recalls", acts=["recalled"]),
    Told(table="distribution.recall_reminders", acts=["recall_reminded"]),
    Told(table="distribution.recall_replies", acts=["recall_answered"]),
    Told(table="distribution.recall_closings", acts=["recall_closed"]),
    Told(table="distribution.amendments", acts=["corrects", "replaces"]),
    Told(table="distribution.access_changes", acts=GRANTED),
    Told(table="distribution.access_confirmations", acts=["access_confirmed"]),
    Told(table="distribution.reservations", acts=["number_reserved"]),
    Told(
        table="distribution.reservation_ends",
        acts=["reservation_used", "reservation_cancelled", "reservation_expired"],
        of=lambda row: row["id"],
    ),
    Told(
        table="distribution.series_confirmations",
        acts=["series_confirmed"],
        of=lambda row: f"{row['agency']}-{row['series']}",
    ),
    Told(
        table="distribution.certificates",
        acts=["certificate_registered"],
        of=lambda row: f"CERTIFICATE-{row['id']}",
    ),
    Told(table="distribution.revocations", acts=["certificate_revoked"], of=_certificate),
)
_EVERYWHERE: Final[Mapping[str, str]] = {
    "events": "they are the memory",
    "acts": "answers by idempotency key: the acts themselves are told",
    "organisation_versions": "named by their hash; each fact names the one that it came under",
    "organisations": "which version is in force",
    "reconciliations": "what the engine's comparison found; nothing is done by it",
}
WITHOUT_EVENT: Final[Mapping[str, str]] = {
    **{f"{service}.{table}": why for service in SERVICES for table, why in _EVERYWHERE.items()},
    "drafting.case_counters": "how far case codes have come; gaps are allowed",
    "drafting.filings": "what drafting heard of the records desk, whose own fact has its event",
    "approval.plan_steps": "a plan comes with its round, or with the change that made it",
    "approval.desk": "where turns lie, to find them by",
    "approval.notices": "they tell of a fact that has its event",
    "approval.sendings": "to be sent, as the notice says",
    "approval.sent": "that it was sent",
    "distribution.dispatches": "the desk as it stands; what brought it there has its events",
    "distribution.annexes": "the event of the seal names them",
    "distribution.renewed_annexes": "the event of the renewal names them",
    "distribution.mailbox_items": "judged against the deliveries that have put them there",
    "distribution.series": "how far numbers have come, by the register",
    "distribution.restores": "of the whole record; what follows is told for each series",
    "distribution.register_events": "a chain of its own",
    "distribution.register_heads": "the end of that chain",
    "distribution.register_checks": "what looking at it found",
}
"""Tables whose rows no event tells of, each with the reason."""

GIVES_NUMBER: Final = frozenset({"RESERVED", "IMPORTED", "NUMBERED", "LOST_IN_RESTORE"})
"""The kinds of the register's events that may be a number's first."""
BLOBS_OF: Final[Mapping[str, Sequence[str]]] = {
    "drafting.submissions": ("version",),
    "approval.rounds": ("version",),
    "approval.prepared": ("hash",),
    "approval.signatures": ("prepared", "signed"),
    "distribution.seals": ("file",),
    "distribution.file_copies": ("file",),
    "distribution.renewals": ("before", "file"),
    "distribution.renewed_annexes": ("before", "file"),
    "distribution.annexes": ("submitted", "file"),
    "drafting.attachments": ("sha256",),
}


def holds(row: Row, where: Where, but: Where | None = None) -> bool:
    """Whether a row has what is asked for, and nothing of what is not."""
    return all(row.get(column) in values for column, values in where.items()) and not any(
        row.get(column) in values for column, values in (but or {}).items()
    )
