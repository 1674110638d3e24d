"""The table of a dispatch's life, and its stage as the services' parts tell it."""

from collections import defaultdict
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.lifecycle import (
    FINAL,
    TRANSITIONS,
    Act,
    Owner,
    Part,
    Stage,
    acts_in,
    follows,
    stage_of,
)

LAWFUL = {
    Stage.DRAFT: {Act.SUBMIT, Act.WITHDRAW},
    Stage.UNDER_REVIEW: {Act.APPROVE, Act.DECIDE_TO_SIGN, Act.RETURN, Act.REJECT, Act.WITHDRAW},
    Stage.SIGNING: {Act.CANCEL_SIGNING, Act.KEEP_SIGNATURE},
    Stage.TO_ISSUE: {Act.SEND_BACK, Act.ISSUE},
    Stage.NUMBERED: {Act.VOID_NUMBER, Act.ORDER_SEAL, Act.SEAL},
    Stage.SEALED: {Act.DELIVER},
    Stage.DISTRIBUTING: {Act.FILE},
    Stage.RETURNED: {Act.SUBMIT, Act.WITHDRAW},
    Stage.FILED: set[Act](),
    Stage.REJECTED: set[Act](),
    Stage.WITHDRAWN: set[Act](),
}
OWNED = {
    Owner.DRAFTING: {Stage.UNDER_REVIEW, Stage.WITHDRAWN},
    Owner.APPROVAL: {
        Stage.UNDER_REVIEW,
        Stage.SIGNING,
        Stage.TO_ISSUE,
        Stage.RETURNED,
        Stage.REJECTED,
        Stage.WITHDRAWN,
    },
    Owner.DISTRIBUTION: {
        Stage.TO_ISSUE,
        Stage.RETURNED,
        Stage.NUMBERED,
        Stage.SEALED,
        Stage.DISTRIBUTING,
        Stage.FILED,
    },
}


@pytest.mark.parametrize(("stage", "act"), list(product(Stage, Act)))
def test_an_act_is_lawful_in_a_stage_exactly_where_the_office_allows_it(
    stage: Stage, act: Act
) -> None:
    lawful = act in LAWFUL[stage]
    assert (act in acts_in(stage)) is lawful
    assert (follows(stage, act) is not None) is lawful


@pytest.mark.parametrize("stage", sorted(FINAL))
def test_a_life_that_has_ended_knows_no_more_acts(stage: Stage) -> None:
    assert acts_in(stage) == frozenset()


def test_only_filed_rejected_and_withdrawn_are_final() -> None:
    assert {stage for stage in Stage if not acts_in(stage)} == FINAL
    assert {Stage.FILED, Stage.REJECTED, Stage.WITHDRAWN} == FINAL


def test_the_table_names_each_stage_and_act_once() -> None:
    keys = [(move.source, move.act) for move in TRANSITIONS]
    assert len(keys) == len(set(keys))
    assert {move.act for move in TRANSITIONS} == set(Act)


def test_every_stage_is_reached_from_a_draft_and_leads_to_an_end() -> None:
    forwards, backwards = defaultdict(set), defaultdict(set)
    for move in TRANSITIONS:
        forwards[move.source].add(move.target)
        backwards[move.target].add(move.source)
    assert reached({Stage.DRAFT}, forwards) == set(Stage)
    assert reached(set(FINAL), backwards) == set(Stage)


def reached(start: set[Stage], ways: dict[Stage, set[Stage]]) -> set[Stage]:
    known, new = set(start), set(start)
    while new:
        new = {target for stage in new for target in ways[stage]} - known
        known |= new
    return known


@pytest.mark.parametrize("owner", Owner)
def test_each_service_moves_a_dispatch_only_where_its_own_facts_can(owner: Owner) -> None:
    assert {move.target for move in TRANSITIONS if move.owner is owner} == OWNED[owner]


def test_the_happy_life_goes_from_draft_to_file_copy() -> None:
    acts = (
        *(Act.SUBMIT, Act.APPROVE, Act.DECIDE_TO_SIGN, Act.KEEP_SIGNATURE),
        *(Act.ISSUE, Act.SEAL, Act.DELIVER, Act.FILE),
    )
    lived = [Stage.DRAFT]
    for act in acts:
        after = follows(lived[-1], act)
        assert after is not None
        lived.append(after)
    assert lived[-1] is Stage.FILED
    assert all(
        before is not after or before is Stage.UNDER_REVIEW for before, after in pairwise(lived)
    )


def part(owner: Owner, number: int, stage: Stage) -> Part:
    return Part(owner=owner, round=number, stage=stage)


PARTS = st.builds(
    Part, owner=st.sampled_from(Owner), round=st.integers(0, 5), stage=st.sampled_from(Stage)
)


def test_nobody_knowing_a_dispatch_means_it_has_no_stage() -> None:
    assert stage_of(()) is None
    assert stage_of((None, None, None)) is None


def test_within_a_round_the_service_furthest_on_tells_the_stage() -> None:
    drafting = part(Owner.DRAFTING, 1, Stage.UNDER_REVIEW)
    approval = part(Owner.APPROVAL, 1, Stage.TO_ISSUE)
    desk = part(Owner.DISTRIBUTION, 1, Stage.NUMBERED)
    assert stage_of((desk, approval, drafting)) is Stage.NUMBERED
    assert stage_of((drafting, approval, None)) is Stage.TO_ISSUE
    assert stage_of((drafting, None, None)) is Stage.UNDER_REVIEW


def test_the_highest_round_wins_over_whoever_is_further_on_in_an_earlier_one() -> None:
    sent_back = part(Owner.DISTRIBUTION, 1, Stage.RETURNED)
    again = part(Owner.DRAFTING, 2, Stage.UNDER_REVIEW)
    assert stage_of((sent_back, again)) is Stage.UNDER_REVIEW


@given(st.lists(st.none() | PARTS))
def test_whatever_the_services_say_there_is_one_stage(parts: list[Part | None]) -> None:
    said = [one for one in parts if one is not None]
    stage = stage_of(parts)
    assert (stage is None) is (not said)
    if said:
        assert stage in {one.stage for one in said if one.round == max(p.round for p in said)}


@given(st.lists(PARTS, unique_by=lambda one: one.owner), st.permutations(range(3)))
def test_the_order_in_which_services_answer_changes_nothing(
    parts: list[Part], order: list[int]
) -> None:
    shuffled = [parts[place] for place in order if place < len(parts)]
    assert stage_of(shuffled) is stage_of(parts)


@given(st.lists(PARTS, min_size=1), PARTS)
def test_an_earlier_round_never_changes_the_stage(parts: list[Part], late: Part) -> None:
    highest = max(one.round for one in parts)
    earlier = Part(owner=late.owner, round=highest - 1, stage=late.stage)
    assert stage_of([*parts, earlier]) is stage_of(parts)
