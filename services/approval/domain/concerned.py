"""Who may read a dispatch under review, and whose task it is."""

from collections.abc import Iterable

from services.approval.domain.round import Round
from shared.domain.four_eyes import Part, others
from shared.domain.organisation import Rank
from shared.domain.people import Person
from shared.domain.refusals import NotYours
from shared.domain.route import PlanStep


def is_mine(step: PlanStep, parts: tuple[Part, ...], me: Person) -> bool:
    """Whether I am a candidate for a step, and took no other part in the dispatch."""
    return me.holds(step.posts) and me.id not in others(parts, step.kind)


def is_concerned(rounds: Iterable[Round], me: Person) -> bool:
    """Who wrote, submitted, decided or may decide a round of it; and the head of the agency."""
    if me.organisation.has_rank(me.account, Rank.HEAD):
        return True
    return any(
        me.id in {part.account for part in held.parts()}
        or any(me.holds(step.posts) for step in held.plan)
        for held in rounds
    )


def refuse_unconcerned(rounds: Iterable[Round], me: Person) -> None:
    if not is_concerned(rounds, me):
        raise NotYours(
            "not_concerned",
            "Chỉ người soạn, người trình và người được giao kiểm tra, ký mới được xem văn bản này.",
        )
