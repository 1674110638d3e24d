"""Where the services remember what people and flows did: rows, events, and bytes."""

from collections.abc import Mapping

FACTS_OF: Mapping[str, tuple[str, ...]] = {
    "draft": ("drafting.drafts",),
    "submit": ("drafting.submissions",),
    "withdraw": ("drafting.withdrawals", "drafting.closings"),
    "decide": ("approval.decisions",),
    "issue": ("distribution.issues",),
    "send_back": ("distribution.send_backs",),
    "acknowledge": ("distribution.acknowledgements",),
    "recall": ("distribution.recalls",),
    "recall_answer": ("distribution.recall_replies",),
    "close_recall": ("distribution.recall_closings",),
    "void": ("distribution.voids",),
    "order_seal": ("distribution.seal_orders",),
    "messages": ("approval.messages",),
    "access": ("distribution.access_changes",),
    "cancel_signing": ("approval.cancellations",),
    "sign": ("approval.changes",),
    "import": ("distribution.register_events",),
    "confirm_series": ("distribution.series_confirmations",),
}
"""Where the facts of people's acts are kept; a returned draft is withdrawn without a request."""
KIND_OF: Mapping[str, str] = {"sign": "sign", "import": "IMPORTED"}
"""Acts whose facts lie among others in their table, by their kind."""
CHANGES = (
    *("claim", "release", "forward", "reassign", "consult", "urgency", "bypass", "replan"),
    *("calendar", "escalate"),
)
"""What may be done to a task or a plan besides deciding; a second act is told by its signature."""
GIVES_NUMBER = frozenset({"RESERVED", "IMPORTED", "NUMBERED", "LOST_IN_RESTORE"})
"""The kinds of the register's events that may be a number's first."""
EVENTS_OF: Mapping[str, tuple[str, ...]] = {
    "drafting.drafts": ("create_draft",),
    "drafting.submissions": ("submit",),
    "drafting.withdrawals": ("ask_to_withdraw",),
    "drafting.reopenings": ("reopen",),
    "drafting.closings": ("close_round", "withdraw"),
    "approval.rounds": ("open_round",),
    "approval.turns": ("open_turn",),
    "approval.decisions": ("approve", "return", "reject", "decide_to_sign"),
    "approval.prepared": ("prepare",),
    "approval.signatures": ("sign",),
    "distribution.issues": ("issued",),
    "distribution.send_backs": ("sent_back",),
    "distribution.seals": ("sealed",),
    "distribution.file_copies": ("filed",),
    "distribution.acknowledgements": ("acknowledged",),
    "distribution.recalls": ("recalled",),
    "distribution.recall_replies": ("recall_answered",),
    "distribution.recall_closings": ("recall_closed",),
    "distribution.voids": ("number_voided",),
    "distribution.seal_orders": ("seal_ordered",),
    "distribution.access_changes": ("access_restricted", "access_opened"),
    "distribution.access_confirmations": ("access_confirmed",),
    "approval.messages": ("question", "answer"),
    "approval.changes": CHANGES,
    "approval.cancellations": ("cancel_signing",),
    "approval.certificates": ("certificate_registered",),
    "distribution.recall_reminders": ("recall_reminded",),
    "distribution.renewals": ("renewed",),
}
"""By which acts of the same service's events each fact is remembered."""
SERVICES = ("drafting", "approval", "distribution")
BLOBS_OF: Mapping[str, tuple[str, ...]] = {
    "drafting.submissions": ("version",),
    "approval.rounds": ("version",),
    "approval.prepared": ("hash",),
    "approval.signatures": ("prepared", "signed"),
    "distribution.seals": ("file",),
    "distribution.file_copies": ("file",),
    "distribution.renewals": ("before", "file"),
    "distribution.annexes": ("submitted", "file"),
    "drafting.attachments": ("sha256",),
}
