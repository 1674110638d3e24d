"""What the flow may ask of drafting, in the words of `shared/contracts/drafting.py`."""

from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity

from services.drafting.domain.standing import Decided, End
from services.drafting.operations import flow
from services.drafting.operations.drafts import Kept
from shared.contracts import attestations
from shared.contracts.approval import Review
from shared.contracts.drafting import (
    CaseRef,
    CloseRound,
    Closing,
    DraftingActivities,
    DraftPosition,
    LateWithdrawal,
    RoundRef,
)
from shared.runtime.attesting import attest, demand_attested
from shared.runtime.database import Database
from shared.runtime.process import Process


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    ours = Activities(process.database)
    return (ours.open_case, ours.reopen, ours.answer_withdrawal, ours.close_round)


class Activities(DraftingActivities):
    """Each is one transaction, and harmless when it is repeated.

    What they do because of others' facts, the others have to attest.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="drafting.open_case")
    async def open_case(self, ref: CaseRef) -> DraftPosition:
        async with self._database.work(_attempt()) as work:
            kept = await flow.open_case(work, ref.case, ref.at)
        return await self._told(kept)

    @activity.defn(name="drafting.reopen")
    async def reopen(self, ref: RoundRef) -> DraftPosition:
        await demand_attested(
            self._database.blobs,
            attestations.ended(ref.case, ref.round, Review.RETURNED, None),
            attestations.sent_back(ref.case, ref.round),
        )
        async with self._database.work(_attempt()) as work:
            kept = await flow.reopen(work, ref.case, ref.round, ref.at)
        return await self._told(kept)

    @activity.defn(name="drafting.answer_withdrawal")
    async def answer_withdrawal(self, ref: LateWithdrawal) -> DraftPosition:
        late = attestations.came_late(
            ref.case, ref.round, ref.withdrawal, ref.decided_by, ref.decided_at
        )
        await demand_attested(self._database.blobs, late)
        decided = Decided(account=ref.decided_by, at=ref.decided_at)
        async with self._database.work(_attempt()) as work:
            kept = await flow.answer_withdrawal(work, ref.case, ref.withdrawal, decided, ref.at)
        return await self._told(kept)

    @activity.defn(name="drafting.close_round")
    async def close_round(self, ref: CloseRound) -> DraftPosition:
        end = attestations.ended(ref.case, ref.round, Review(ref.closing.value), ref.by)
        await demand_attested(self._database.blobs, end)
        closing = flow.Closing(ref.round, End(ref.closing.value), ref.by)
        async with self._database.work(_attempt()) as work:
            kept = await flow.close_round(work, ref.case, closing, ref.at)
        return await self._told(kept)

    async def _told(self, kept: Kept) -> DraftPosition:
        """What the engine hears, attested for those to whom it will tell it."""
        case, sent, waiting = kept.draft.case, kept.standing.submitted, kept.standing.withdrawal
        if sent:
            said = attestations.submitted(case, sent.round, sent.version)
            await attest(self._database.blobs, said)
        if waiting:
            asked = attestations.wanted_back(case, waiting.round, waiting.id, waiting.account)
            await attest(self._database.blobs, asked)
        return _position(kept)


def _attempt() -> str | None:
    """Names the attempt in events; None where the engine did not call."""
    if not activity.in_activity():
        return None
    info = activity.info()
    return f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"


def _position(kept: Kept) -> DraftPosition:
    draft, standing = kept.draft, kept.standing
    sent, closed, waiting = standing.submitted, standing.closed, standing.withdrawal
    return DraftPosition(
        case=draft.case,
        agency=draft.agency,
        unit=draft.unit,
        urgency=draft.text.urgency.value,
        round=standing.round,
        version=sent.version if sent else None,
        closing=Closing(closed.end.value) if closed else None,
        withdrawal=waiting.id if waiting else None,
        withdrawal_by=waiting.account if waiting else None,
    )
