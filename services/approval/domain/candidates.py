"""Who could take the step that waits; one that nobody may take waits, and its clock runs.

Holders are those in force, so a step may lose its last candidate after the submission.
"""

from collections.abc import Mapping, Sequence

from services.approval.domain.facts import Turn
from services.approval.domain.holder import seat_post
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, able, all_open_to
from shared.domain.four_eyes import ROLES
from shared.domain.organisation import Organisation
from shared.domain.route import PlanStep
from shared.domain.seats import Seat


def stuck_at(held: Round, now: InForce) -> PlanStep | None:
    """The step that waits for decisions which too few people may make."""
    turn = held.open_turn()
    if turn is None:
        return None
    step = held.step(turn.step)
    given = len(held.votes(turn.step, turn.turn))
    return None if _seats_left(held, turn, now) >= step.needs - given else step


def _seats_left(held: Round, turn: Turn, now: InForce) -> int:
    """How many seats could still be taken, each by somebody of his own."""
    step = held.step(turn.step)
    if step.needs == 1:
        return len(able(held, turn, now)[:1])
    return most_seated(
        {
            one.id: [seated.seat for seated in all_open_to(held, turn, one, now)]
            for one in able(held, turn, now)
        }
    )


def most_seated(choices: Mapping[str, Sequence[Seat]]) -> int:
    """How many can have a seat of their own at once: who has a choice gives way to who has none."""
    holders: dict[Seat, str] = {}

    def finds(one: str, tried: set[Seat]) -> bool:
        for seat in choices[one]:
            if seat in tried:
                continue
            tried.add(seat)
            if seat not in holders or finds(holders[seat], tried):
                holders[seat] = one
                return True
        return False

    return sum(finds(one, set()) for one in choices)


def why_nobody(held: Round, pinned: Organisation, now: InForce) -> str:
    """That nobody may take the step that waits, by post codes for operators; else nothing."""
    step = stuck_at(held, now)
    if step is None:
        return ""
    posts = " hoặc ".join(seat_post(seat, (now.organisation, pinned)) for seat in step.seats)
    return (
        f"Bước {ROLES[step.kind]} không còn người đủ điều kiện (giữ chức vụ và chưa tham gia văn "
        f"bản này); cấp trên giao lại việc này cho người khác, hoặc bổ sung người giữ chức vụ "
        f"{posts} vào tệp tổ chức rồi gửi retry."
    )
