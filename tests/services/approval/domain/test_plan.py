"""The plan of a round follows the agency's route and the unit that drafted."""

from dataclasses import replace

import pytest

from services.approval.domain.plan import plan_for
from shared.domain.refusals import WrongMoment
from shared.domain.route import StepKind
from tests.services.approval.domain.rounds import PLAN, lang_son


def test_the_office_has_a_second_person_for_the_form() -> None:
    assert plan_for(lang_son(), "VP") == PLAN


@pytest.mark.parametrize(
    ("unit", "head"), [("QLVH", "truong-phong-qlvh"), ("TTr", "chanh-thanh-tra")]
)
def test_the_head_of_the_drafting_unit_checks_the_content(unit: str, head: str) -> None:
    plan = plan_for(lang_son(), unit)
    assert [(step.step, step.kind, step.posts) for step in plan] == [
        (1, StepKind.CONTENT_CHECK, (head,)),
        (2, StepKind.OFFICE_REVIEW, ("chanh-van-phong",)),
        (3, StepKind.SIGNATURE, ("giam-doc", "pho-giam-doc")),
    ]


def test_a_unit_without_a_head_has_no_plan() -> None:
    with pytest.raises(WrongMoment) as refused:
        plan_for(lang_son(), "BT")
    assert refused.value.code == "no_unit_head"


def test_a_content_check_with_posts_of_its_own_keeps_them() -> None:
    organisation = lang_son()
    content, *others = organisation.routes[0].steps
    named = replace(content, posts=("giam-doc",))
    routes = (replace(organisation.routes[0], steps=(named, *others)),)
    assert plan_for(replace(organisation, routes=routes), "BT")[0].posts == ("giam-doc",)
