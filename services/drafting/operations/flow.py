"""What the flow asks of drafting: how a case stands, reopening it, closing its round."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.drafting.domain.case_codes import read_case_code
from services.drafting.domain.draft import Draft
from services.drafting.domain.standing import Answer, Decided, End, Standing
from services.drafting.operations.access import no_case
from services.drafting.operations.drafts import Kept
from services.drafting.store import drafts, facts
from shared.runtime.database import Work
from shared.runtime.ledger import record

FLOW: Final = "dispatch-flow"
"""Who did it, in events, where no person did."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a round is to be closed; `by`: who signed, rejected or withdrew, where that is known."""

    round: int
    end: End
    by: str | None


async def open_case(work: Work, case: str, asked_at: datetime) -> Kept:
    """How the case stands; the facts that the flow asked after count as handed over from here."""
    draft, _ = await _locked(work, case)
    return await _told(work, draft, asked_at)


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
            closing = Closing(round_ + 1, End.WITHDRAWN, waiting.account)
            await _close(work, draft, standing, closing, asked_at)
        draft = await _moved(work, draft)
    return await _told(work, draft, asked_at)


async def answer_withdrawal(
    work: Work, case: str, withdrawal: str, decided: Decided, asked_at: datetime
) -> Kept:
    """Answer a request that came too late, if it waits; the round goes on."""
    draft, standing = await _locked(work, case)
    waiting = standing.withdrawal
    if waiting and waiting.id == withdrawal:
        await facts.answer(work, draft.agency, case, waiting, Answer.TOO_LATE, decided=decided)
        told = {
            "withdrawal": withdrawal,
            "answer": str(Answer.TOO_LATE),
            "decided_by": decided.account,
            "decided_at": decided.at.isoformat(),
        }
        await _note(work, draft, standing, "answer_withdrawal", told)
        draft = await _moved(work, draft)
    return await _told(work, draft, asked_at)


async def close_round(work: Work, case: str, closing: Closing, asked_at: datetime) -> Kept:
    """Close the latest round, once, and answer the request to withdraw that waits."""
    draft, standing = await _locked(work, case)
    if standing.submitted and standing.round == closing.round and standing.closed is None:
        if waiting := standing.withdrawal:
            granted = closing.end is End.WITHDRAWN
            said = Answer.WITHDRAWN if granted else Answer.TOO_LATE
            await facts.answer(work, draft.agency, case, waiting, said)
            if granted:
                closing = replace(closing, by=waiting.account)
            else:
                told = {"withdrawal": waiting.id, "answer": str(said)}
                await _note(work, draft, standing, "answer_withdrawal", told)
        await _close(work, draft, standing, closing, asked_at)
        draft = await _moved(work, draft)
    return await _told(work, draft, asked_at)


async def _locked(work: Work, case: str) -> tuple[Draft, Standing]:
    code = read_case_code(case)
    draft = await drafts.lock(work, code.agency, case) if code else None
    if draft is None:
        raise no_case(case)
    return draft, await facts.standing(work, draft.agency, case)


async def _told(work: Work, draft: Draft, asked_at: datetime) -> Kept:
    await facts.mark_told(work, draft.agency, draft.case, asked_at)
    return Kept(draft, await facts.standing(work, draft.agency, draft.case))


async def _close(
    work: Work, draft: Draft, standing: Standing, closing: Closing, asked_at: datetime
) -> None:
    await facts.close(
        work,
        draft.agency,
        draft.case,
        round_=closing.round,
        end=closing.end,
        by=closing.by,
        asked_at=asked_at,
    )
    details = {"round": closing.round, "closing": str(closing.end)}
    await _note(work, draft, standing, "close_round", details, on_behalf_of=closing.by)


async def _moved(work: Work, draft: Draft) -> Draft:
    """What a drafter saw before is out of date."""
    moved = replace(draft, revision=draft.revision + 1)
    await drafts.change(work, moved)
    return moved


async def _note(
    work: Work,
    draft: Draft,
    standing: Standing,
    act: str,
    details: Mapping[str, object],
    *,
    on_behalf_of: str | None = None,
) -> None:
    sent = standing.latest
    version, _ = await work.organisations.in_force(work.db, draft.agency)
    await record(
        work,
        agency=draft.agency,
        case=draft.case,
        account=FLOW,
        act=act,
        on_behalf_of=on_behalf_of,
        organisation=version,
        object_hash=sent.version if sent else None,
        details=details,
    )
