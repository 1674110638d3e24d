"""The regular check of the register as both sides see it: who is checked, and what was found."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity, workflow

FLOW: Final = "RegisterCheckFlow"
SCHEDULE: Final = "register-check"
QUEUE: Final = "distribution"
"""Of its activities; the flow runs where all flows run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRef:
    agency: str
    at: datetime
    """When the check began: with the agency its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    events: int
    dispatches: int
    faults: int


@workflow.defn(name=FLOW)
class RegisterCheckFlow(ABC):
    """Implemented in `workflows/register_check_flow.py`."""

    @workflow.run
    @abstractmethod
    async def run(self) -> None:
        """Have every agency's register checked; ask for attention where something is amiss."""


class RegisterCheckActivities(ABC):
    """Implemented in `services/distribution/regular_check.py`."""

    @activity.defn(name="distribution.agencies_to_check")
    @abstractmethod
    async def agencies_to_check(self) -> list[str]:
        """Codes of the agencies that have an organisation in force."""

    @activity.defn(name="distribution.check_register")
    @abstractmethod
    async def check_register(self, ref: CheckRef) -> CheckResult:
        """Check it all and keep what was found, once for each key."""
