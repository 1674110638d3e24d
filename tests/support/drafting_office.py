"""A drafting service in memory: drafts, submissions, requests to withdraw."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from temporalio import activity

from shared.contracts.drafting import (
    CaseRef,
    CloseRound,
    Closing,
    DraftingActivities,
    DraftPosition,
    LateWithdrawal,
    RoundRef,
)
from shared.domain.refusals import WrongMoment
from tests.support.ledger import Ledger


@dataclass
class Draft:
    round: int = 1
    versions: dict[int, str] = field(default_factory=dict)
    closing: Closing | None = None
    closed_by: str | None = None
    withdrawal: str | None = None
    answers: list[str] = field(default_factory=list)
    """What became of each request to withdraw."""


class DraftingOffice(DraftingActivities):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.drafts: dict[str, Draft] = {}

    def activities(self) -> Sequence[Callable[..., Any]]:
        return (self.open_case, self.reopen, self.answer_withdrawal, self.close_round)

    def create(self, case: str) -> str:
        self.drafts[case] = Draft()
        return case

    def round_of(self, case: str) -> int:
        return self.drafts[case].round

    def submit(self, case: str) -> None:
        draft = self.drafts[case]
        if draft.round in draft.versions or draft.closing or draft.withdrawal:
            raise WrongMoment("locked", "Bản thảo đang khóa.")
        draft.versions[draft.round] = hashlib.sha256(f"{case} {draft.round}".encode()).hexdigest()

    def withdraw(self, case: str) -> None:
        draft = self.drafts[case]
        if draft.closing or draft.withdrawal:
            raise WrongMoment("closed", "Không rút được nữa.")
        if draft.round in draft.versions:
            draft.withdrawal = f"withdrawal-{case}-{len(draft.answers) + 1}"
        else:
            draft.closing = Closing.WITHDRAWN

    @activity.defn(name="drafting.open_case")
    async def open_case(self, ref: CaseRef) -> DraftPosition:
        await self._ledger.enter(ref.case, "drafting.open_case")
        return self._position(ref.case)

    @activity.defn(name="drafting.reopen")
    async def reopen(self, ref: RoundRef) -> DraftPosition:
        await self._ledger.enter(ref.case, "drafting.reopen")
        draft = self.drafts[ref.case]
        latest = draft.round == ref.round and ref.round in draft.versions
        if latest and draft.closing in {None, Closing.SIGNED}:
            if draft.withdrawal:
                self._close(draft, Closing.WITHDRAWN)
            else:
                draft.round, draft.closing = ref.round + 1, None
        return self._position(ref.case)

    @activity.defn(name="drafting.answer_withdrawal")
    async def answer_withdrawal(self, ref: LateWithdrawal) -> DraftPosition:
        await self._ledger.enter(ref.case, "drafting.answer_withdrawal")
        draft = self.drafts[ref.case]
        if draft.withdrawal == ref.withdrawal:
            draft.answers.append(f"too late, {ref.decided_by} decided")
            draft.withdrawal = None
        return self._position(ref.case)

    @activity.defn(name="drafting.close_round")
    async def close_round(self, ref: CloseRound) -> DraftPosition:
        await self._ledger.enter(ref.case, "drafting.close_round")
        draft = self.drafts[ref.case]
        if draft.round == ref.round and draft.closing is None:
            self._close(draft, ref.closing)
            draft.closed_by = ref.by
        return self._position(ref.case)

    def _close(self, draft: Draft, closing: Closing) -> None:
        draft.closing = closing
        if draft.withdrawal:
            draft.answers.append("granted" if closing is Closing.WITHDRAWN else "too late")
            draft.withdrawal = None

    def _position(self, case: str) -> DraftPosition:
        draft = self.drafts[case]
        return DraftPosition(
            case=case,
            agency="SVHTTDL",
            unit="VP",
            urgency="thuong",
            round=draft.round,
            version=draft.versions.get(draft.round),
            closing=draft.closing,
            withdrawal=draft.withdrawal,
        )
