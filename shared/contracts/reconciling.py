"""The regular comparison of engine and tables as both sides see it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity, workflow

from shared.contracts import approval, distribution, drafting

FLOW: Final = "ReconcileFlow"
SCHEDULE: Final = "reconcile"
"""Id of the schedule that starts it, and of the workflow."""
ASKED_FOR: Final = "reconcile/asked"
"""Id of the workflow that an operator starts."""
OWNERS: Final = (drafting.QUEUE, approval.QUEUE, distribution.QUEUE)
"""Everybody who keeps flows: each looks after its own kinds, in its own queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Flows by their ids, each list in order."""

    asleep: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRef:
    at: datetime
    """When the comparison began: with the owner its key."""
    seen: Differences
    """What the first look saw; only what is still so is a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What the second look left, by numbers; the owner's report names each."""

    asleep: int
    stray: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Dispatches by their codes."""

    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    cases: tuple[str, ...]
    at: datetime


@workflow.defn(name=FLOW)
class ReconcileFlow(ABC):
    """Implemented in `workflows/reconcile_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self) -> None:
        """Have every owner compare; ask for attention where engine and tables differ."""


class ReconcilingActivities(ABC):
    """Implemented in `shared/runtime/reconciling.py`, for every service in its own queue."""

    @activity.defn(name="reconciling.look")
    @abstractmethod
    async def look(self) -> Differences:
        """Compare; changes nothing."""

    @activity.defn(name="reconciling.reconcile")
    @abstractmethod
    async def reconcile(self, ref: LookRef) -> Reconciled:
        """Compare again, keep the report, wake what is asleep; once for each key."""


class FiledActivities(ABC):
    """Implemented in `services/distribution/filing.py`, where dispatches are filed."""

    @activity.defn(name="distribution.filed_among")
    @abstractmethod
    async def filed_among(self, asked: Cases) -> Cases:
        """Which of these are filed."""


class FilingActivities(ABC):
    """Implemented in `services/drafting/filing.py`, which takes them for open until it is told."""

    @activity.defn(name="drafting.note_filed")
    @abstractmethod
    async def note_filed(self, filed: Filed) -> None:
        """Remember that these are filed; again changes nothing."""
