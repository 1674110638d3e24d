"""Who may read a dispatch under review."""

from collections.abc import Iterable

from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, seatings
from shared.domain.organisation import Rank
from shared.domain.people import Person
from shared.domain.refusals import NotYours

LEADERS = (Rank.HEAD, Rank.ACTING_HEAD)


def is_concerned(rounds: Iterable[Round], me: Person, now: InForce) -> bool:
    """Who wrote, submitted, decided or may decide a round of it; and the head of the agency."""
    if any(me.organisation.has_rank(me.account, rank) for rank in LEADERS):
        return True
    return any(_takes_part(held, me, now) for held in rounds)


def _takes_part(held: Round, me: Person, now: InForce) -> bool:
    acted = {part.account for part in held.parts()}
    acted |= {one.by.account for one in held.changes} | {one.by.account for one in held.messages}
    acted |= {one.to for one in held.changes if one.to}
    if me.id in acted:
        return True
    return any(
        seatings(step, me.account, now, now.matter(held.submission, step.kind))[0]
        for step in held.plan
    )


def refuse_unconcerned(rounds: Iterable[Round], me: Person, now: InForce) -> None:
    if not is_concerned(rounds, me, now):
        raise NotYours(
            "not_concerned",
            "Chỉ người soạn, người trình và người được giao kiểm tra, góp ý, ký mới được xem "
            "văn bản này.",
        )
