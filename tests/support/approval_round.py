"""One round as a small approval service keeps it: plan, turns with their clocks, outcomes."""

from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.approval import OpenTurn, Reply, SignedFile
from shared.domain.refusals import WrongMoment
from shared.domain.route import (
    AwaitSignature,
    Hours,
    Next,
    Open,
    Outcome,
    OutcomeKind,
    PlanStep,
    StepKind,
    next_step,
)
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from shared.domain.waiting import Mark, rule_of
from tests.support.timetable import Timetable

ROUTE = "Luồng chung"


def seat(post: str) -> Seat:
    return Seat(SeatKind.POST, post)


PLAN = (
    PlanStep(
        step=1, kind=StepKind.CONTENT_CHECK, seats=(seat("CVP"),), hours=Hours(thuong=8, khan=4)
    ),
    PlanStep(step=2, kind=StepKind.OFFICE_REVIEW, seats=(seat("PCVP"),), hours=Hours(thuong=4)),
    PlanStep(
        step=3,
        kind=StepKind.SIGNATURE,
        seats=(seat("PGD1"), seat("PGD2")),
        hours=Hours(thuong=8, khan=4),
    ),
)
TITLES = {
    "CVP": "Chánh Văn phòng",
    "PCVP": "Phó Chánh Văn phòng",
    "PGD1": "Phó Giám đốc",
    "PGD2": "Phó Giám đốc phụ trách di sản",
    "GD": "Giám đốc",
}
Turn = tuple[int, int]


@dataclass
class Round:
    plan: tuple[PlanStep, ...] = PLAN
    votes: dict[Turn, list[OutcomeKind]] = field(default_factory=dict)
    outcomes: dict[Turn, OutcomeKind] = field(default_factory=dict)
    opened: dict[Turn, Timetable] = field(default_factory=dict)
    """Every turn that was ever open."""
    prepared: set[Turn] = field(default_factory=set)
    """Turns with a PDF for whoever is to sign now."""
    signer: str = "PGD1"
    urgency: Urgency | None = None
    nobody: dict[int, str] = field(default_factory=dict)
    """By step: why nobody may take it."""
    withdrawn: bool = False
    answers: dict[str, Reply] = field(default_factory=dict)
    """By request to withdraw."""
    second_act: bool = False
    """Whoever decides to sign has a device of his own."""
    signatures: int = 0
    signed_at: datetime | None = None

    @property
    def overdue(self) -> set[Turn]:
        return {key for key, clock in self.opened.items() if clock.overdue}

    def next(self) -> Next:
        outcomes = [Outcome(step=s, turn=t, kind=kind) for (s, t), kind in self.outcomes.items()]
        return next_step(self.plan, outcomes)

    def waiting(self) -> Turn | None:
        """The turn that waits for a decision."""
        match self.next():
            case Open(step=step, turn=turn) if not self.withdrawn:
                return step.step, turn
            case _:
                return None

    def to_sign(self) -> Turn | None:
        """The turn whose signature is not made yet."""
        match self.next():
            case AwaitSignature(step=step, turn=turn):
                return step.step, turn
            case _:
                return None

    def clock(self) -> Timetable:
        """Of the turn that waits for a person."""
        signing = self.to_sign() if self.second_act else None
        if key := self.waiting() or signing:
            return self.opened[key]
        raise WrongMoment("not_open", "Không còn việc nào chờ ý kiến.")


def open_turn(round_: Round, step: PlanStep, turn: int) -> OpenTurn:
    key = step.step, turn
    signature, clock = step.kind is StepKind.SIGNATURE, round_.opened[key]
    post = round_.signer if signature else step.seats[0].of
    mark, wake_at = clock.next() or ("", None)
    told = step.escalation.seats if step.escalation and mark == Mark.ESCALATION else ()
    return OpenTurn(
        step=step.step,
        turn=turn,
        kind=step.kind,
        holder_post=post,
        holder=TITLES[post],
        due_at=clock.due,
        overdue=clock.overdue,
        prepared=not signature or key in round_.prepared,
        since=clock.opened,
        wake_at=wake_at,
        next_mark=mark,
        escalates_to=", ".join(TITLES[one.of] for one in told),
        asked_since=clock.asked_since,
        rule=rule_of(step.kind, route=ROUTE, step=step.step),
        second_act=round_.second_act and round_.to_sign() == key,
        nobody=round_.nobody.get(step.step, ""),
    )


def signed_file(round_: Round, at: datetime) -> SignedFile:
    return SignedFile(
        prepared="a" * 64,
        signed="b" * 64,
        signed_at=at,
        signer="pho-giam-doc-1",
        signer_post=round_.signer,
        certificate="c" * 64,
        capacity="deputy",
        urgency=round_.urgency,
    )
