"""Who may take back a decision to sign, and until when."""

from services.approval.domain.facts import Decision, Turn
from services.approval.domain.round import Round
from services.approval.domain.sentences import OVER, actor_details, decided, when
from shared.domain.organisation import Post, Rank
from shared.domain.people import Person
from shared.domain.refusals import Invalid, NotYours, WrongMoment


def signing_to_cancel(held: Round, turn: Turn) -> Decision:
    """The decision to sign that may still be taken back: no signature is kept yet."""
    if held.signature:
        raise WrongMoment(
            "already_signed",
            f"{held.signed_as()} đã ký, chữ ký được lưu lúc {when(held.signature.kept_at)}; "
            "không hủy được nữa.",
            details=actor_details(held.signed_as(), held.signature.kept_at),
        )
    if cancelled := held.cancellation(turn.step, turn.turn):
        raise WrongMoment(
            "already_cancelled",
            f"{cancelled.by} đã hủy quyết định ký này lúc {when(cancelled.at)}.",
            details=actor_details(cancelled.by, cancelled.at),
        )
    decision = held.to_sign()
    if decision is None or decision.task != turn.id:
        raise WrongMoment("no_signing", _stands(held, turn))
    return decision


def cancelling_post(decision: Decision, me: Person) -> Post:
    """The post in which somebody cancels: the signer, or the head of the agency."""
    posts = me.organisation.posts_of(me.account)
    if me.id == decision.by.account:
        return next((post for post in posts if post.code == decision.by.post), posts[0])
    for post in posts:
        if post.rank in {Rank.HEAD, Rank.ACTING_HEAD}:
            return post
    raise NotYours(
        "not_signer_or_head",
        f"Chỉ {decision.by} hoặc {me.organisation.head().title} được hủy quyết định ký này.",
    )


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        sentence = "Hủy quyết định ký thì phải ghi rõ lý do."
        raise Invalid("reason_needed", sentence, details={"reason": sentence})


def _stands(held: Round, turn: Turn) -> str:
    decision = held.decision(turn.step, turn.turn)
    did = f"{decided(decision)}, không phải quyết định ký" if decision else "Chưa ai quyết định ký"
    return f"{did}; không có gì để hủy. {OVER.get(held.stage(), '')}".strip()
