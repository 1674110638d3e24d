"""A running plan changes by acts: numbers are never used again, what was settled stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.approval.domain.facts import Decision
from services.approval.domain.plan import (
    escalated,
    next_number,
    plan_for,
    replanned,
    settled_steps,
    with_consultation,
    with_step,
)
from services.approval.domain.round import Round
from shared.domain.organisation import Organisation, Returns
from shared.domain.route import Escalated, Escalation, Hours, PlanStep, StepKind, Verdict
from shared.domain.route_template import AfterReturn, RouteStep
from shared.domain.seats import Seat, SeatKind
from tests.services.approval.domain.rounds import (
    PLAN,
    decision,
    lang_son,
    round_of,
    submission,
    turn,
)

A, B, D, E = (Seat(SeatKind.POST, code) for code in "abde")
OPINION = PlanStep(step=4, kind=StepKind.CONSULTATION, seats=(A,), hours=Hours(thuong=8))
CHECKED = round_of(decision(1, "an"))


def with_returns(returns: Returns) -> Organisation:
    return replace(lang_son(), returns=returns)


def with_routes_of(*kinds: StepKind) -> Organisation:
    """Lạng Sơn with one route for everything, of steps of these kinds."""
    steps = tuple(RouteStep(kind=kind, hours=4, posts=("van-thu",)) for kind in kinds)
    general = next(route for route in lang_son().routes if route.is_general())
    return replace(lang_son(), routes=(replace(general, steps=steps),))


def back_to(step: int, to: int) -> Decision:
    sent = decision(step, "chi", Verdict.RETURN)
    return replace(sent, to_step=to, to_turn=2)


def test_a_consultation_comes_right_before_the_step_that_asked() -> None:
    plan = with_consultation(CHECKED, PLAN[1], OPINION)
    assert [step.step for step in plan] == [1, 4, 2, 3]


def test_a_number_is_never_used_again_not_even_of_a_step_that_is_gone() -> None:
    assert next_number(CHECKED) == 4
    assert next_number(replace(CHECKED, past=(replace(OPINION, step=9),))) == 10


def test_a_step_is_changed_in_its_place() -> None:
    changed = replace(PLAN[1], needs=2)
    assert with_step(CHECKED, changed) == (PLAN[0], changed, PLAN[2])


def test_settled_is_what_was_approved_though_the_next_step_is_not_open_yet() -> None:
    assert settled_steps(round_of()) == ()
    assert settled_steps(CHECKED) == PLAN[:1]
    assert settled_steps(replace(CHECKED, turns=(turn(1),))) == PLAN[:1]


def test_a_step_that_was_asked_again_is_not_settled_and_those_between_are() -> None:
    held = round_of(decision(1, "an"), decision(2, "binh"), back_to(3, 1))
    assert settled_steps(held) == PLAN[1:2]


def test_an_approval_kept_from_an_earlier_round_is_settled() -> None:
    kept = replace(PLAN[0], kept_from=1)
    assert settled_steps(replace(round_of(), plan=(kept, *PLAN[1:]))) == (kept,)


ROUTES = st.lists(
    st.sampled_from([StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.CONSULTATION]),
    max_size=5,
).map(lambda kinds: (*kinds, StepKind.SIGNATURE))


@given(ROUTES, st.integers(0, 3), st.booleans())
def test_whatever_the_new_route_what_was_settled_stays_and_nothing_is_asked_twice(
    kinds: tuple[StepKind, ...], settled: int, asked_more: bool
) -> None:
    held = round_of(*(decision(step, f"p{step}") for step in range(1, min(settled, 2) + 1)))
    if asked_more:
        held = replace(held, plan=(*held.plan[:2], OPINION, *held.plan[2:]))
    before = held.plan[:settled]
    plan = replanned(held, with_routes_of(*kinds), before)
    assert set(before) <= set(plan)
    numbers = [step.step for step in plan]
    assert len(numbers) == len(set(numbers))
    fresh = [step for step in plan if step not in before]
    assert all(step.step >= next_number(held) for step in fresh)
    for kind in StepKind:
        had = sum(step.kind is kind for step in before)
        assert sum(step.kind is kind for step in plan) == max(had, kinds.count(kind))


def test_returns_are_handed_on_by_the_units_head_where_the_agency_wants_it() -> None:
    assert plan_for(with_returns(Returns.AUTOMATIC), submission()) == PLAN
    *rest, last = plan_for(with_returns(Returns.BY_HEAD), submission())
    assert tuple(rest) == PLAN
    assert (last.step, last.kind, last.seats) == (
        4,
        StepKind.HAND_ON,
        (Seat(SeatKind.UNIT_HEAD, "VP"),),
    )


@pytest.mark.parametrize(
    ("how", "heard", "seats", "needs"),
    [
        (Escalated.TOLD, (), (A, B), 2),
        (Escalated.ADDED, (), (A, B, D), 2),
        (Escalated.REPLACED, (), (D,), 1),
        (Escalated.REPLACED, (A,), (A, D), 2),
        (Escalated.ADDED, (A,), (A, B, D), 2),
    ],
)
def test_an_escalation_adds_seats_or_replaces_those_that_were_not_heard(
    how: Escalated, heard: tuple[Seat, ...], seats: tuple[Seat, ...], needs: int
) -> None:
    rule = Escalation(after=1, how=how, seats=(D,))
    step = replace(PLAN[1], seats=(A, B), needs=2, escalation=rule)
    changed = escalated(step, heard)
    assert (changed.seats, changed.needs) == (seats, needs)
    assert escalated(changed, heard) == changed


def test_an_escalation_to_nobody_new_changes_nothing() -> None:
    rule = Escalation(after=1, how=Escalated.REPLACED, seats=(A,))
    step = replace(PLAN[1], seats=(A, B), needs=2, escalation=rule)
    assert escalated(step, (A,)) == step
    assert escalated(replace(step, escalation=None), ()) == replace(step, escalation=None)


def resuming() -> Organisation:
    """Lạng Sơn, whose Office's rounds resume and keep the approval of the content."""
    office = lang_son()
    route = office.route_for(
        unit="VP", doc_type="cong_van", field="hanh-chinh", urgency=submission().urgency
    )
    check, *rest = route.steps
    steps = (replace(check, keeps_approval=True), *rest)
    own = replace(route, steps=steps, after_return=AfterReturn.RESUME)
    return replace(office, routes=tuple(own if one == route else one for one in office.routes))


def approved_by(account: str, on_behalf_of: str | None = None) -> Round:
    """The first round: the content approved, the form returned."""
    first = decision(1, account)
    by = replace(first.by, on_behalf_of=on_behalf_of)
    held = round_of(replace(first, by=by), decision(2, "binh", Verdict.RETURN))
    return replace(held, submission=replace(held.submission, content="c1"))


@pytest.mark.parametrize(
    ("content", "author", "kept"),
    [("c1", "d", [1, None, None]), ("c2", "d", [1, None, None]), ("c2", "an", [None] * 3)],
)
def test_an_approval_stands_unless_who_gave_it_became_an_author(
    content: str, author: str, kept: list[int | None]
) -> None:
    second = submission(content=content, authors=("d", author))
    plan = plan_for(resuming(), second, approved_by("an"))
    assert [step.kept_from for step in plan] == kept


def test_an_approval_in_the_place_of_somebody_falls_when_that_one_became_an_author() -> None:
    before = approved_by("an", on_behalf_of="absent")
    plan = plan_for(resuming(), submission(content="c2", authors=("d", "absent")), before)
    assert [step.kept_from for step in plan] == [None] * 3


def test_an_approval_by_others_than_the_file_names_now_does_not_stand() -> None:
    before = approved_by("an")
    elsewhere = replace(before, plan=(replace(PLAN[0], seats=(E,)), *PLAN[1:]))
    plan = plan_for(resuming(), submission(content="c1"), elsewhere)
    assert [step.kept_from for step in plan] == [None] * 3


def test_rounds_of_the_first_release_whose_text_cannot_be_compared_begin_anew() -> None:
    before = approved_by("an")
    unknown = replace(before, submission=replace(before.submission, content=None))
    office = resuming()
    route_keeps_nothing = [
        replace(route, steps=tuple(replace(step, keeps_approval=False) for step in route.steps))
        for route in office.routes
    ]
    office = replace(office, routes=tuple(route_keeps_nothing))
    plan = plan_for(office, submission(content=None), unknown)
    assert [step.kept_from for step in plan] == [None] * 3
