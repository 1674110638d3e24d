"""Approval's tables: a round with its plan and turns, and what people decided on them."""

from services.approval.tables.deciding import (
    cancellations,
    changes,
    decisions,
    messages,
    withdrawal_answers,
)
from services.approval.tables.grants import absences, delegations
from services.approval.tables.round import desk, marks, plan_steps, rounds, turns
from services.approval.tables.schema import ROUND, TURN, metadata
from services.approval.tables.signing import certificates, prepared, revocations, signatures
from services.approval.tables.telling import notices, sendings, sent

__all__ = [
    "ROUND",
    "TURN",
    "absences",
    "cancellations",
    "certificates",
    "changes",
    "decisions",
    "delegations",
    "desk",
    "marks",
    "messages",
    "metadata",
    "notices",
    "plan_steps",
    "prepared",
    "revocations",
    "rounds",
    "sendings",
    "sent",
    "signatures",
    "turns",
    "withdrawal_answers",
]
