"""What comes next in a round, for every plan and every way it can go."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.route import (
    ALLOWED,
    AwaitSignature,
    Hours,
    Next,
    Open,
    Outcome,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    StepKind,
    Verdict,
    next_step,
    outcome_of,
    turn_outcome,
)
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency

C, O, S = StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE  # noqa: E741 -- the three kinds, side by side
IN_ROUTES = (C, O, StepKind.CONSULTATION, S)
END = {OutcomeKind.RETURNED: RoundEnd.RETURNED, OutcomeKind.REJECTED: RoundEnd.REJECTED}
MOST_TURNS = 3
"""Signings taken back per step in the search; more of them differ only in the turn's number."""


def plan_of(*kinds: StepKind) -> tuple[PlanStep, ...]:
    return tuple(
        PlanStep(step=number, kind=kind, seats=(Seat(SeatKind.POST, "p"),), hours=Hours(thuong=8))
        for number, kind in enumerate(kinds, start=1)
    )


def outcome(step: int, kind: OutcomeKind, turn: int = 1) -> Outcome:
    return Outcome(step=step, turn=turn, kind=kind)


def moves(coming: Next) -> Iterator[Outcome]:
    """Every outcome that a decision may have when this is what comes next."""
    match coming:
        case Open(step=step, turn=turn):
            for kind in {outcome_of(step.kind, verdict) for verdict in ALLOWED[step.kind]}:
                yield outcome(step.step, kind, turn)
        case AwaitSignature(step=step, turn=turn):
            yield outcome(step.step, OutcomeKind.SIGNED, turn)
            if turn < MOST_TURNS:
                yield outcome(step.step, OutcomeKind.CANCELLED, turn)
        case RoundEnd():
            return


def written(outcomes: tuple[Outcome, ...], new: Outcome) -> tuple[Outcome, ...]:
    """One row for each turn: a signature or its cancelling takes the place of the decision."""
    return (*(old for old in outcomes if (old.step, old.turn) != (new.step, new.turn)), new)


def courses(
    plan: tuple[PlanStep, ...], outcomes: tuple[Outcome, ...] = ()
) -> Iterator[tuple[tuple[Outcome, ...], Next]]:
    """Every state of a round that lawful acts can reach, with what comes next in it."""
    coming = next_step(plan, outcomes)
    yield outcomes, coming
    for move in moves(coming):
        yield from courses(plan, written(outcomes, move))


PLAN = plan_of(C, O, S)
DONE = (outcome(1, OutcomeKind.APPROVED), outcome(2, OutcomeKind.APPROVED))


def test_a_new_round_opens_its_first_step() -> None:
    assert next_step(PLAN, ()) == Open(step=PLAN[0], turn=1)


def test_an_approved_step_opens_the_one_after_it() -> None:
    assert next_step(PLAN, DONE[:1]) == Open(step=PLAN[1], turn=1)
    assert next_step(PLAN, DONE) == Open(step=PLAN[2], turn=1)


def test_a_decision_to_sign_waits_for_the_signature_of_its_turn() -> None:
    decided = outcome(3, OutcomeKind.TO_SIGN)
    assert next_step(PLAN, (*DONE, decided)) == AwaitSignature(step=PLAN[2], turn=1)


def test_a_kept_signature_ends_the_round() -> None:
    assert next_step(PLAN, (*DONE, outcome(3, OutcomeKind.SIGNED))) is RoundEnd.SIGNED


def test_a_cancelled_signing_opens_the_next_turn_of_the_same_step() -> None:
    taken_back = outcome(3, OutcomeKind.CANCELLED)
    assert next_step(PLAN, (*DONE, taken_back)) == Open(step=PLAN[2], turn=2)


@pytest.mark.parametrize("kind", END)
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_return_or_rejection_at_any_step_ends_the_round(kind: OutcomeKind, step: int) -> None:
    assert next_step(PLAN, (*DONE[: step - 1], outcome(step, kind))) is END[kind]


def test_the_latest_turn_counts_in_whatever_order_rows_are_read() -> None:
    first, second = outcome(3, OutcomeKind.CANCELLED, 1), outcome(3, OutcomeKind.TO_SIGN, 2)
    waits = AwaitSignature(step=PLAN[2], turn=2)
    assert next_step(PLAN, (*DONE, first, second)) == waits
    assert next_step(PLAN, (second, first, *reversed(DONE))) == waits


@pytest.mark.parametrize(
    ("kind", "verdict", "means"),
    [
        (C, Verdict.APPROVE, OutcomeKind.APPROVED),
        (O, Verdict.APPROVE, OutcomeKind.APPROVED),
        (S, Verdict.APPROVE, OutcomeKind.TO_SIGN),
        (StepKind.CONSULTATION, Verdict.APPROVE, OutcomeKind.APPROVED),
        (StepKind.CONSULTATION, Verdict.OPINION, OutcomeKind.APPROVED),
        (StepKind.HAND_ON, Verdict.HAND_ON, OutcomeKind.HANDED_ON),
        *((kind, Verdict.RETURN, OutcomeKind.RETURNED) for kind in (C, O, S)),
        *((kind, Verdict.REJECT, OutcomeKind.REJECTED) for kind in (C, O, S)),
    ],
)
def test_what_a_verdict_means_for_its_step(
    kind: StepKind, verdict: Verdict, means: OutcomeKind
) -> None:
    assert verdict in ALLOWED[kind]
    assert outcome_of(kind, verdict) is means


def test_a_return_within_the_round_is_sent_back() -> None:
    assert outcome_of(O, Verdict.RETURN, to_step=1) is OutcomeKind.SENT_BACK


@pytest.mark.parametrize("kinds", list(product(IN_ROUTES, repeat=3)))
def test_every_course_of_every_plan_of_three_steps_is_lawful(kinds: tuple[StepKind, ...]) -> None:
    plan, ends = plan_of(*kinds), set()
    for outcomes, coming in courses(plan):
        judge(plan, outcomes, coming)
        if isinstance(coming, RoundEnd):
            ends.add(coming)
    binding = set(kinds) - {StepKind.CONSULTATION}
    assert ends == (set(RoundEnd) if binding else {RoundEnd.SIGNED})


def judge(plan: tuple[PlanStep, ...], outcomes: tuple[Outcome, ...], coming: Next) -> None:
    latest = {row.step: row for row in sorted(outcomes, key=lambda row: row.turn)}
    settled = {
        number
        for number, row in latest.items()
        if row.kind in {OutcomeKind.APPROVED, OutcomeKind.SIGNED}
    }
    match coming:
        case Open(step=step, turn=turn):
            assert settled == {one.step for one in plan if one.step < step.step}
            assert turn == len([row for row in outcomes if row.step == step.step]) + 1
        case AwaitSignature(step=step, turn=turn):
            assert step.kind is S
            assert latest[step.step] == outcome(step.step, OutcomeKind.TO_SIGN, turn)
        case RoundEnd.SIGNED:
            assert settled == {one.step for one in plan}
        case RoundEnd():
            assert [row.kind for row in outcomes if row.kind in END] == [
                {end: kind for kind, end in END.items()}[coming]
            ]


ROWS = st.lists(
    st.builds(
        Outcome,
        step=st.integers(1, 3),
        turn=st.integers(1, 3),
        kind=st.sampled_from(OutcomeKind),
        to_step=st.none() | st.integers(1, 3),
        to_turn=st.integers(1, 3),
    ),
    max_size=8,
    unique_by=lambda row: (row.step, row.turn),
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_answer_depends_on_the_rows_and_not_on_their_order(
    rows: list[Outcome], rng: Random
) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)
    assert next_step(PLAN, shuffled) == next_step(PLAN, rows)


@given(ROWS)
def test_whatever_the_rows_say_an_open_turn_has_no_row_yet(rows: list[Outcome]) -> None:
    match next_step(PLAN, rows):
        case Open(step=step, turn=turn):
            assert (step.step, turn) not in {(row.step, row.turn) for row in rows}
        case AwaitSignature(step=step, turn=turn):
            found = [row for row in rows if (row.step, row.turn) == (step.step, turn)]
            assert [row.kind for row in found] == [OutcomeKind.TO_SIGN]
        case RoundEnd():
            assert rows


@dataclass
class Ledger:
    """A round as a careful clerk would keep it: which steps are settled, and how often opened."""

    plan: tuple[PlanStep, ...]
    settled: set[int] = field(default_factory=set)
    opened: dict[int, int] = field(default_factory=dict)
    ends: RoundEnd | None = None
    signing: bool = False

    def coming(self) -> tuple[str, int, int] | RoundEnd:
        ways = [step for step in self.plan if step.kind is not StepKind.HAND_ON]
        waits = [step.step for step in ways if step.step not in self.settled]
        hand_on = [step.step for step in self.plan if step.kind is StepKind.HAND_ON]
        if self.ends is RoundEnd.RETURNED and hand_on and hand_on[0] not in self.settled:
            return "open", hand_on[0], 1
        if self.ends or not waits:
            return self.ends or RoundEnd.SIGNED
        turn = self.opened.get(waits[0], 0)
        return ("sign", waits[0], turn) if self.signing else ("open", waits[0], turn + 1)

    def write(self, row: Outcome) -> None:
        self.opened[row.step] = row.turn
        self.signing = row.kind is OutcomeKind.TO_SIGN
        if row.kind in SETTLES:
            self.settled.add(row.step)
        if row.to_step is not None:
            self.settled.discard(row.to_step)
        self.ends = END.get(row.kind, self.ends)


SETTLES = {
    OutcomeKind.APPROVED,
    OutcomeKind.SIGNED,
    OutcomeKind.BYPASSED,
    OutcomeKind.HANDED_ON,
}


@st.composite
def plans(draw: st.DrawFn) -> tuple[PlanStep, ...]:
    """Routes with approvals kept from an earlier round, and perhaps a head who hands returns on."""
    kinds = draw(st.lists(st.sampled_from(IN_ROUTES), max_size=4))
    plan = plan_of(*kinds, S, *([StepKind.HAND_ON] if draw(st.booleans()) else []))
    kept = draw(st.integers(0, len(kinds)))
    return (*(replace(step, kept_from=1) for step in plan[:kept]), *plan[kept:])


def anything(ledger: Ledger, coming: Next) -> list[Outcome]:
    """Whatever people may do now: decide, send back, set aside, skip, sign, take back."""
    rows = list(moves(coming))
    if isinstance(coming, Open) and coming.step.kind is not StepKind.HAND_ON:
        here = {"step": coming.step.step, "turn": coming.turn}
        rows += [Outcome(kind=OutcomeKind.SET_ASIDE, **here)]
        rows += [Outcome(kind=OutcomeKind.BYPASSED, **here)]
        for to in range(1, coming.step.step):
            turn = ledger.opened.get(to, 0) + 1
            back = Outcome(kind=OutcomeKind.SENT_BACK, **here)
            rows.append(replace(back, to_step=to, to_turn=turn))
    return rows


@given(plans(), st.data())
def test_every_way_of_a_round_agrees_with_a_careful_clerk(
    plan: tuple[PlanStep, ...], data: st.DataObject
) -> None:
    ledger = Ledger(plan, settled={step.step for step in plan if step.kept_from})
    outcomes: tuple[Outcome, ...] = ()
    for _ in range(12):
        coming = next_step(plan, outcomes)
        assert said(coming) == ledger.coming()
        possible = anything(ledger, coming)
        if not possible:
            return
        row = data.draw(st.sampled_from(possible))
        outcomes = written(outcomes, row)
        ledger.write(row)


def said(coming: Next) -> tuple[str, int, int] | RoundEnd:
    match coming:
        case Open(step=step, turn=turn):
            return "open", step.step, turn
        case AwaitSignature(step=step, turn=turn):
            return "sign", step.step, turn
        case RoundEnd():
            return coming


BACK = Outcome(step=3, turn=1, kind=OutcomeKind.SENT_BACK, to_step=1, to_turn=2)


def test_a_step_sent_back_to_opens_again_and_those_between_stay() -> None:
    assert next_step(PLAN, (*DONE, BACK)) == Open(step=PLAN[0], turn=2)
    again = (*DONE, BACK, outcome(1, OutcomeKind.APPROVED, 2))
    assert next_step(PLAN, again) == Open(step=PLAN[2], turn=2)


def test_an_approval_kept_from_an_earlier_round_stands_until_it_is_asked_for() -> None:
    plan = (replace(PLAN[0], kept_from=1), *PLAN[1:])
    assert next_step(plan, ()) == Open(step=PLAN[1], turn=1)
    back = Outcome(step=2, turn=1, kind=OutcomeKind.SENT_BACK, to_step=1, to_turn=1)
    assert next_step(plan, (back,)) == Open(step=plan[0], turn=1)
    approved = outcome(1, OutcomeKind.APPROVED)
    assert next_step(plan, (back, approved)) == Open(step=PLAN[1], turn=2)


def test_a_return_is_handed_on_once_where_the_plan_says_so() -> None:
    plan = plan_of(C, O, S, StepKind.HAND_ON)
    returned = outcome(1, OutcomeKind.RETURNED)
    assert next_step(plan, (returned,)) == Open(step=plan[3], turn=1)
    handed = outcome(4, OutcomeKind.HANDED_ON)
    assert next_step(plan, (returned, handed)) is RoundEnd.RETURNED
    assert next_step(plan, (outcome(1, OutcomeKind.REJECTED),)) is RoundEnd.REJECTED


@given(
    st.integers(1, 5),
    st.lists(
        st.sampled_from([OutcomeKind.APPROVED, OutcomeKind.RETURNED, OutcomeKind.REJECTED]),
        max_size=6,
    ),
)
def test_a_step_of_several_ends_with_enough_approvals_or_the_first_who_objects(
    needs: int, votes: list[OutcomeKind]
) -> None:
    step = replace(PLAN[1], needs=needs)
    objections = [vote for vote in votes if vote is not OutcomeKind.APPROVED]
    enough = OutcomeKind.APPROVED if len(votes) >= needs else None
    assert turn_outcome(step, votes) is (objections[0] if objections else enough)


@pytest.mark.parametrize(
    ("hours", "by_level"),
    [
        (Hours(thuong=8), (8, 8, 8, 8)),
        (Hours(thuong=8, khan=4), (8, 4, 4, 4)),
        (Hours(thuong=8, hoa_toc=1), (8, 8, 8, 1)),
        (Hours(thuong=8, khan=4, thuong_khan=2, hoa_toc=1), (8, 4, 2, 1)),
    ],
)
def test_an_urgency_without_hours_has_those_of_the_next_lower(
    hours: Hours, by_level: tuple[int, ...]
) -> None:
    assert tuple(hours.of(level) for level in Urgency) == by_level
