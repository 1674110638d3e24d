"""The workflow of a reserved number as both sides see it: it waits for the expiry."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity, workflow

FLOW: Final = "ReservationFlow"
QUEUE: Final = "distribution"
"""Of its activity; the flow runs where all flows run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRef:
    """The workflow's id is `reservation/` and this id."""

    agency: str
    id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    agency: str
    id: str
    at: datetime


@workflow.defn(name=FLOW)
class ReservationFlow(ABC):
    """Implemented in `workflows/reservation_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, ref: ReservationRef) -> None:
        """Sleep until the expiry, then have the number voided unless somebody used it."""


class ReservationActivities(ABC):
    """Implemented in `services/distribution/expiring.py`."""

    @activity.defn(name="distribution.expire_reservation")
    @abstractmethod
    async def expire_reservation(self, expiry: Expiry) -> None:
        """Void the number if it is still kept and its time is over."""
