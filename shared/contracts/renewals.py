"""The workflow that keeps issued files provable, and what it may ask of distribution."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity, workflow

FLOW: Final = "RenewalFlow"
QUEUE: Final = "distribution"
"""Of its activities; the flow runs where all flows run."""
SCHEDULE: Final = "renewals"
"""Id of the schedule that starts it every night, and of the workflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRun:
    """Where a run begins; each page of files is a run of its own, so that histories stay short."""

    after: str | None = None
    """The last case of the page before; None at the beginning."""
    left: tuple[str, ...] = ()
    """The first cases of the pages before whose files were not renewed, each with the reason."""
    left_count: int = 0
    """How many these are in all."""
    began: datetime | None = None
    """When the first page's run did; None for that one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuery:
    after: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFile:
    """An issued file that needs a new stamp."""

    case: str
    file: str
    """SHA-256; the stamp is for these bytes only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    files: tuple[DueFile, ...]
    after: str | None
    """Behind which case the next page begins; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRef:
    case: str
    file: str
    at: datetime


@workflow.defn(name=FLOW)
class RenewalFlow(ABC):
    """Implemented in `workflows/renewal_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, start: RenewalRun) -> None:
        """Have every due file stamped again.

        Names those that were not, shows them until the next night, and then fails.
        """


class RenewalActivities(ABC):
    """Implemented in `services/distribution/activities.py`."""

    @activity.defn(name="distribution.due_for_renewal")
    @abstractmethod
    async def due_for_renewal(self, query: DueQuery) -> DuePage:
        """Files whose newest stamp ends within weeks, or that have none over the whole file."""

    @activity.defn(name="distribution.renew")
    @abstractmethod
    async def renew(self, ref: RenewalRef) -> None:
        """Stamp the file again and keep it; for a file that is not the newest, nothing."""
