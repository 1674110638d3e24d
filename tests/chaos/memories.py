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
}
"""Where the facts of people's acts are kept; a returned draft is withdrawn without a request."""
CHANGES = (
    *("claim", "release", "forward", "reassign", "consult", "urgency", "bypass", "replan"),
    *("calendar", "escalate"),
)
"""What may be done to a task or a plan besides deciding."""
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
    "distribution.annexes": ("submitted", "file"),
    "drafting.attachments": ("sha256",),
}
