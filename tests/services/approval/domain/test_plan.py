"""The plan of a round follows the agency's route and the unit that drafted."""

from dataclasses import replace

import pytest

from services.approval.domain.plan import plan_for
from shared.domain.refusals import WrongMoment
from shared.domain.route import StepKind
from shared.domain.seats import Seat, SeatKind
from tests.services.approval.domain.rounds import PLAN, lang_son, submission


def test_the_office_has_a_second_person_for_the_form() -> None:
    assert plan_for(lang_son(), submission()) == PLAN


@pytest.mark.parametrize(("unit", "field"), [("QLVH", "van-hoa"), ("TTr", "hanh-chinh")])
def test_the_head_of_the_drafting_unit_checks_the_content(unit: str, field: str) -> None:
    plan = plan_for(lang_son(), submission(unit=unit, field=field))
    assert [(step.step, step.kind, step.seats) for step in plan] == [
        (1, StepKind.CONTENT_CHECK, (Seat(SeatKind.UNIT_HEAD, unit),)),
        (2, StepKind.OFFICE_REVIEW, (Seat(SeatKind.POST, "chanh-van-phong"),)),
        (
            3,
            StepKind.SIGNATURE,
            (Seat(SeatKind.FIELD, field), Seat(SeatKind.POST, "giam-doc")),
        ),
    ]


@pytest.mark.parametrize(
    ("unit", "head"), [("QLVH", "truong-phong-qlvh"), ("TTr", "chanh-thanh-tra")]
)
def test_the_seat_of_the_units_head_is_for_who_holds_that_post(unit: str, head: str) -> None:
    (seat,) = plan_for(lang_son(), submission(unit=unit))[0].seats
    assert [account.id for account in lang_son().sitters(seat)] == [head]


def test_a_unit_without_a_head_has_no_plan() -> None:
    with pytest.raises(WrongMoment) as refused:
        plan_for(lang_son(), submission(unit="BT", field="van-hoa"))
    assert refused.value.code == "no_unit_head"


def test_a_content_check_with_posts_of_its_own_keeps_them() -> None:
    organisation = lang_son()
    content, *others = organisation.routes[0].steps
    named = replace(content, posts=("giam-doc",))
    routes = (replace(organisation.routes[0], steps=(named, *others)),)
    plan = plan_for(replace(organisation, routes=routes), submission(unit="BT", field="van-hoa"))
    assert plan[0].seats == (Seat(SeatKind.POST, "giam-doc"),)
