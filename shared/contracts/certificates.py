"""The workflow that watches a certificate as both sides see it: it wakes for each warning."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity, workflow

FLOW: Final = "CertificateFlow"
QUEUE: Final = "certificates"
"""Of its activity; the flow runs where all flows run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRef:
    """A registered certificate; the workflow's id is `certificate/` and this id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How a certificate stands after a look."""

    next_at: datetime | None
    """When the next warning is due; None: nothing is to be warned of any more."""


@workflow.defn(name=FLOW)
class CertificateFlow(ABC):
    """Implemented in `workflows/certificate_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self, ref: CertificateRef) -> None:
        """Have it looked at now and whenever a warning is due, until its end."""


class CertificateActivities(ABC):
    """Implemented in `services/approval/warning.py`."""

    @activity.defn(name="approval.warn_of_certificate")
    @abstractmethod
    async def warn_of_certificate(self, look: Look) -> Watched:
        """Warn of its end, if that is due: once for each threshold and person."""
