"""The plan of a round: made of the agency's route, kept from the round before, changed by acts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from services.approval.domain.facts import Submission
from services.approval.domain.round import Round
from shared.domain.four_eyes import ROLES
from shared.domain.organisation import Organisation, Returns
from shared.domain.refusals import WrongMoment
from shared.domain.route import (
    Escalation,
    Hours,
    OutcomeKind,
    PlanStep,
    RoundEnd,
    StepKind,
    next_step,
)
from shared.domain.route_template import (
    AfterReturn,
    EscalationRule,
    Route,
    RouteStep,
    seats_of_step,
)
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency


def plan_for(
    organisation: Organisation, submission: Submission, before: Round | None = None
) -> tuple[PlanStep, ...]:
    """The steps of the route, counted from 1; approvals of the round before stand where they may.

    Raises WrongMoment `no_unit_head` where the content check is the unit head's and the unit has
    no such post (ND30 Đ.12.1).
    """
    route = _route(organisation, submission, submission.urgency)
    plan = _steps(organisation, submission, route, first=1)
    if before is None or route.after_return is AfterReturn.RESTART:
        return plan
    return _resumed(plan, submission, before)


def replanned(
    held: Round, organisation: Organisation, settled: Sequence[PlanStep]
) -> tuple[PlanStep, ...]:
    """The plan by the route in force: what was settled stays as it was, the rest comes anew.

    Of each kind, as many steps of the route are taken as settled as there are; steps that come
    anew get new numbers.
    """
    route = _route(organisation, held.submission, held.urgency)
    first = 1 + max(step.step for step in (*held.plan, *held.past))
    left = list(settled)
    plan = []
    for step in _steps(organisation, held.submission, route, first=first):
        done = next((one for one in left if one.kind is step.kind), None)
        if done:
            left.remove(done)
        plan.append(done or step)
    return (*left, *plan)


def settled_steps(held: Round) -> tuple[PlanStep, ...]:
    """The steps at which nothing is to be done any more, wherever they stand in the plan."""
    outcomes = held.outcomes()
    return tuple(
        step
        for step in held.plan
        if step.kind is not StepKind.HAND_ON and next_step((step,), outcomes) is RoundEnd.SIGNED
    )


def with_consultation(held: Round, before: PlanStep, new: PlanStep) -> tuple[PlanStep, ...]:
    """The plan with one more step, right before this one."""
    at = held.plan.index(before)
    return (*held.plan[:at], new, *held.plan[at:])


def with_step(held: Round, changed: PlanStep) -> tuple[PlanStep, ...]:
    """The plan with one step as it is now."""
    return tuple(changed if one.step == changed.step else one for one in held.plan)


def next_number(held: Round) -> int:
    return 1 + max(step.step for step in (*held.plan, *held.past))


def escalated(step: PlanStep, heard: Collection[Seat]) -> PlanStep:
    """The step once its escalation adds candidates, or puts others in their place.

    Whoever was heard in the open turn keeps his seat: what still lacks is asked of the others.
    """
    if step.escalation is None:
        return step
    match step.escalation.how:
        case "added":
            more = tuple(seat for seat in step.escalation.seats if seat not in step.seats)
            return replace(step, seats=(*step.seats, *more))
        case "replaced":
            others = tuple(seat for seat in step.escalation.seats if seat not in heard)
            if not others:
                return step
            seats = (*(seat for seat in step.seats if seat in heard), *others)
            return replace(step, seats=seats, needs=min(step.needs, len(seats)))
        case _:
            return step


def _route(organisation: Organisation, submission: Submission, urgency: Urgency) -> Route:
    return organisation.route_for(
        unit=submission.unit,
        doc_type=submission.doc_type,
        field=submission.field,
        urgency=urgency,
    )


def _steps(
    organisation: Organisation, submission: Submission, route: Route, *, first: int
) -> tuple[PlanStep, ...]:
    steps = [
        _step(organisation, submission, route, step, number)
        for number, step in enumerate(route.steps, start=first)
    ]
    if organisation.returns is Returns.BY_HEAD and organisation.unit_head(submission.unit):
        steps.append(_hand_on(submission, steps))
    return tuple(steps)


def _step(
    organisation: Organisation, submission: Submission, route: Route, step: RouteStep, number: int
) -> PlanStep:
    seats = seats_of_step(step, submission.unit, submission.field)
    _refuse_without_head(organisation, step.kind, seats)
    urgent = step.urgent_hours
    return PlanStep(
        step=number,
        kind=step.kind,
        seats=seats,
        needs=len(seats) if step.everybody else step.needs or 1,
        hours=Hours(
            thuong=step.hours,
            khan=urgent.khan,
            thuong_khan=urgent.thuong_khan,
            hoa_toc=urgent.hoa_toc,
        ),
        remind_before=step.remind_before,
        escalation=_escalation(step.escalation) if step.escalation else None,
        keeps=step.keeps_approval,
        route=route.name,
    )


def _escalation(rule: EscalationRule) -> Escalation:
    posts = (Seat(SeatKind.POST, post) for post in rule.posts)
    accounts = (Seat(SeatKind.ACCOUNT, account) for account in rule.accounts)
    return Escalation(after=rule.after, how=rule.how, seats=(*posts, *accounts), again=rule.again)


def _hand_on(submission: Submission, steps: Sequence[PlanStep]) -> PlanStep:
    """The head of the drafting unit hands returns on, in the time of the content check."""
    check = next(step for step in steps if step.kind is StepKind.CONTENT_CHECK)
    return PlanStep(
        step=steps[-1].step + 1,
        kind=StepKind.HAND_ON,
        seats=(Seat(SeatKind.UNIT_HEAD, submission.unit),),
        hours=check.hours,
        remind_before=check.remind_before,
        route=check.route,
    )


def _refuse_without_head(organisation: Organisation, kind: StepKind, seats: Sequence[Seat]) -> None:
    for seat in seats:
        if seat.kind is SeatKind.UNIT_HEAD and organisation.unit_head(seat.of) is None:
            raise WrongMoment(
                "no_unit_head",
                f"Đơn vị {seat.of} không có chức vụ trưởng đơn vị để {ROLES[kind]} "
                "(Điều 12.1 Nghị định 30/2020/NĐ-CP); hãy bổ sung vào tệp tổ chức.",
            )


def _resumed(
    plan: tuple[PlanStep, ...], submission: Submission, before: Round
) -> tuple[PlanStep, ...]:
    """Approvals stand up to the step that returned the round before.

    A change of the text voids every one that the route does not expressly keep, and nobody's
    stands who has become an author since; the signer always decides anew (ND30 Đ.11.2).
    """
    same = submission.content is not None and submission.content == before.submission.content
    authors = {submission.drafter, submission.submitter, *submission.authors}
    standing, earlier = _standing(before), iter(before.plan)
    kept = []
    for step in plan:
        # steps that acts put in between are passed over
        alike = (one for one in earlier if (one.kind, one.seats) == (step.kind, step.seats))
        was = next(alike, None)
        stands = standing.get(was.step) if was else None
        if stands is None or not (same or step.keeps):
            break
        if step.kind is StepKind.SIGNATURE or authors & stands.deciders:
            break
        kept.append(replace(step, kept_from=stands.round))
    return (*kept, *plan[len(kept) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    round: int
    deciders: frozenset[str]


def _standing(before: Round) -> dict[int, _Standing]:
    """By step: the round whose approval stands there, and who gave it."""
    standing = {}
    for step in before.plan:
        turns = [one for one in before.outcomes() if one.step == step.step]
        latest = max(turns, key=lambda one: one.turn, default=None)
        if latest is None and step.kept_from is not None:
            standing[step.step] = _Standing(round=step.kept_from, deciders=_kept_by(before, step))
        elif latest and latest.kind is OutcomeKind.APPROVED:
            votes = before.votes(latest.step, latest.turn)
            people = (one for vote in votes for one in (vote.by.account, vote.by.on_behalf_of))
            deciders = frozenset(one for one in people if one)
            standing[step.step] = _Standing(round=before.key.round, deciders=deciders)
    return standing


def _kept_by(before: Round, step: PlanStep) -> frozenset[str]:
    """Who may have approved in the earlier round: whoever took this part before."""
    return frozenset(part.account for part in before.before if part.kind is step.kind)
