"""Four people, on every path: the whole matrix of people and steps."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from services.approval.domain.deciding import seat_for
from services.approval.domain.facts import Cancellation
from services.approval.domain.round import Round
from services.approval.domain.seating import open_to
from shared.domain.four_eyes import Part
from shared.domain.people import Person
from shared.domain.refusals import NotYours
from shared.domain.route import StepKind, Verdict
from tests.services.approval.domain.rounds import (
    AT,
    POSTS,
    actor,
    decision,
    in_force,
    lang_son,
    person,
    round_of,
    turn,
)

PEOPLE = ("an", "binh", "chi", "dung", "em")


def is_mine(held: Round, step: int, me: Person) -> bool:
    """Whether somebody may take the step in its first turn."""
    return open_to(held, turn(step), me.account, in_force()) is not None


def _may(drafter: str, submitter: str, deciders: tuple[str, ...], account: str) -> bool:
    """Whether an account with every post may take the next step, asked of both rules."""
    held = round_of(
        *(decision(step, one) for step, one in enumerate(deciders, start=1)),
        drafter=drafter,
        submitter=submitter,
    )
    me, turn = person(account, POSTS), held.open_turn()
    assert turn is not None
    listed = open_to(held, turn, me.account, in_force())
    seated, code = None, ""
    try:
        seated = seat_for(held, turn, me, in_force(), pinned=lang_son())
    except NotYours as refused:
        code = refused.code
    assert (listed, code) == (seated, "" if seated else "second_part")
    return seated is not None


@pytest.mark.parametrize("drafter", PEOPLE[:2])
@pytest.mark.parametrize("submitter", PEOPLE[:2])
def test_nobody_takes_two_parts_of_a_round(drafter: str, submitter: str) -> None:
    tried = 0
    for first, second, third in product(PEOPLE, repeat=3):
        wrote = {drafter, submitter}
        assert _may(drafter, submitter, (), first) == (first not in wrote)
        assert _may(drafter, submitter, (first,), second) == (second not in wrote | {first})
        assert _may(drafter, submitter, (first, second), third) == (
            third not in wrote | {first, second}
        )
        tried += 1
    assert tried == len(PEOPLE) ** 3


def test_a_step_opened_again_may_be_taken_by_the_same_person() -> None:
    held = round_of(decision(1, "an"), decision(2, "binh"), decision(3, "chi"))
    taken_back = Cancellation(
        id="c", step=3, turn=1, reason="Xin ý kiến", by=actor("chi"), at=AT + timedelta(hours=4)
    )
    again = replace(held, cancellations=(taken_back,), turns=(*held.turns, turn(3, 2)))
    assert again.open_turn() == turn(3, 2)
    for account, allowed in (("chi", True), ("dung", True), ("an", False), ("binh", False)):
        seated = open_to(again, turn(3, 2), person(account, POSTS).account, in_force())
        assert (seated is not None) is allowed


def test_what_somebody_did_in_an_earlier_round_counts_and_the_same_again_is_allowed() -> None:
    held = round_of(before=(Part(account="an", kind=StepKind.CONTENT_CHECK),))
    for step, allowed in ((1, True), (2, False), (3, False)):
        assert is_mine(held, step, person("an", POSTS)) is allowed


def test_every_author_is_a_drafter() -> None:
    held = round_of(authors=("an",))
    for step in (1, 2, 3):
        assert not is_mine(held, step, person("an", POSTS))


def test_returning_is_taking_part_too() -> None:
    held = round_of(decision(1, "an", Verdict.RETURN))
    assert not is_mine(held, 2, person("an", POSTS))
    assert is_mine(held, 2, person("binh", POSTS))


def test_without_the_post_nothing_is_mine() -> None:
    held = round_of()
    assert is_mine(held, 1, person("chanh-van-phong"))
    assert not is_mine(held, 1, person("giam-doc"))
