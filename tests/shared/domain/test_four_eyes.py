"""Drafter, content checker, form checker and signer are four people."""

from itertools import permutations

import pytest

from shared.domain.four_eyes import ROLES, Part, others, refuse_second_part
from shared.domain.refusals import NotYours
from shared.domain.route import StepKind

DUTIES = (None, StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.SIGNATURE)
PARTS = (None, *StepKind)
MATRIX = [(did, kind) for did in PARTS for kind in StepKind]


def clash(did: StepKind | None, wants: StepKind) -> bool:
    """What one person may not be: two of the four, or consulted on a text of one's own."""
    two_of_four = did in DUTIES and wants in DUTIES and did is not wants
    return two_of_four or (did is None and wants is StepKind.CONSULTATION)


@pytest.mark.parametrize(("did", "wants"), MATRIX)
def test_nobody_takes_two_parts_in_one_round(did: StepKind | None, wants: StepKind) -> None:
    parts = (Part(account="lan", kind=did), Part(account="minh", kind=None))
    if not clash(did, wants):
        refuse_second_part(parts, "lan", wants)
        assert "lan" not in others(parts, wants)
        return
    with pytest.raises(NotYours) as refused:
        refuse_second_part(parts, "lan", wants)
    assert refused.value.code == "second_part"
    assert ROLES[wants] in refused.value.sentence
    assert "lan" in others(parts, wants)


def test_the_matrix_is_that_of_the_office() -> None:
    forbidden = {(did, kind) for did, kind in MATRIX if clash(did, kind)}
    assert len(forbidden) == 4 * 3 - 3 + 1  # nobody goes back to writing; the text's own voice
    assert (StepKind.CONSULTATION, StepKind.SIGNATURE) not in forbidden
    assert not any(StepKind.HAND_ON in pair for pair in forbidden)


@pytest.mark.parametrize("kind", StepKind)
def test_somebody_without_a_part_may_take_any(kind: StepKind) -> None:
    parts = (Part(account="lan", kind=None), Part(account="minh", kind=StepKind.CONTENT_CHECK))
    refuse_second_part(parts, "hoa", kind)
    assert "hoa" not in others(parts, kind)


@pytest.mark.parametrize("order", list(permutations(DUTIES[1:])))
def test_in_whatever_order_steps_come_it_takes_four_people(order: tuple[StepKind, ...]) -> None:
    parts = [Part(account="a", kind=None)]
    for kind in order:
        free = [name for name in "abcd" if name not in others(tuple(parts), kind)]
        for taken in others(tuple(parts), kind):
            with pytest.raises(NotYours):
                refuse_second_part(tuple(parts), taken, kind)
        parts.append(Part(account=free[0], kind=kind))
    assert [part.account for part in parts] == ["a", "b", "c", "d"]


def test_nobody_is_consulted_on_a_text_of_ones_own_but_checkers_may_be() -> None:
    parts = (
        Part(account="lan", kind=None),
        Part(account="minh", kind=StepKind.CONTENT_CHECK),
        Part(account="hoa", kind=StepKind.CONSULTATION),
    )
    assert others(parts, StepKind.CONSULTATION) == {"lan"}
    assert others(parts, StepKind.SIGNATURE) == {"lan", "minh"}
    assert others(parts, StepKind.HAND_ON) == frozenset()


def test_the_refusal_says_what_the_person_did_before() -> None:
    with pytest.raises(NotYours, match="Người đã soạn, sửa hoặc trình văn bản này không được ký"):
        refuse_second_part((Part(account="lan", kind=None),), "lan", StepKind.SIGNATURE)


def test_every_kind_of_step_has_its_word_in_the_refusal() -> None:
    assert set(ROLES) == set(StepKind)
