"""Four people, on every path: the whole matrix of people and steps."""

from itertools import product

import pytest

from services.approval.domain.concerned import is_mine
from services.approval.domain.deciding import refuse_second_part_of
from shared.domain.four_eyes import Part
from shared.domain.refusals import NotYours
from shared.domain.route import StepKind, Verdict
from tests.services.approval.domain.rounds import POSTS, decision, person, round_of

PEOPLE = ("an", "binh", "chi", "dung", "em")


def _may(drafter: str, submitter: str, deciders: tuple[str, ...], account: str) -> bool:
    """Whether an account with every post may take the next step, asked of both rules."""
    held = round_of(
        *(decision(step, one) for step, one in enumerate(deciders, start=1)),
        drafter=drafter,
        submitter=submitter,
    )
    me, turn = person(account, POSTS), held.open_turn()
    assert turn is not None
    listed = is_mine(held.step(turn.step), held.parts(), me)
    try:
        refuse_second_part_of(held, turn, me)
    except NotYours:
        assert not listed
        return False
    assert listed
    return True


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
    for account, allowed in (("chi", True), ("dung", True), ("an", False), ("binh", False)):
        assert is_mine(held.step(3), held.parts(), person(account, POSTS)) is allowed


def test_what_somebody_did_in_an_earlier_round_counts_and_the_same_again_is_allowed() -> None:
    held = round_of(before=(Part(account="an", kind=StepKind.CONTENT_CHECK),))
    for step, allowed in ((1, True), (2, False), (3, False)):
        assert is_mine(held.step(step), held.parts(), person("an", POSTS)) is allowed


def test_every_author_is_a_drafter() -> None:
    held = round_of(authors=("an",))
    for step in (1, 2, 3):
        assert not is_mine(held.step(step), held.parts(), person("an", POSTS))


def test_returning_is_taking_part_too() -> None:
    held = round_of(decision(1, "an", Verdict.RETURN))
    assert not is_mine(held.step(2), held.parts(), person("an", POSTS))


def test_without_the_post_nothing_is_mine() -> None:
    held = round_of()
    assert is_mine(held.step(1), held.parts(), person("chanh-van-phong"))
    assert not is_mine(held.step(1), held.parts(), person("giam-doc"))
