"""Distribution's tables: the desk, the register's chain, and where dispatches went."""

from services.distribution.tables.access import access_changes, access_confirmations
from services.distribution.tables.desk import dispatches, issues, seal_orders, send_backs, voids
from services.distribution.tables.files import (
    annexes,
    file_copies,
    renewals,
    renewed_annexes,
    seals,
)
from services.distribution.tables.keys import certificates, revocations
from services.distribution.tables.numbers import (
    reservation_ends,
    reservations,
    restores,
    series,
    series_confirmations,
)
from services.distribution.tables.register import register_checks, register_events, register_heads
from services.distribution.tables.schema import metadata
from services.distribution.tables.sent import acknowledgements, deliveries, mailbox_items
from services.distribution.tables.ways_back import (
    amendments,
    recall_closings,
    recall_reminders,
    recall_replies,
    recalls,
)

__all__ = [
    "access_changes",
    "access_confirmations",
    "acknowledgements",
    "amendments",
    "annexes",
    "certificates",
    "deliveries",
    "dispatches",
    "file_copies",
    "issues",
    "mailbox_items",
    "metadata",
    "recall_closings",
    "recall_reminders",
    "recall_replies",
    "recalls",
    "register_checks",
    "register_events",
    "register_heads",
    "renewals",
    "renewed_annexes",
    "reservation_ends",
    "reservations",
    "restores",
    "revocations",
    "seal_orders",
    "seals",
    "send_backs",
    "series",
    "series_confirmations",
    "voids",
]
