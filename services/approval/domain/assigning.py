"""Who may take a task for himself, pass it on, or give it to somebody else."""

from dataclasses import replace

from services.approval.domain.concerned import LEADERS
from services.approval.domain.deciding import name_of, refuse_author
from services.approval.domain.facts import Turn
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, able, open_to, seatings
from services.approval.domain.sentences import actor_details, did, when
from shared.domain.four_eyes import ROLES, refuse_second_part
from shared.domain.organisation import Account, Organisation, Post
from shared.domain.people import Person, is_superior
from shared.domain.refusals import Invalid, NotYours, WrongMoment
from shared.domain.route import PlanStep
from shared.domain.seats import Seat, SeatKind


def first_post(me: Person) -> Post:
    """The post in which somebody acts where no seat says it."""
    return me.organisation.posts_of(me.account)[0]


def refuse_many_seats(held: Round, turn: Turn) -> None:
    """Where several people decide, none can have the task alone."""
    step = held.step(turn.step)
    if step.needs > 1:
        raise WrongMoment(
            "several_decide",
            f"Bước {ROLES[step.kind]} này cần {step.needs} ý kiến, không ai giữ riêng được.",
        )


def refuse_claimed_by_me(held: Round, turn: Turn, me: Person) -> None:
    assigned = held.assignment(turn)
    if assigned and assigned.to == me.id:
        raise WrongMoment(
            "already_claimed",
            f"{me.account.name} đang giữ việc này từ {when(assigned.at)}.",
            details=actor_details(assigned.by, assigned.at),
        )


def refuse_not_mine(held: Round, turn: Turn, me: Person) -> None:
    """Only who has a task alone gives it back."""
    assigned = held.assignment(turn)
    if assigned is None:
        raise WrongMoment("not_claimed", "Không ai đang giữ riêng việc này; không có gì để nhả.")
    if assigned.to != me.id:
        raise NotYours(
            "claimed",
            f"{name_of(me.organisation, assigned.to)} đang giữ việc này ({did(assigned)}); chỉ "
            "người đó nhả được, hoặc cấp trên giao lại.",
        )


def refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        sentence = "Phải ghi rõ lý do."
        raise Invalid("reason_needed", sentence, details={"reason": sentence})


def refuse_unfit(held: Round, turn: Turn, to: str, now: InForce) -> None:
    """Whoever is given a task must be able to decide it himself now."""
    account = now.organisation.account(to)
    if account is None:
        sentence = f"Cơ quan không có tài khoản “{to}”."
        raise Invalid("no_such_account", sentence, details={"to": sentence})
    kind = held.step(turn.step).kind
    found, may_not_sign = seatings(
        held.step(turn.step), account, now, now.matter(held.submission, kind)
    )
    if may_not_sign and not found:
        raise may_not_sign
    refuse_second_part(held.parts(), account.id, kind)
    if open_to(held, turn, account, now) is None:
        able_now = ", ".join(one.name for one in able(held, turn, now)) or "không có ai"
        sentence = f"{account.name} không {ROLES[kind]} văn bản này được; người được: {able_now}."
        raise Invalid("not_a_candidate", sentence, details={"to": sentence})


def refuse_not_superior(held: Round, turn: Turn, me: Person, now: InForce) -> None:
    """A superior of whoever has the task, or may take it; never one who wrote the dispatch.

    Where nobody is left who might take it, the head of the agency.
    """
    refuse_author(held, me)
    assigned = held.assignment(turn)
    holder = now.organisation.account(assigned.to) if assigned and assigned.to else None
    below = (holder,) if holder else _sitters(held.step(turn.step), now.organisation)
    if not below and any(now.organisation.has_rank(me.account, rank) for rank in LEADERS):
        return
    if not any(is_superior(now.organisation, me.account, one) for one in below):
        names = ", ".join(dict.fromkeys(one.name for one in below))
        whose = f"cấp trên của {names}" if below else "người đứng đầu cơ quan"
        raise NotYours("not_superior", f"Chỉ {whose} giao lại được việc này.")


def _sitters(step: PlanStep, organisation: Organisation) -> tuple[Account, ...]:
    return tuple(one for seat in step.seats for one in organisation.sitters(seat))


def with_candidate(step: PlanStep, account: str, organisation: Organisation) -> PlanStep:
    """The step with an account among its candidates; as it is, if it is one by a post now."""
    known = organisation.account(account)
    seats = organisation.seats_of(known) if known else frozenset()
    if not seats.isdisjoint(step.seats):
        return step
    return replace(step, seats=(*step.seats, Seat(SeatKind.ACCOUNT, account)))
