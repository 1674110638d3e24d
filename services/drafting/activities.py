"""What the flow may ask of drafting, in the words of `shared/contracts/drafting.py`."""

from collections.abc import Callable, Sequence
from typing import Any

from temporalio import activity

from services.drafting.domain.standing import Decided, End
from services.drafting.operations import flow
from services.drafting.operations.drafts import Kept
from shared.contracts.drafting import (
    CaseRef,
    CloseRound,
    Closing,
    DraftingActivities,
    DraftPosition,
    LateWithdrawal,
    RoundRef,
)
from shared.runtime.database import Database
from shared.runtime.process import Process


def activities(process: Process) -> Sequence[Callable[..., Any]]:
    ours = Activities(process.database)
    return (ours.open_case, ours.reopen, ours.answer_withdrawal, ours.close_round)


class Activities(DraftingActivities):
    """Each is one transaction, and harmless when it is repeated."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="drafting.open_case")
    async def open_case(self, ref: CaseRef) -> DraftPosition:
        async with self._database.work(_attempt()) as work:
            return _position(await flow.open_case(work, ref.case, ref.at))

    @activity.defn(name="drafting.reopen")
    async def reopen(self, ref: RoundRef) -> DraftPosition:
        async with self._database.work(_attempt()) as work:
            return _position(await flow.reopen(work, ref.case, ref.round, ref.at))

    @activity.defn(name="drafting.answer_withdrawal")
    async def answer_withdrawal(self, ref: LateWithdrawal) -> DraftPosition:
        decided = Decided(account=ref.decided_by, at=ref.decided_at)
        async with self._database.work(_attempt()) as work:
            kept = await flow.answer_withdrawal(work, ref.case, ref.withdrawal, decided, ref.at)
            return _position(kept)

    @activity.defn(name="drafting.close_round")
    async def close_round(self, ref: CloseRound) -> DraftPosition:
        closing = flow.Closing(ref.round, End(ref.closing.value), ref.by)
        async with self._database.work(_attempt()) as work:
            return _position(await flow.close_round(work, ref.case, closing, ref.at))


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
