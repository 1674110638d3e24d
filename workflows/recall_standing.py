"""How far a recall has come, as operators see it: made of what distribution answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.recall import RecallPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallStanding:
    position: RecallPosition

    @property
    def over(self) -> bool:
        """Nothing is waited for any more."""
        return self.position.closed or not self.position.waiting

    @property
    def overdue(self) -> bool:
        """Receivers owe their answer, and were reminded."""
        return not self.over and self.position.reminders > 0

    def alarm(self, now: datetime) -> datetime | None:
        """When those who wait are reminded, if that is still ahead."""
        due_at = self.position.due_at
        return due_at if not self.over and due_at > now else None

    def has_to_remind(self, now: datetime) -> bool:
        """That instant has come."""
        return not self.over and self.position.due_at <= now

    def same_turn(self, other: "RecallStanding | None") -> bool:
        """Nobody answered since `other`."""
        return other is not None and other.position.waiting == self.position.waiting

    @property
    def said(self) -> Mapping[str, object]:
        """What the log says of it."""
        return {"waiting": len(self.position.waiting), "over": self.over}
