"""What the workflow may ask of drafting, and what drafting promises back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from temporalio import activity

QUEUE: Final = "drafting"


class Closing(StrEnum):
    """Why drafting closes a round; SIGNED may be reopened by the records desk's sending back."""

    SIGNED = "signed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRef:
    case: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRef:
    case: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound:
    case: str
    round: int
    closing: Closing
    at: datetime
    by: str | None = None
    """The account that signed or rejected; who asked to withdraw drafting knows itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWithdrawal:
    """A request to withdraw that came after a decision, while the round goes on."""

    case: str
    round: int
    withdrawal: str
    decided_by: str
    """The account that had decided."""
    decided_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPosition:
    """How a dispatch stands with drafting."""

    case: str
    agency: str
    unit: str
    urgency: str
    round: int
    """The round being drafted, or the latest one submitted."""
    version: str | None
    """SHA-256 of the frozen version of `round`; None while it is being drafted."""
    closing: Closing | None
    withdrawal: str | None
    """Id of the request to withdraw that is not answered yet."""
    withdrawal_by: str | None = None
    """The account that asked."""


class DraftingActivities(ABC):
    """Implemented in `services/drafting/activities.py`; each is a compare-and-set on its key."""

    @activity.defn(name="drafting.open_case")
    @abstractmethod
    async def open_case(self, ref: CaseRef) -> DraftPosition:
        """Tell how the dispatch stands, and mark what it tells as handed over."""

    @activity.defn(name="drafting.reopen")
    @abstractmethod
    async def reopen(self, ref: RoundRef) -> DraftPosition:
        """Unlock the draft for the round after `round`, if `round` is the latest submitted.

        A request to withdraw that waits is then answered by closing the case as withdrawn.
        """

    @activity.defn(name="drafting.answer_withdrawal")
    @abstractmethod
    async def answer_withdrawal(self, ref: LateWithdrawal) -> DraftPosition:
        """Answer this request as too late, if it waits; the drafter may ask again later."""

    @activity.defn(name="drafting.close_round")
    @abstractmethod
    async def close_round(self, ref: CloseRound) -> DraftPosition:
        """Close the round once; answer what is still asked and refuse what is asked later."""
