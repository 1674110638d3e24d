"""The signer's second act: after deciding to sign, signing, with a device of his own."""

from datetime import datetime, timedelta
from typing import Final

from services.approval.domain.facts import Decision, Turn
from services.approval.domain.round import Round
from services.approval.domain.sentences import actor_details, when
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment

CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far the clock of somebody's own device may be from ours."""


def signing_to_make(held: Round, turn: Turn, me: Person) -> Decision:
    """The decision whose signature somebody is to make now; refused for everybody else."""
    if held.signature:
        raise WrongMoment(
            "already_signed",
            f"{held.signed_as()} đã ký, chữ ký được lưu lúc {when(held.signature.kept_at)}.",
            details=actor_details(held.signed_as(), held.signature.kept_at),
        )
    if cancelled := held.cancellation(turn.step, turn.turn):
        raise WrongMoment(
            "signing_cancelled",
            f"{cancelled.by} đã hủy quyết định ký này lúc {when(cancelled.at)}; chưa ghi chữ ký "
            "nào. Muốn ký, hãy quyết định ký lại.",
            details=actor_details(cancelled.by, cancelled.at),
        )
    decision = held.to_sign()
    if decision is None or decision.task != turn.id:
        raise WrongMoment(
            "no_signing", "Chưa có quyết định ký ở việc này; hãy xem bản trình ký và quyết định ký."
        )
    if decision.by.account != me.id:
        raise NotYours("not_signer", f"Chỉ {decision.by}, người đã quyết định ký, được ký.")
    if not decision.by_second_act:
        raise WrongMoment(
            "signs_by_itself", "Khóa thử dạng tệp thì hệ thống tự ký; không phải làm gì thêm."
        )
    return decision


def refuse_stated_time(stated: datetime | None, decision: Decision, now: datetime) -> datetime:
    """The time that an uploaded signature states: after the decision, and not to come."""
    first, last = decision.at - CLOCKS_DIFFER, now + CLOCKS_DIFFER
    if stated is None or not first <= stated <= last:
        said = f"ghi {when(stated)}" if stated else "không ghi thời điểm"
        raise Invalid(
            "signing_time_wrong",
            f"Chữ ký trong tệp {said}; phải ký sau khi quyết định ký ({when(decision.at)}) và "
            "không ở tương lai. Hãy chỉnh giờ của thiết bị rồi ký lại.",
        )
    return stated


def refuse_problems(problems: tuple[str, ...]) -> None:
    """`problems` are sentences of what was found on a signed file besides that signature."""
    if problems:
        raise Invalid(
            "signed_file_refused",
            "Chưa ghi chữ ký: tệp phải đúng là bản trình ký, thêm đúng một chữ ký hợp lệ bằng "
            f"chứng thư số đã đăng ký của người ký. {' '.join(problems)}",
        )
