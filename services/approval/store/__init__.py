"""The only reader and writer of approval's tables; gives domain values, never rows."""

from services.approval.store.desks import WaitingTask, tasks_for
from services.approval.store.reading import (
    find_task,
    lock_round,
    read_round,
    rounds_of,
    subject_of,
)
from services.approval.store.writing import (
    add_cancellation,
    add_decision,
    add_prepared,
    add_signature,
    add_turn,
    add_withdrawal_answer,
    create_round,
    end_turn,
    hand_over,
    set_overdue,
)

__all__ = [
    "WaitingTask",
    "add_cancellation",
    "add_decision",
    "add_prepared",
    "add_signature",
    "add_turn",
    "add_withdrawal_answer",
    "create_round",
    "end_turn",
    "find_task",
    "hand_over",
    "lock_round",
    "read_round",
    "rounds_of",
    "set_overdue",
    "subject_of",
    "tasks_for",
]
