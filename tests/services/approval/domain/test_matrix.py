"""Nobody approves what is his own: every part taken, every way to a seat, every step, every act.

Each row is asked twice: of somebody who took no part it must be allowed, else it proves nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.approval.domain.assigning import (
    refuse_not_superior,
    refuse_unfit,
    with_candidate,
)
from services.approval.domain.deciding import seat_for
from services.approval.domain.facts import Turn
from services.approval.domain.holder import signer_for
from services.approval.domain.plan import plan_for, with_step
from services.approval.domain.planning import (
    Consultation,
    consultation,
    permitted,
    refuse_bypass,
    refuse_replanning,
)
from services.approval.domain.round import Round
from services.approval.domain.seating import able, open_to
from shared.domain.grants import Absence, Delegation
from shared.domain.organisation import Permissions
from shared.domain.refusals import NotYours, Refusal
from shared.domain.route import StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency
from tests.services.approval.domain.seats import (
    AT,
    KINDS,
    LAW,
    away,
    delegated,
    now,
    person,
    post,
    round_at,
    step,
    voted,
    waiting,
)
from tests.services.approval.domain.ways import (
    CHECK,
    DECIDED,
    NOTHING,
    OPINION,
    OWN,
    PARTS,
    REVIEW,
    SIGN,
    WAYS,
    WROTE,
    Taken,
    Way,
    absent_owner,
    barred,
    holder,
    office_of,
    unit_head,
)

ROWS = [
    pytest.param(taken, make(kind), kind, id=f"{part}, {way}, {kind}")
    for way, (make, kinds) in WAYS.items()
    for kind in kinds
    for part, taken in PARTS.items()
]


def sits(held: Round, way: Way) -> None:
    """What every act on a task asks first: decide, claim, forward, consult, ask, urgency, PDF."""
    seat_for(held, waiting(held), person(way.actor, way.now()), way.now(), pinned=way.organisation)


def given(held: Round, way: Way) -> None:
    """Forwarded or reassigned to whoever acts, who becomes a candidate by it."""
    waits = with_candidate(held.step(5), way.actor, way.organisation)
    held = replace(held, plan=with_step(held, waits))
    refuse_unfit(held, waiting(held), way.actor, way.now())


def asked(held: Round, way: Way) -> None:
    """Named in a consultation that somebody asks for."""
    seats = (Seat(SeatKind.ACCOUNT, way.actor),)
    wanted = Consultation(seats=seats, needs=None, hours=8, reason="")
    consultation(held, waiting(held), wanted, way.now(), title="Chánh Văn phòng")


def allowed(act: Callable[[], None]) -> bool:
    try:
        act()
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(("taken", "way", "kind"), ROWS)
def test_whoever_took_a_part_takes_no_second_one(taken: Taken, way: Way, kind: StepKind) -> None:
    waits = way.waits(kind)
    clean, held = NOTHING.round(waits), taken.round(waits)
    assert allowed(lambda: sits(clean, way))
    assert allowed(lambda: sits(held, way)) is not barred(taken, kind)


@pytest.mark.parametrize(("taken", "way", "kind"), ROWS)
def test_nor_is_it_given_to_him(taken: Taken, way: Way, kind: StepKind) -> None:
    waits = way.waits(kind)
    clean, held = NOTHING.round(waits), taken.round(waits)
    assert allowed(lambda: given(clean, way))
    by_himself = way.actor != OWN and allowed(lambda: given(held, _without_grants(way)))
    assert allowed(lambda: given(held, way)) is (by_himself or not barred(taken, kind))


def _without_grants(way: Way) -> Way:
    """Given to another, who may have a right of his own to it."""
    return replace(way, grants=())


@pytest.mark.parametrize(("taken", "way", "kind"), ROWS)
def test_nor_is_he_listed_or_made_a_signer(taken: Taken, way: Way, kind: StepKind) -> None:
    waits = way.waits(kind)
    clean, held = NOTHING.round(waits), taken.round(waits)
    actor = way.organisation.account(way.actor)
    assert actor is not None
    may = not barred(taken, kind)
    assert open_to(clean, waiting(clean), actor, way.now()) is not None
    assert (open_to(held, waiting(held), actor, way.now()) is not None) is may
    assert (actor in able(held, waiting(held), way.now())) is may
    if kind is SIGN:
        signer = signer_for(held, waiting(held), way.now())
        if not may:
            assert signer is None or signer.account.id not in {OWN, way.actor}
            return
        assert signer is not None


@pytest.mark.parametrize("taken", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("kind", [CHECK, REVIEW, SIGN])
def test_nobody_is_asked_for_an_opinion_of_his_own_text(taken: Taken, kind: StepKind) -> None:
    way = holder(kind)
    waits = way.waits(kind)
    assert allowed(lambda: asked(NOTHING.round(waits), way))
    assert not allowed(lambda: asked(taken.round(waits), way))


@pytest.mark.parametrize("taken", WROTE.values(), ids=WROTE)
def test_nor_is_a_substitute_asked_in_an_authors_place(taken: Taken) -> None:
    way = replace(absent_owner(OPINION), actor=OWN)
    waits = way.waits(CHECK)
    assert allowed(lambda: asked(NOTHING.round(waits), way))
    assert not allowed(lambda: asked(taken.round(waits), way))


POWERS = {
    "head": "giam-doc",
    "deputy in charge of the field": "pho-giam-doc",
    "head of the unit": "chanh-van-phong",
}
BELOW = {
    "giam-doc": "chanh-van-phong",
    "pho-giam-doc": "chanh-van-phong",
    "chanh-van-phong": "pho-chanh-van-phong",
}


@pytest.mark.parametrize("taken", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("superior", POWERS.values(), ids=POWERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_superior_reassigns_nothing_of_his_own(
    taken: Taken, superior: str, kind: StepKind
) -> None:
    below = BELOW[superior]
    in_force = now(office_of(minh=superior, lan=below))
    waits = step(kind, post(below), number=5)

    def reassigns(held: Round) -> None:
        refuse_not_superior(held, waiting(held), person(OWN, in_force), in_force)

    assert allowed(lambda: reassigns(NOTHING.round(waits)))
    assert not allowed(lambda: reassigns(taken.round(waits)))


@pytest.mark.parametrize("taken", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("kind", [CHECK, REVIEW, OPINION])
@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.EXPRESS])
def test_nobody_skips_a_check_of_his_own(taken: Taken, kind: StepKind, urgency: Urgency) -> None:
    in_force = now(office_of(minh="giam-doc", lan="chanh-van-phong"))
    me, waits = person(OWN, in_force), step(kind, post("chanh-van-phong"), number=5)

    def skips(held: Round) -> None:
        refuse_bypass(held, waiting(held), me)
        permitted(me, in_force.organisation.permissions.bypass)

    assert allowed(lambda: skips(NOTHING.round(waits, urgency)))
    assert not allowed(lambda: skips(taken.round(waits, urgency)))


@pytest.mark.parametrize("urgency", Urgency)
def test_a_signature_is_never_skipped(urgency: Urgency) -> None:
    in_force = now(office_of(minh="giam-doc", lan="pho-giam-doc"))
    held = NOTHING.round(step(SIGN, post("pho-giam-doc"), number=5), urgency)
    assert not allowed(lambda: refuse_bypass(held, waiting(held), person(OWN, in_force)))


@pytest.mark.parametrize("taken", WROTE.values(), ids=WROTE)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_lays_out_the_way_of_his_own(taken: Taken, kind: StepKind) -> None:
    in_force = now(office_of(minh="giam-doc", lan="chanh-van-phong"))
    me, waits = person(OWN, in_force), step(kind, post("chanh-van-phong"), number=5)

    def replans(held: Round) -> None:
        permitted(me, in_force.organisation.permissions.replan)
        refuse_replanning(held, me)

    assert allowed(lambda: replans(NOTHING.round(waits)))
    assert not allowed(lambda: replans(taken.round(waits)))


@pytest.mark.parametrize("grant", [away("lan", OWN), delegated("lan", OWN)], ids=["away", "tuq"])
def test_permissions_are_of_posts_and_pass_to_no_substitute_or_delegate(
    grant: Absence | Delegation,
) -> None:
    here = replace(
        office_of(lan="giam-doc", minh="chanh-thanh-tra"),
        permissions=Permissions(bypass=("giam-doc",), replan=("giam-doc",)),
    )
    me = person(OWN, now(here, grant))
    for posts in (here.permissions.bypass, here.permissions.replan):
        with pytest.raises(NotYours) as refused:
            permitted(me, posts)
        assert refused.value.code == "no_permission"
        assert permitted(person("lan", now(here)), posts).code == "giam-doc"


def test_nor_does_the_standing_of_a_superior() -> None:
    in_force = now(office_of(lan="giam-doc", minh="truong-phong-qlvh", hoa="chanh-van-phong"))
    standing_in = now(in_force.organisation, away("lan", OWN))
    held = NOTHING.round(step(CHECK, post("chanh-van-phong"), number=5))
    with pytest.raises(NotYours) as refused:
        refuse_not_superior(held, waiting(held), person(OWN, standing_in), standing_in)
    assert refused.value.code == "not_superior"


@pytest.mark.parametrize("kind", [CHECK, REVIEW, SIGN])
def test_the_same_part_again_is_no_second_one(kind: StepKind) -> None:
    for name, taken in DECIDED.items():
        if taken.did is kind:
            held = taken.round(holder(kind).waits(kind))
            assert allowed(lambda held=held: sits(held, holder(kind))), name  # type: ignore[misc]  # bound now


def test_handing_on_a_return_is_no_approval_and_open_to_its_author() -> None:
    way = unit_head(StepKind.HAND_ON)
    for taken in PARTS.values():
        held = taken.round(way.waits(StepKind.HAND_ON))
        turn = held.turn(5, 1)
        assert turn is not None
        me = person(OWN, way.now())
        assert seat_for(held, turn, me, way.now(), pinned=way.organisation).behalf is None


@pytest.mark.parametrize("wrote", [{"authors": (OWN,)}, {"submitter": OWN}], ids=["wrote", "sent"])
def test_an_approval_given_in_somebodys_place_does_not_outlast_his_writing(
    wrote: dict[str, Any],
) -> None:
    """A unit's head comes back and submits the next round himself: his check is not kept."""
    first = replace(
        round_at(step(CHECK, post("p"))).submission, unit="QLDL", field="du-lich", content="c" * 64
    )
    plan = plan_for(LAW, first)
    turns = tuple(
        Turn(id=f"t{number}", step=number, turn=1, opened_at=AT, due_at=AT) for number in (1, 2)
    )
    checked = voted(1, CHECK, "hoa", seat=plan[0].seats[0], behalf=OWN)
    before = Round(submission=first, plan=plan, turns=turns, decisions=(checked,))
    later = replace(first, key=replace(first.key, round=2))
    assert plan_for(LAW, later, before)[0].kept_from == 1
    assert plan_for(LAW, replace(later, **wrote), before)[0].kept_from is None
