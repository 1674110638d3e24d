"""A distribution service in memory: a records desk with its register, seal and mailboxes."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from shared.contracts.distribution import (
    DistributionActivities,
    IssuePosition,
    IssueRef,
    SignedDispatch,
)
from shared.contracts.register_check import CheckRef, CheckResult, RegisterCheckActivities
from shared.contracts.reservations import Expiry, ReservationActivities
from shared.domain.lifecycle import Stage
from shared.domain.refusals import WrongMoment
from tests.support.ledger import Ledger


@dataclass
class Desk:
    due_at: datetime
    signed_by: tuple[str, str, str]
    """Account, post and certificate, as the flow told them."""
    capacity: str | None = None
    urgency: str | None = None
    stage: Stage = Stage.TO_ISSUE
    seal_ordered: bool = True
    overdue: bool = False
    number: str = ""
    seals: int = 0
    deliveries: int = 0
    copies: int = 0


class DistributionOffice(DistributionActivities, RegisterCheckActivities, ReservationActivities):
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers = itertools.count(1)
        self.desks: dict[tuple[str, int], Desk] = {}
        self.automatic: set[str] = set()
        """Cases that get their numbers by themselves."""
        self.expired: list[str] = []
        """Reservations whose time was over, as often as the flow said so."""
        self.faults: dict[str, int] = {}
        """How much is amiss in each agency's register."""
        self.unchecked: set[str] = set()
        """Agencies whose register cannot be checked."""

    def activities(self) -> Sequence[Callable[..., Any]]:
        return (
            *(self.open_issue, self.mark_overdue, self.seal, self.deliver, self.file_copy),
            self.expire_reservation,
            *(self.agencies_to_check, self.check_register),
        )

    def waits(self, case: str, number: int) -> bool:
        desk = self.desks.get((case, number))
        return desk is not None and desk.stage is Stage.TO_ISSUE

    def issue(self, case: str, number: int) -> None:
        desk = self._at(case, number, Stage.TO_ISSUE)
        desk.stage, desk.number = Stage.NUMBERED, f"{next(self._numbers):02d}/SVHTTDL-VP"

    def order_seal(self, case: str, number: int) -> None:
        self._at(case, number, Stage.NUMBERED).seal_ordered = True

    def send_back(self, case: str, number: int) -> None:
        self._at(case, number, Stage.TO_ISSUE).stage = Stage.RETURNED

    def void_number(self, case: str, number: int) -> None:
        desk = self._at(case, number, Stage.NUMBERED)
        desk.stage, desk.number = Stage.TO_ISSUE, ""

    @activity.defn(name="distribution.open_issue")
    async def open_issue(self, ref: SignedDispatch) -> IssuePosition:
        await self._ledger.enter(ref.case, "distribution.open_issue")
        signed_by = (ref.signer, ref.signer_post, ref.certificate)
        fresh = Desk(
            due_at=ref.at + timedelta(hours=8),
            signed_by=signed_by,
            capacity=ref.capacity,
            urgency=ref.urgency,
        )
        desk = self.desks.setdefault((ref.case, ref.round), fresh)
        if ref.case in self.automatic and desk.stage is Stage.TO_ISSUE:
            self.issue(ref.case, ref.round)
            desk.seal_ordered = False
        return self._position(desk)

    @activity.defn(name="distribution.mark_overdue")
    async def mark_overdue(self, ref: IssueRef) -> IssuePosition:
        await self._ledger.enter(ref.case, "distribution.mark_overdue")
        desk = self.desks[ref.case, ref.round]
        waits = desk.stage is Stage.TO_ISSUE or not desk.seal_ordered
        if waits and ref.at >= desk.due_at:
            desk.overdue = True
        return self._position(desk)

    @activity.defn(name="distribution.seal")
    async def seal(self, ref: IssueRef) -> IssuePosition:
        await self._ledger.enter(ref.case, "distribution.seal")
        desk = self.desks[ref.case, ref.round]
        if desk.stage is Stage.NUMBERED and desk.seal_ordered:
            desk.stage, desk.seals = Stage.SEALED, desk.seals + 1
        return self._position(desk)

    @activity.defn(name="distribution.deliver")
    async def deliver(self, ref: IssueRef) -> IssuePosition:
        await self._ledger.enter(ref.case, "distribution.deliver")
        desk = self.desks[ref.case, ref.round]
        if desk.stage is Stage.SEALED:
            desk.stage, desk.deliveries = Stage.DISTRIBUTING, desk.deliveries + 1
        return self._position(desk)

    @activity.defn(name="distribution.file_copy")
    async def file_copy(self, ref: IssueRef) -> IssuePosition:
        await self._ledger.enter(ref.case, "distribution.file_copy")
        desk = self.desks[ref.case, ref.round]
        if desk.stage is Stage.DISTRIBUTING:
            desk.stage, desk.copies = Stage.FILED, desk.copies + 1
        return self._position(desk)

    @activity.defn(name="distribution.expire_reservation")
    async def expire_reservation(self, expiry: Expiry) -> None:
        await self._ledger.enter(expiry.id, "distribution.expire_reservation")
        self.expired.append(expiry.id)

    @activity.defn(name="distribution.agencies_to_check")
    async def agencies_to_check(self) -> list[str]:
        return sorted(self.faults)

    @activity.defn(name="distribution.check_register")
    async def check_register(self, ref: CheckRef) -> CheckResult:
        if ref.agency in self.unchecked:
            raise ApplicationError("Sổ chưa soát được.", type="unchecked", non_retryable=True)
        return CheckResult(events=9, dispatches=2, faults=self.faults[ref.agency])

    def _at(self, case: str, number: int, stage: Stage) -> Desk:
        desk = self.desks[case, number]
        if desk.stage is not stage:
            raise WrongMoment("wrong_stage", "Văn bản không ở bước này.")
        return desk

    def _position(self, desk: Desk) -> IssuePosition:
        return IssuePosition(
            stage=desk.stage,
            holder_post="VT",
            holder="Văn thư",
            due_at=desk.due_at,
            overdue=desk.overdue,
            number=desk.number,
            seal_ordered=desk.seal_ordered,
        )
