"""What a service's tables say of the flows that have their place in the engine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A flow that the tables know of."""

    id: str
    """Of the fact that wakes it, or of the case where any fact would."""
    case: str
    needed: bool = True
    """False: it may run to its end, though nothing waits for it any more."""
