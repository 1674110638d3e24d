"""Who may change a running dispatch's plan, and into what."""

from dataclasses import dataclass

from services.approval.domain.deciding import refuse_author
from services.approval.domain.facts import Turn
from services.approval.domain.holder import seat_title
from services.approval.domain.plan import next_number
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, seatings
from services.approval.domain.sentences import OVER
from shared.domain import urgency as urgencies
from shared.domain.four_eyes import ROLES, others
from shared.domain.organisation import Organisation, Post
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment
from shared.domain.route import Hours, Open, PlanStep, StepKind
from shared.domain.seats import Seat, SeatKind
from shared.domain.urgency import Urgency, is_urgent

SKIPPED = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW, StepKind.CONSULTATION)
"""Steps that an urgent bypass may skip; a signature never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A consultation as somebody asks for it."""

    seats: tuple[Seat, ...]
    needs: int | None
    """None: every seat."""
    hours: int
    reason: str


_ASKED_BY = {
    SeatKind.POST: "posts",
    SeatKind.UNIT_HEAD: "unit_heads",
    SeatKind.ACCOUNT: "accounts",
}
"""The field by which a seat is asked for."""


def consultation(
    held: Round, turn: Turn, wanted: Consultation, now: InForce, *, title: str
) -> PlanStep:
    """The step that somebody of this title asks for; refused where a seat has nobody to answer."""
    if (kind := held.step(turn.step).kind) in {StepKind.HAND_ON, StepKind.CONSULTATION}:
        sentence = f"Bước {ROLES[kind]} không xin thêm ý kiến được."
        raise WrongMoment("no_consultation_here", sentence)
    seats = tuple(dict.fromkeys(wanted.seats))
    needs = len(seats) if wanted.needs is None else wanted.needs
    if not 1 <= needs <= len(seats):
        sentence = f"Cần ít nhất 1 và nhiều nhất {len(seats)} ý kiến."
        raise Invalid("needs_wrong", sentence, details={"needs": sentence})
    step = PlanStep(
        step=next_number(held),
        kind=StepKind.CONSULTATION,
        seats=seats,
        needs=needs,
        hours=Hours(thuong=wanted.hours),
        route=f"yêu cầu xin thêm ý kiến của {title}",
    )
    empty = [seat for seat in seats if not _answers(held, step, seat, now)]
    if empty:
        named = ", ".join(_named(seat, now.organisation) for seat in empty)
        sentence = (
            f"Không xin ý kiến được của: {named}. Đó là mã không có trong tệp tổ chức, chức vụ "
            "chưa có người giữ hoặc người đã soạn văn bản này; hãy chọn người khác."
        )
        asked = {_ASKED_BY[seat.kind]: sentence for seat in empty}
        raise Invalid("nobody_to_consult", sentence, details=asked)
    return step


def _named(seat: Seat, organisation: Organisation) -> str:
    """By title; a code that the organisation does not have as it was said."""
    title = seat_title(seat, (organisation,))
    return f"“{title}”" if title == seat.of else title


def _answers(held: Round, step: PlanStep, seat: Seat, now: InForce) -> bool:
    matter = now.matter(held.submission, step.kind)
    excluded = others(held.parts(), step.kind)
    return any(
        one.seat == seat and excluded.isdisjoint({account.id, one.owner(account)})
        for account in now.organisation.accounts
        for one in seatings(step, account, now, matter)[0]
    )


def refuse_urgency(held: Round, turn: Turn, urgency: Urgency) -> None:
    """Only the signer sets it, before he decides."""
    if held.step(turn.step).kind is not StepKind.SIGNATURE:
        raise WrongMoment("no_signature_step", "Chỉ người ký đổi mức độ khẩn, ở bước ký.")
    if urgency is held.urgency:
        raise WrongMoment("same_urgency", f"Văn bản này đã ở mức độ {urgencies.WORDS[urgency]}.")


def refuse_bypass(held: Round, turn: Turn, me: Person) -> None:
    """Nobody skips a check of his own dispatch; of an ordinary one, nobody does."""
    step = held.step(turn.step)
    refuse_author(held, me)
    if not is_urgent(held.urgency):
        raise WrongMoment("not_urgent", "Chỉ văn bản khẩn mới được bỏ qua bước vì lý do khẩn.")
    if step.kind not in SKIPPED:
        raise WrongMoment("never_skipped", f"Bước {ROLES[step.kind]} không được bỏ qua.")


def permitted(me: Person, posts: tuple[str, ...]) -> Post:
    """The post whose permission allows an act."""
    for post in me.organisation.posts_of(me.account):
        if post.code in posts:
            return post
    named = " hoặc ".join(me.organisation.post(code).title for code in posts)
    raise NotYours(
        "no_permission",
        f"Việc này chỉ dành cho {named or 'người được tệp tổ chức cho phép (permissions)'}.",
    )


def refuse_replanning(held: Round, me: Person) -> None:
    """Nobody lays out the way of his own dispatch; a round that is decided has no way ahead."""
    refuse_author(held, me)
    stage = held.stage()
    if stage in OVER:
        raise WrongMoment("round_over", OVER[stage])
    if held.to_sign():
        raise WrongMoment("signing", "Người ký đã quyết định ký; không lập lại luồng được nữa.")
    coming = held.next()
    if isinstance(coming, Open) and coming.step.kind is StepKind.HAND_ON:
        raise WrongMoment(
            "being_returned", "Văn bản đang được trả lại người soạn thảo; không còn gì để lập lại."
        )
