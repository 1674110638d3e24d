"""Withdrawing: at once while drafting has the draft, else a request that is answered later."""

from dataclasses import replace

from services.drafting.domain.draft import Draft
from services.drafting.domain.standing import Answer, End, Standing, refuse_withdrawal
from services.drafting.operations.access import locked, names_in
from services.drafting.operations.drafts import Kept
from services.drafting.store import drafts, facts
from shared.domain.people import Person
from shared.runtime.database import Work
from shared.runtime.ledger import record


async def withdraw(work: Work, me: Person, case: str, reason: str) -> Kept:
    """Close a draft that is not under review, or ask that a round under review be withdrawn."""
    draft, standing = await locked(work, me, case)
    refuse_withdrawal(standing, names_in(me))
    request = await facts.ask_to_withdraw(
        work,
        me,
        case,
        round_=standing.round,
        reason=reason,
        wakes=standing.latest is not None,
    )
    if standing.submitted is None:
        await facts.answer(work, me.agency, case, request, Answer.WITHDRAWN)
        await facts.close(
            work,
            me.agency,
            case,
            round_=standing.round,
            end=End.WITHDRAWN,
            by=me.id,
            asked_at=request.at,
        )
        draft = replace(draft, revision=draft.revision + 1)
        await drafts.change(work, draft)
    await _note(work, me, draft, standing)
    return Kept(draft, await facts.standing(work, me.agency, case))


async def _note(work: Work, me: Person, draft: Draft, standing: Standing) -> None:
    sent = standing.submitted
    await record(
        work,
        agency=draft.agency,
        case=draft.case,
        account=me.id,
        act="ask_to_withdraw" if sent else "withdraw",
        organisation=me.version,
        object_hash=sent.version if sent else None,
        details={"round": standing.round},
    )
