"""Who holds the turn that waits, and for whom a signature is prepared."""

from dataclasses import dataclass

from services.approval.domain.facts import Turn
from services.approval.domain.round import Round
from shared.domain.four_eyes import others
from shared.domain.organisation import Account, Organisation
from shared.domain.route import PlanStep, StepKind
from shared.domain.who_may_sign import eligible_signers, signing_block


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A post's code, and its title as people are shown it."""

    post: str
    title: str


def signer_for(held: Round, turn: Turn, organisation: Organisation) -> Account | None:
    """The named signer, or the first who may sign and took no other part; the one in force."""
    step = held.step(turn.step)
    eligible = eligible_signers(organisation, step.posts, others(held.parts(), step.kind))
    named = (account for account in eligible if account.id == held.submission.signer)
    return next(named, next(iter(eligible), None))


def holder_of(held: Round, turn: Turn, pinned: Organisation, in_force: Organisation) -> Holder:
    """Of a signature whose it is, decided or not; of other steps the first post that may act."""
    step = held.step(turn.step)
    if step.kind is StepKind.SIGNATURE and (signs := _signs(held, turn, in_force)):
        return signs
    return Holder(post=step.posts[0], title=pinned.post(step.posts[0]).title)


def holders_named(held: Round, turn: Turn, pinned: Organisation, in_force: Organisation) -> str:
    """By title: of a signature whose it is, of other steps every post that may act."""
    step = held.step(turn.step)
    if step.kind is StepKind.SIGNATURE:
        return holder_of(held, turn, pinned, in_force).title
    return titles(pinned, step)


def titles(organisation: Organisation, step: PlanStep) -> str:
    """The posts that may act, by title; the organisation is the one that made the plan."""
    return " hoặc ".join(organisation.post(code).title for code in step.posts)


def _signs(held: Round, turn: Turn, in_force: Organisation) -> Holder | None:
    """Who decided to sign; else for whom the current PDF is; else for whom it will be."""
    if decision := held.to_sign():
        return Holder(post=decision.by.post, title=decision.by.title)
    if made := held.current_prepared(turn.step, turn.turn):
        return Holder(post=made.signer.post, title=made.signer.title)
    signer = signer_for(held, turn, in_force)
    if signer is None:
        return None
    block = signing_block(in_force, signer, held.step(turn.step).posts)
    return Holder(post=block.post, title=in_force.post(block.post).title)
