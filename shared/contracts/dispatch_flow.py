"""The workflow of one dispatch as the services see it: its names, its start, its news."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from temporalio import workflow

QUEUE: Final = "flows"
FLOW: Final = "DispatchFlow"
NEWS: Final = "news"
RETRY: Final = "retry"

WITHDRAWAL: Final = "withdrawal"
"""The one kind of news that another owner than the awaited one has to be asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchInput:
    """The workflow's id is the case code."""

    case: str
    patience: timedelta = timedelta(minutes=5)
    """How long faults are retried before an operator's attention is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A pointer to a fact, and nothing but a wake-up: only the asked answer counts."""

    kind: str
    id: str


@workflow.defn(name=FLOW)
class DispatchFlow(ABC):
    """Implemented in `workflows/dispatch_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, start: DispatchInput) -> str:
        """Carry the dispatch until it is filed, rejected or withdrawn; return the stage."""

    @workflow.signal(name=NEWS)
    @abstractmethod
    def news(self, *said: Any) -> None:
        """A fact was written: look at it. Takes a `NewsItem`; anything else is ignored."""

    @workflow.signal(name=RETRY)
    @abstractmethod
    def retry(self, *said: Any) -> None:
        """An operator's wake-up: try again what is parked."""
