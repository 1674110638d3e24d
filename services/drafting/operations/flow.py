"""What the flow asks of drafting: how a case stands, reopening it, closing its round."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from services.drafting.domain.case_codes import read_case_code
from services.drafting.domain.draft import Draft
from services.drafting.domain.standing import Answer, End, Standing
from services.drafting.operations.access import no_case
from services.drafting.operations.drafts import Kept
from services.drafting.store import drafts, facts
from shared.runtime.database import Work
from shared.runtime.ledger import record

FLOW: Final = "dispatch-flow"
"""Who did it, in events, where no person did."""


async def open_case(work: Work, case: str) -> Kept:
    """How the case stands; its facts count as handed over from here."""
    draft, _ = await _locked(work, case)
    return await _told(work, draft)


async def reopen(work: Work, case: str, round_: int, asked_at: datetime) -> Kept:
    """Give the draft back to its drafter, if `round_` is the latest and not over.

    A request to withdraw that waits closes the case then: the drafter has what was asked for.
    """
    draft, standing = await _locked(work, case)
    if standing.submitted and standing.round == round_ and not standing.over:
        await facts.reopen(work, draft.agency, case, round_=round_, asked_at=asked_at)
        await _note(work, draft, standing, "reopen", {"round": round_})
        if waiting := standing.withdrawal:
            await facts.answer(work, draft.agency, case, waiting, Answer.WITHDRAWN)
            await _close(
                work, draft, standing, round_=round_ + 1, end=End.WITHDRAWN, asked_at=asked_at
            )
        draft = await _moved(work, draft)
    return await _told(work, draft)


async def close_round(work: Work, case: str, round_: int, end: End, asked_at: datetime) -> Kept:
    """Close the latest round, once, and answer the request to withdraw that waits."""
    draft, standing = await _locked(work, case)
    if standing.submitted and standing.round == round_ and standing.closed is None:
        if waiting := standing.withdrawal:
            said = Answer.WITHDRAWN if end is End.WITHDRAWN else Answer.TOO_LATE
            await facts.answer(work, draft.agency, case, waiting, said)
        await _close(work, draft, standing, round_=round_, end=end, asked_at=asked_at)
        draft = await _moved(work, draft)
    return await _told(work, draft)


async def _locked(work: Work, case: str) -> tuple[Draft, Standing]:
    code = read_case_code(case)
    draft = await drafts.lock(work, code.agency, case) if code else None
    if draft is None:
        raise no_case(case)
    return draft, await facts.standing(work, draft.agency, case)


async def _told(work: Work, draft: Draft) -> Kept:
    await facts.mark_told(work, draft.agency, draft.case)
    return Kept(draft, await facts.standing(work, draft.agency, draft.case))


async def _close(
    work: Work, draft: Draft, standing: Standing, *, round_: int, end: End, asked_at: datetime
) -> None:
    await facts.close(work, draft.agency, draft.case, round_=round_, end=end, asked_at=asked_at)
    await _note(work, draft, standing, "close_round", {"round": round_, "closing": str(end)})


async def _moved(work: Work, draft: Draft) -> Draft:
    """What a drafter saw before is out of date."""
    moved = replace(draft, revision=draft.revision + 1)
    await drafts.change(work, moved)
    return moved


async def _note(
    work: Work, draft: Draft, standing: Standing, act: str, details: dict[str, object]
) -> None:
    sent = standing.latest
    await record(
        work,
        agency=draft.agency,
        case=draft.case,
        account=FLOW,
        act=act,
        organisation=sent.organisation if sent else None,
        object_hash=sent.version if sent else None,
        details=details,
    )
