"""The plan of a round: the agency's route, made definite for the unit that drafted."""

from shared.domain.four_eyes import ROLES
from shared.domain.organisation import Organisation, RouteStep
from shared.domain.refusals import WrongMoment
from shared.domain.route import PlanStep


def plan_for(organisation: Organisation, unit: str) -> tuple[PlanStep, ...]:
    """The steps of the unit's route, counted from 1.

    A content check without posts belongs to the head of the drafting unit (ND30 Đ.12.1);
    raises WrongMoment `no_unit_head` where the unit has no such post.
    """
    steps = organisation.route_for(unit).steps
    return tuple(
        PlanStep(
            step=number,
            kind=step.kind,
            posts=step.posts or _head_of(organisation, unit, step),
            hours=step.hours,
        )
        for number, step in enumerate(steps, start=1)
    )


def _head_of(organisation: Organisation, unit: str, step: RouteStep) -> tuple[str, ...]:
    post = organisation.unit_head(unit)
    if post is None:
        raise WrongMoment(
            "no_unit_head",
            f"Đơn vị {unit} không có chức vụ trưởng đơn vị để {ROLES[step.kind]} "
            "(Điều 12.1 Nghị định 30/2020/NĐ-CP); hãy bổ sung vào tệp tổ chức.",
        )
    return (post.code,)
