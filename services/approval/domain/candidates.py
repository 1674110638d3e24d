"""Who could take the step that waits; one that nobody may take waits for the organisation's file.

Holders are those in force, so a step may lose its last candidate after the submission.
"""

from services.approval.domain.holder import titles
from services.approval.domain.round import Round
from shared.domain.four_eyes import ROLES, Part, others
from shared.domain.organisation import Account, Organisation
from shared.domain.refusals import WrongMoment
from shared.domain.route import PlanStep, StepKind
from shared.domain.who_may_sign import eligible_signers


def candidates(
    step: PlanStep, parts: tuple[Part, ...], organisation: Organisation
) -> tuple[Account, ...]:
    """Accounts that hold one of the step's posts, and took no other part in the dispatch."""
    already = others(parts, step.kind)
    if step.kind is StepKind.SIGNATURE:
        return eligible_signers(organisation, step.posts, already)
    return tuple(
        account
        for account in organisation.accounts
        if account.id not in already and not set(step.posts).isdisjoint(account.posts)
    )


def stuck_at(held: Round, in_force: Organisation) -> PlanStep | None:
    """The step that waits for a decision which nobody may make."""
    turn = held.open_turn()
    if turn is None:
        return None
    step = held.step(turn.step)
    return None if candidates(step, held.parts(), in_force) else step


def refuse_without_candidate(held: Round, pinned: Organisation, in_force: Organisation) -> None:
    """Raise WrongMoment `no_candidate` where nobody may take the step that waits."""
    step = stuck_at(held, in_force)
    if step is not None:
        raise WrongMoment(
            "no_candidate",
            _nobody(step, titles(pinned, step)),
            for_engine=_nobody(step, " hoặc ".join(step.posts)),
        )


def _nobody(step: PlanStep, posts: str) -> str:
    return (
        f"Bước {ROLES[step.kind]} không còn người đủ điều kiện (giữ chức vụ và chưa tham gia văn "
        f"bản này); bổ sung người giữ chức vụ {posts} vào tệp tổ chức rồi gửi retry."
    )
