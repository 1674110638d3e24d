"""The recalls of a distribution service in memory: who was asked, answered, was reminded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity

from shared.contracts.recall import RecallActivities, RecallPosition, RecallRef
from tests.support.ledger import Ledger

TERM = timedelta(hours=8)


@dataclass
class Recalled:
    boxes: tuple[str, ...]
    due_at: datetime | None = None
    """As from the first time that the flow asked."""
    answers: dict[str, bool] = field(default_factory=dict)
    """By mailbox: whether it was given back."""
    reminded: list[tuple[str, ...]] = field(default_factory=list)
    closed: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(box for box in self.boxes if box not in self.answers)


class RecallOffice(RecallActivities):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.recalls: dict[str, Recalled] = {}

    def activities(self) -> Sequence[Callable[..., Any]]:
        return (self.open_recall, self.remind_recall)

    @activity.defn(name="distribution.open_recall")
    async def open_recall(self, ref: RecallRef) -> RecallPosition:
        await self._ledger.enter(ref.case, "distribution.open_recall")
        recall = self.recalls[ref.case]
        recall.due_at = recall.due_at or ref.at + TERM
        return self._position(recall, recall.due_at)

    @activity.defn(name="distribution.remind_recall")
    async def remind_recall(self, ref: RecallRef) -> RecallPosition:
        await self._ledger.enter(ref.case, "distribution.remind_recall")
        recall = self.recalls[ref.case]
        due_at = recall.due_at or ref.at
        if recall.waiting and not recall.closed and ref.at >= due_at:
            recall.reminded.append(recall.waiting)
            recall.due_at = due_at = ref.at + TERM
        return self._position(recall, due_at)

    def _position(self, recall: Recalled, due_at: datetime) -> RecallPosition:
        return RecallPosition(
            agency="SVHTTDL",
            unit="VP",
            urgency="thuong",
            number="01/SVHTTDL-VP",
            holder_post="VT",
            holder="Văn thư",
            asked=len(recall.boxes),
            waiting=recall.waiting,
            refused=sum(not given_back for given_back in recall.answers.values()),
            reminders=len(recall.reminded),
            due_at=due_at,
            closed=recall.closed,
        )
