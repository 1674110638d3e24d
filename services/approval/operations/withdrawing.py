"""Approval's answer to a drafter who wants the dispatch back."""

from dataclasses import replace
from typing import Final

from services.approval import store
from services.approval.domain.facts import Reply, WithdrawalAnswer
from services.approval.domain.round import Round
from services.approval.domain.waiting import Standing
from services.approval.operations import telling
from services.approval.operations.opening import Opening, locked_or_made
from services.approval.operations.rounds import end_turn, in_force, note, tell
from shared.domain.lifecycle import Stage
from shared.runtime.database import Work

REPLIES: Final = {
    Stage.UNDER_REVIEW: Reply.WITHDRAWN,
    Stage.WITHDRAWN: Reply.WITHDRAWN,
    Stage.RETURNED: Reply.RETURNED_FIRST,
}
"""In all other stages it is too late: the decision to sign, the signature, a rejection stand."""


async def answer_withdrawal(
    work: Work, opening: Opening, withdrawal: str, asked_by: str | None
) -> Standing:
    """Answer a request, once: withdraw the round while it is under review, else let it stand.

    The answer stays what it was, even where the decision that it came after was taken back.
    """
    held = await locked_or_made(work, opening)
    if held.answer(withdrawal) is None:
        held = await _answered(work, held, withdrawal, asked_by)
    return await tell(work, held, opening.at)


async def _answered(work: Work, held: Round, withdrawal: str, asked_by: str | None) -> Round:
    reply = REPLIES.get(held.stage(), Reply.TOO_LATE)
    first = None if reply is Reply.WITHDRAWN else held.latest_decision()
    answer = WithdrawalAnswer(
        withdrawal=withdrawal,
        reply=reply,
        decision=first.id if first else None,
        at=work.clock.now(),
        asked_by=asked_by,
    )
    now = await in_force(work, held.key.agency, answer.at)
    await store.add_withdrawal_answer(work, held.key, answer, now.version)
    if reply is Reply.WITHDRAWN and (turn := held.open_turn()):
        await telling.of_withdrawal(work, held, turn, answer, now)
        held = await end_turn(work, held, turn, answer.at)
    await note(
        work,
        held,
        "answer_withdrawal",
        on_behalf_of=asked_by,
        in_force=now.version,
        withdrawal=withdrawal,
        reply=reply,
        decision=answer.decision,
    )
    return replace(held, answers=(*held.answers, answer))
