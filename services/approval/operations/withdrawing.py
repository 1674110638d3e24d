"""Approval's answer to a drafter who wants the dispatch back."""

from dataclasses import replace

from services.approval import store
from services.approval.domain.facts import Withdrawal
from services.approval.operations.opening import Opening, locked_or_made
from services.approval.operations.rounds import Standing, note, tell
from shared.domain.lifecycle import Stage
from shared.runtime.database import Work


async def answer_withdrawal(work: Work, opening: Opening, withdrawal: str) -> Standing:
    """Withdraw the round while it is under review; else tell how it stands, which is the answer.

    Too late are: the decision to sign, the signature, a return, a rejection.
    """
    held = await locked_or_made(work, opening)
    if held.stage() is not Stage.UNDER_REVIEW:
        return await tell(work, held, opening.at)
    answered = Withdrawal(id=withdrawal, at=work.clock.now())
    await store.add_withdrawal(work, held.key, answered)
    if turn := held.open_turn():
        await store.end_turn(work, held.key, turn, answered.at)
    await note(work, held, "withdraw", withdrawal=withdrawal)
    return await tell(work, replace(held, withdrawal=answered), opening.at)
