"""One round as its facts tell it; how it stands is derived here and kept nowhere.

Read under the lock of the round's row, nothing in it can change until the commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.approval.domain.deadlines import MarkKind, Pause
from services.approval.domain.facts import (
    ASSIGNS,
    NEW_TIMETABLE,
    SETS_ASIDE,
    Actor,
    Cancellation,
    Change,
    ChangeKind,
    Decision,
    Marked,
    Message,
    MessageKind,
    Prepared,
    Reply,
    RoundKey,
    Signature,
    Submission,
    Turn,
    TurnKey,
    WithdrawalAnswer,
)
from shared.domain.four_eyes import Part
from shared.domain.lifecycle import Stage
from shared.domain.route import (
    AwaitSignature,
    Next,
    Open,
    Outcome,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    StepKind,
    next_step,
    turn_outcome,
)
from shared.domain.urgency import Urgency

ENDS = {
    RoundEnd.SIGNED: Stage.TO_ISSUE,
    RoundEnd.RETURNED: Stage.RETURNED,
    RoundEnd.REJECTED: Stage.REJECTED,
}


def parts_of(submission: Submission, decided: Iterable[tuple[str, StepKind]]) -> tuple[Part, ...]:
    """The parts that people took in a round: writing and submitting, then what each decided."""
    wrote = dict.fromkeys((submission.drafter, *submission.authors, submission.submitter))
    return (
        *(Part(account=account, kind=None) for account in wrote),
        *(Part(account=account, kind=kind) for account, kind in decided),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    submission: Submission
    plan: tuple[PlanStep, ...]
    """The plan's latest version, in its order."""
    past: tuple[PlanStep, ...] = ()
    """Steps of earlier versions that the latest one has no more."""
    version: int = 1
    """Of the plan."""
    turns: tuple[Turn, ...] = ()
    decisions: tuple[Decision, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()
    changes: tuple[Change, ...] = ()
    messages: tuple[Message, ...] = ()
    marks: tuple[Marked, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    signature: Signature | None = None
    answers: tuple[WithdrawalAnswer, ...] = ()
    """To requests to withdraw."""
    before: tuple[Part, ...] = ()
    """What people did in earlier rounds, which are over."""

    @property
    def key(self) -> RoundKey:
        return self.submission.key

    @property
    def withdrawal(self) -> WithdrawalAnswer | None:
        """The answer by which the round was withdrawn."""
        granted = (one for one in self.answers if one.reply is Reply.WITHDRAWN)
        return min(granted, key=lambda one: one.at, default=None)

    def answer(self, withdrawal: str) -> WithdrawalAnswer | None:
        """What was answered to this request, if it was."""
        return next((one for one in self.answers if one.withdrawal == withdrawal), None)

    def turn_key(self, turn: Turn) -> TurnKey:
        return TurnKey(of=self.key, step=turn.step, turn=turn.turn)

    def next(self) -> Next:
        """What comes next by the plan; a withdrawal stands above it."""
        return next_step(self.plan, self.outcomes())

    def outcomes(self) -> tuple[Outcome, ...]:
        """How each turn that is over ended."""
        ended = (self.outcome(turn) for turn in self.turns)
        return (*(outcome for outcome in ended if outcome), *self._handed_on_by_itself())

    def stage(self) -> Stage:
        if self.withdrawal:
            return Stage.WITHDRAWN
        match self.next():
            case Open():
                return Stage.UNDER_REVIEW
            case AwaitSignature():
                return Stage.SIGNING
            case RoundEnd() as end:
                return ENDS[end]

    def to_open(self) -> Open | None:
        """The turn to be opened: it is its time, and it is not open."""
        coming = self._waits()
        if isinstance(coming, Open) and self.turn(coming.step.step, coming.turn) is None:
            return coming
        return None

    def waiting(self) -> Turn | None:
        """The turn that waits: open for a decision, or decided and without its signature."""
        coming = self._waits()
        return self.turn(coming.step.step, coming.turn) if coming else None

    def open_turn(self) -> Turn | None:
        """The turn that waits for a person's decision."""
        return self.waiting() if self.stage() is Stage.UNDER_REVIEW else None

    def second_act(self) -> Decision | None:
        """The decision whose signature waits for an act of the signer's own."""
        decision = self.to_sign()
        return decision if decision and decision.by_second_act else None

    def running(self) -> Turn | None:
        """The turn whose clock runs: it waits for a person, to decide or to sign."""
        return self.waiting() if self.second_act() else self.open_turn()

    def to_sign(self) -> Decision | None:
        """The decision whose signature is to be made and kept."""
        coming = self._waits()
        if isinstance(coming, AwaitSignature):
            return self.decision(coming.step.step, coming.turn)
        return None

    def signed_as(self) -> Actor:
        """Who decided on the signature that is kept, and in which post."""
        kept = self.signature
        decision = self.decision(kept.step, kept.turn) if kept else None
        if decision is None:
            raise RuntimeError(f"{self.key} has no signature that was decided on")
        return decision.by

    def turn(self, step: int, turn: int) -> Turn | None:
        return next((one for one in self.turns if (one.step, one.turn) == (step, turn)), None)

    def task(self, task: str) -> Turn:
        return next(turn for turn in self.turns if turn.id == task)

    def step(self, number: int) -> PlanStep:
        return next(step for step in (*self.plan, *self.past) if step.step == number)

    def votes(self, step: int, turn: int) -> tuple[Decision, ...]:
        """Everything that was decided on a turn, in the order of the commits."""
        of_turn = [one for one in self.decisions if (one.step, one.turn) == (step, turn)]
        return tuple(sorted(of_turn, key=lambda one: one.at))

    def decision(self, step: int, turn: int) -> Decision | None:
        """The decision that ended a turn, or the latest on one that is open."""
        return next(reversed(self.votes(step, turn)), None)

    def latest_decision(self) -> Decision | None:
        return max(self.decisions, key=lambda one: one.at, default=None)

    def cancellation(self, step: int, turn: int) -> Cancellation | None:
        of_turn = (one for one in self.cancellations if (one.step, one.turn) == (step, turn))
        return next(of_turn, None)

    def current_prepared(self, step: int, turn: int) -> Prepared | None:
        """The prepared PDF that may be decided on: the latest of this turn."""
        of_turn = [one for one in self.prepared if (one.step, one.turn) == (step, turn)]
        return max(of_turn, key=lambda one: one.number, default=None)

    def is_prepared(self, turn: Turn) -> bool:
        """A prepared PDF exists, or the step needs none."""
        signs = self.step(turn.step).kind is StepKind.SIGNATURE
        return not signs or self.current_prepared(turn.step, turn.turn) is not None

    def parts(self) -> tuple[Part, ...]:
        """Who took which part in this round and before, for the separation of duties."""
        decided = (
            (account, one.kind)
            for one in self.decisions
            for account in (one.by.account, one.by.on_behalf_of)
            if account
        )
        return (*self.before, *parts_of(self.submission, decided))

    def late(self, turn: Turn, now: datetime) -> bool:
        """Whether the turn was, or is by now, decided after its deadline.

        While a question to the drafter waits for its answer, no time passes.
        """
        running = self.running() == turn
        ended = None if running else turn.over_at
        if (
            not running
            and ended is None
            and self.outcome(turn)
            and (vote := self.decision(turn.step, turn.turn))
        ):
            ended = vote.at
        return (ended or self.asked_since(turn) or now) > turn.due_at

    # What was done besides deciding

    @property
    def urgency(self) -> Urgency:
        """The urgency that the signer set last; else the version's."""
        said = (one.urgency for one in reversed(self.changes) if one.urgency)
        return next(said, self.submission.urgency)

    @property
    def bypasses(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if one.kind is ChangeKind.BYPASS)

    def changes_of(self, turn: Turn) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if (one.step, one.turn) == (turn.step, turn.turn))

    def assignment(self, turn: Turn) -> Change | None:
        """The change by which one person has the task; None where nobody has it alone."""
        for change in reversed(self.changes_of(turn)):
            if change.kind is ChangeKind.RELEASE:
                return None
            if change.kind in ASSIGNS:
                return change
        return None

    def thread(self, turn: Turn) -> tuple[Message, ...]:
        of_turn = (one for one in self.messages if (one.step, one.turn) == (turn.step, turn.turn))
        return tuple(sorted(of_turn, key=lambda one: one.at))

    def pauses(self, turn: Turn) -> tuple[Pause, ...]:
        """When the clock stood still: from a question to the drafter until its answer."""
        pauses: list[Pause] = []
        asked: datetime | None = None
        for message in self.thread(turn):
            if message.kind is MessageKind.QUESTION:
                asked = asked or message.at
            elif asked:
                pauses.append(Pause(since=asked, until=message.at))
                asked = None
        if asked:
            pauses.append(Pause(since=asked, until=turn.over_at))
        return tuple(pauses)

    def asked_since(self, turn: Turn) -> datetime | None:
        """Since when a question to the drafter waits for its answer."""
        open_ones = (pause.since for pause in self.pauses(turn) if pause.until is None)
        return next(open_ones, None)

    def marked(self, turn: Turn) -> frozenset[tuple[str, int]]:
        """Kind and ordinal of what was marked of a turn's present timetable."""
        before = self.marked_before(turn)
        first = {(MarkKind.OVERDUE.value, 1)} if turn.overdue_at else set()
        done = ((one.kind, one.ordinal - before.get(one.kind, 0)) for one in self._marks(turn))
        return frozenset(first | {(kind, ordinal) for kind, ordinal in done if ordinal > 0})

    def marked_before(self, turn: Turn) -> dict[str, int]:
        """By kind, how many ordinals earlier timetables used: a later deadline begins a new one."""
        marks = self._marks(turn)
        begun = max((one.at for one in marks if one.kind == NEW_TIMETABLE), default=None)
        earlier = (one for one in marks if begun and one.at <= begun)
        used: dict[str, int] = {}
        for one in earlier:
            used[one.kind] = max(used.get(one.kind, 0), one.ordinal)
        return used

    def _marks(self, turn: Turn) -> tuple[Marked, ...]:
        of_turn = (one for one in self.marks if (one.step, one.turn) == (turn.step, turn.turn))
        return tuple(of_turn)

    def outcome(self, turn: Turn) -> Outcome | None:
        """How a turn ended; None while it is open."""
        for change in self.changes_of(turn):
            if change.kind is ChangeKind.BYPASS:
                return self._ended(turn, OutcomeKind.BYPASSED)
            if change.kind in SETS_ASIDE:
                return self._ended(turn, OutcomeKind.SET_ASIDE)
        votes = self.votes(turn.step, turn.turn)
        kind = turn_outcome(self.step(turn.step), [vote.outcome for vote in votes])
        if kind is None:
            return None
        if self.cancellation(turn.step, turn.turn):
            kind = OutcomeKind.CANCELLED
        elif self.signature and kind is OutcomeKind.TO_SIGN:
            kind = OutcomeKind.SIGNED
        ended = next((vote for vote in votes if vote.outcome is not OutcomeKind.APPROVED), None)
        return Outcome(
            step=turn.step,
            turn=turn.turn,
            kind=kind,
            to_step=ended.to_step if ended else None,
            to_turn=ended.to_turn if ended else None,
        )

    def _handed_on_by_itself(self) -> tuple[Outcome, ...]:
        """Who returns as head of the drafting unit hands the return on with the same act."""
        return tuple(
            Outcome(step=step.step, turn=1, kind=OutcomeKind.HANDED_ON)
            for step in self.plan
            if step.kind is StepKind.HAND_ON
            for one in self.decisions
            if one.outcome is OutcomeKind.RETURNED and one.seat in step.seats
        )

    def _ended(self, turn: Turn, kind: OutcomeKind) -> Outcome:
        return Outcome(step=turn.step, turn=turn.turn, kind=kind)

    def _waits(self) -> Open | AwaitSignature | None:
        coming = self.next()
        return None if self.withdrawal or isinstance(coming, RoundEnd) else coming
