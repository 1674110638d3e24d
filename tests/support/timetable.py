"""The clock of one open turn: what is marked when, and how long it stood still.

The hours of this small office are plain hours: working time has tests of its own.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.route import PlanStep
from shared.domain.urgency import Urgency
from shared.domain.waiting import Mark


@dataclass
class Timetable:
    step: PlanStep
    opened: datetime
    due: datetime
    marked: list[Mark] = field(default_factory=list)
    """In the order of the clock; escalations repeat."""
    asked_since: datetime | None = None

    @classmethod
    def of(
        cls, step: PlanStep, opened: datetime, urgency: Urgency, limit: timedelta | None
    ) -> "Timetable":
        """A `limit` is there instead of the plan's hours."""
        hours = timedelta(hours=step.hours.of(urgency))
        return cls(step, opened, opened + (hours if limit is None else limit))

    @property
    def overdue(self) -> bool:
        return Mark.OVERDUE in self.marked

    def next(self) -> tuple[Mark, datetime] | None:
        """What is marked next and when; None: nothing is ahead, or the clock stands still."""
        if self.asked_since:
            return None
        if self.overdue:
            return self._next_escalation()
        if self.step.remind_before and Mark.REMINDER not in self.marked:
            return Mark.REMINDER, self.due - timedelta(hours=self.step.remind_before)
        return Mark.OVERDUE, self.due

    def mark(self, at: datetime) -> None:
        while (ahead := self.next()) and ahead[1] <= at:
            self.marked.append(ahead[0])

    def ask(self, at: datetime) -> None:
        self.asked_since = at

    def answer(self, at: datetime) -> None:
        """The clock goes on with as much ahead as it had."""
        if self.asked_since:
            self.due += at - self.asked_since
            self.asked_since = None

    def hasten(self, urgency: Urgency) -> None:
        self.due = self.opened + timedelta(hours=self.step.hours.of(urgency))

    def _next_escalation(self) -> tuple[Mark, datetime] | None:
        escalation, told = self.step.escalation, self.marked.count(Mark.ESCALATION)
        if escalation is None or (told and not escalation.again):
            return None
        late = timedelta(hours=escalation.after + told * escalation.again)
        return Mark.ESCALATION, self.due + late
