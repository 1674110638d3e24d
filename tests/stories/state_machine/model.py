"""The office as a few plain values: which tasks are open, who may do what, what was decided.

It learns which turn the service opened and which plan it laid out; everything else it foresees.
"""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tests.stories.state_machine import law
from tests.stories.state_machine.law import Grant, Matter, Taken
from tests.stories.state_machine.organisations import Content

CHECKS: Final = ("approve", "return", "reject")
ALLOWED: Final = {
    "content_check": CHECKS,
    "office_review": CHECKS,
    "signature": CHECKS,
    "consultation": ("approve", "opinion"),
    "hand_on": ("hand_on",),
}
SKIPPABLE: Final = ("content_check", "office_review", "consultation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    number: int
    kind: str
    seats: tuple[str, ...]
    needs: int
    kept: bool
    """An approval of an earlier round stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    account: str
    taken: Taken
    verdict: str


@dataclass(slots=True, kw_only=True)
class Task:
    id: str
    step: int
    turn: int
    kind: str
    votes: list[Vote] = dataclasses.field(default_factory=list)
    outcome: str = ""
    """Empty while it is open."""
    owner: str | None = None
    """Who has it alone."""
    asked: bool = False


@dataclass(slots=True, kw_only=True)
class Model:
    content: Content
    case: str = ""
    unit: str = ""
    doc_type: str = "cong_van"
    field: str = ""
    urgency: str = "thuong"
    drafter: str = ""
    round: int = 1
    place: str = "drafting"
    """With whom it is: drafting, review, signing, desk, or how it ended."""
    plan: tuple[Step, ...] = ()
    tasks: dict[str, Task] = dataclasses.field(default_factory=dict)
    """Of this round, by id."""
    parts: list[tuple[str, str | None]] = dataclasses.field(default_factory=list)
    """Over all rounds: who did what, himself or by somebody in his place."""
    grants: list[Grant] = dataclasses.field(default_factory=list)
    sent_back: dict[int, int] = dataclasses.field(default_factory=dict)
    """By step: the turn that the latest return to it asked for."""

    # What is open

    def open_task(self) -> Task | None:
        waiting = [one for one in self.tasks.values() if not one.outcome]
        return waiting[0] if waiting else None

    def step(self, task: Task) -> Step:
        return next(one for one in self.plan if one.number == task.step)

    def awaited(self) -> int | None:
        """The step that must be open now: the first of the plan that is not settled."""
        if self.place != "review":
            return None
        for step in self.plan:
            if step.kind != "hand_on" and not self._settled(step):
                latest = self._latest(step.number)
                if latest and latest.outcome == "returned":
                    return next(one.number for one in self.plan if one.kind == "hand_on")
                return step.number
        return None

    def _settled(self, step: Step) -> bool:
        latest, asked = self._latest(step.number), self.sent_back.get(step.number, 0)
        if step.kept and not asked:
            return True
        if latest is None or latest.turn < asked:
            return False
        return latest.outcome in {"approved", "bypassed", "signed"}

    def _latest(self, number: int) -> Task | None:
        over = [one for one in self.tasks.values() if one.step == number and one.outcome]
        return max(over, key=lambda one: one.turn, default=None)

    # Who may

    def matter(self, kind: str) -> Matter:
        return Matter(kind=kind, doc_type=self.doc_type, field=self.field)

    def choices(self, account: str, task: Task, at: datetime) -> list[Taken]:
        """The free seats that somebody may take in a task, but for who claimed it."""
        step = self.step(task)
        excluded = {who for who, did in self.parts if law.forbids(did, step.kind)}
        used = {vote.taken.seat for vote in task.votes}
        if account in excluded or any(vote.account == account for vote in task.votes):
            return []
        open_to_me = law.seats_open_to(
            self.content,
            account,
            seats=step.seats,
            matter=self.matter(step.kind),
            grants=self.grants,
            at=at,
        )
        return [one for one in open_to_me if one.seat not in used and one.behalf not in excluded]

    def may_take(self, account: str, task: Task, at: datetime) -> bool:
        """Somebody may act on an open task now."""
        if task.outcome or not self.choices(account, task, at):
            return False
        owner = task.owner
        if owner is None or owner == account or not self.choices(owner, task, at):
            return True
        return account in self._instead_of(owner, task, at)

    def _instead_of(self, owner: str, task: Task, at: datetime) -> set[str]:
        matter = self.matter(task.kind)
        return {
            one.other
            for one in self.grants
            if not one.delegation and one.owner == owner and one.covers(matter, at)
        }

    def able(self, task: Task, at: datetime) -> list[str]:
        """Everybody who may act on a task, in the file's order."""
        known = [one["id"] for one in self.content["accounts"]]
        return [one for one in known if self.may_take(one, task, at)]

    def is_stuck(self, task: Task, at: datetime) -> bool:
        """Too few people are left to end it."""
        people = [one["id"] for one in self.content["accounts"]]
        seats = [{one.seat for one in self.choices(who, task, at)} for who in people]
        return not _seatable(seats, self.step(task).needs - len(task.votes))

    def may_decide(
        self, account: str, task: Task, verdict: str, to_step: int | None, at: datetime
    ) -> bool:
        if not self.may_take(account, task, at) or verdict not in ALLOWED[task.kind]:
            return False
        return to_step is None or (verdict == "return" and to_step in self.before(task))

    def before(self, task: Task) -> list[int]:
        """The steps that a task may be returned to."""
        numbers = [one.number for one in self.plan]
        ahead = self.plan[: numbers.index(task.step)]
        return [one.number for one in ahead if one.kind != "hand_on"]

    # What an accepted act changes

    def decide(self, task: Task, vote: Vote, to_step: int | None) -> None:
        task.votes.append(vote)
        self.parts += [(one, task.kind) for one in (vote.account, vote.taken.behalf) if one]
        match vote.verdict:
            case "return" if to_step is not None:
                task.outcome = "sent_back"
                turns = [one.turn for one in self.tasks.values() if one.step == to_step]
                self.sent_back[to_step] = 1 + max(turns, default=0)
            case "return":
                task.outcome = "returned"
                hand_on = [one for one in self.plan if one.kind == "hand_on"]
                by_head = any(vote.taken.seat in one.seats for one in hand_on)
                if not hand_on or by_head:
                    self.place = "drafting"
            case "hand_on":
                task.outcome, self.place = "handed_on", "drafting"
            case "reject":
                task.outcome, self.place = "rejected", "rejected"
            case _ if task.kind == "signature":
                task.outcome, self.place = "to_sign", "signing"
            case _ if len(task.votes) >= self.step(task).needs:
                task.outcome = "approved"

    def next_round(self) -> None:
        self.round += 1
        self.forget_round()

    def forget_round(self) -> None:
        self.plan, self.tasks, self.sent_back = (), {}, {}


def _seatable(people: list[set[str]], many: int) -> bool:
    """Whether so many of the people can sit at once, each in a seat of his own."""
    if many <= 0:
        return True
    for number, seats in enumerate(people):
        rest = people[number + 1 :]
        if any(_seatable([other - {seat} for other in rest], many - 1) for seat in seats):
            return True
    return False
