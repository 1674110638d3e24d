"""The workflow of a recall, and what it may ask of distribution (ND30 Đ.18.4, PL6 III.8)."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from temporalio import activity, workflow

from shared.contracts.dispatch_flow import NEWS, RETRY

FLOW: Final = "RecallFlow"


def flow_id(case: str) -> str:
    return f"recall/{case}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallInput:
    """The workflow's id is `flow_id(case)`."""

    case: str
    patience: timedelta = timedelta(minutes=5)
    """How long faults are retried before an operator's attention is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallRef:
    case: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallPosition:
    """How far the receivers of a recalled dispatch have answered."""

    agency: str
    unit: str
    """Code of the drafting unit."""
    urgency: str
    """Empty where none was kept."""
    number: str
    """As printed, "01/SVHTTDL-VP"."""
    holder_post: str
    holder: str
    """The clerk's post, who may close the recall, and its title for the operators' eyes."""
    asked: int
    """How many mailboxes have to answer."""
    waiting: tuple[str, ...]
    """Codes of those that did not yet."""
    refused: int
    """How many refused to give it back."""
    reminders: int
    due_at: datetime
    """Until when the next answers are waited for, before those who wait are reminded."""
    closed: bool
    """A clerk ended the waiting."""


@workflow.defn(name=FLOW)
class RecallFlow(ABC):
    """Implemented in `workflows/recall_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, start: RecallInput) -> None:
        """Wait until every receiver answered or a clerk ended it; remind who is late."""

    @workflow.signal(name=NEWS)
    @abstractmethod
    def news(self, *said: Any) -> None:
        """A fact was written: look at it. Takes a `NewsItem`; anything else is ignored."""

    @workflow.signal(name=RETRY)
    @abstractmethod
    def retry(self, *said: Any) -> None:
        """An operator's wake-up: try again what is parked."""


class RecallActivities(ABC):
    """Implemented in `services/distribution/activities.py`; each is a compare-and-set."""

    @activity.defn(name="distribution.open_recall")
    @abstractmethod
    async def open_recall(self, ref: RecallRef) -> RecallPosition:
        """Tell how the recall stands; what is told counts as handed over."""

    @activity.defn(name="distribution.remind_recall")
    @abstractmethod
    async def remind_recall(self, ref: RecallRef) -> RecallPosition:
        """Remind every receiver that is late, once for each deadline; tell how it stands."""
