"""What comes next in a round, for every plan and every way it can go."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.route import (
    AwaitSignature,
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
)

C, O, S = StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE  # noqa: E741 -- the three kinds, side by side
END = {OutcomeKind.RETURNED: RoundEnd.RETURNED, OutcomeKind.REJECTED: RoundEnd.REJECTED}
MOST_TURNS = 3
"""Signings taken back per step in the search; more of them differ only in the turn's number."""


def plan_of(*kinds: StepKind) -> tuple[PlanStep, ...]:
    return tuple(
        PlanStep(step=number, kind=kind, posts=("p",), hours=8)
        for number, kind in enumerate(kinds, start=1)
    )


def outcome(step: int, kind: OutcomeKind, turn: int = 1) -> Outcome:
    return Outcome(step=step, turn=turn, kind=kind)


def moves(coming: Next) -> Iterator[Outcome]:
    """Every outcome that may be written when this is what comes next."""
    match coming:
        case Open(step=step, turn=turn):
            for verdict in Verdict:
                yield outcome(step.step, outcome_of(step.kind, verdict), turn)
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
        *((kind, Verdict.RETURN, OutcomeKind.RETURNED) for kind in StepKind),
        *((kind, Verdict.REJECT, OutcomeKind.REJECTED) for kind in StepKind),
    ],
)
def test_what_a_verdict_means_for_its_step(
    kind: StepKind, verdict: Verdict, means: OutcomeKind
) -> None:
    assert outcome_of(kind, verdict) is means


@pytest.mark.parametrize("kinds", list(product(StepKind, repeat=3)))
def test_every_course_of_every_plan_of_three_steps_is_lawful(kinds: tuple[StepKind, ...]) -> None:
    plan, ends = plan_of(*kinds), set()
    for outcomes, coming in courses(plan):
        judge(plan, outcomes, coming)
        if isinstance(coming, RoundEnd):
            ends.add(coming)
    assert ends == set(RoundEnd)


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
            assert outcome(step.step, OutcomeKind.TO_SIGN, turn) in rows
        case RoundEnd():
            assert rows
