"""What the clerks undid of a dispatch: rounds that they sent back, numbers that they voided."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """A round that went back to the drafter, and why."""

    round: int
    reason: str
    by: str
    """The clerk's account; so in the other."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidedNumber:
    """A number that was given and voided before the seal, and why."""

    round: int
    printed: str
    reason: str
    by: str
    at: datetime
