"""What asks for an operator; `docs/operations/` has a page for each."""

from dataclasses import dataclass
from enum import StrEnum


class Alarm(StrEnum):
    """The value is the name of its page."""

    REFUSED = "refused"
    """A step is parked: a service refused it, with a sentence."""
    FAULT = "fault"
    """A step does not go on, because something is away or broken for minutes."""
    NOBODY = "nobody"
    """A step that nobody may take any more."""
    OVERDUE = "overdue"
    """Somebody's time has run out; nothing is decided by that."""
    RELAY_BEHIND = "relay-behind"
    """Facts wait for the engine to be told of them."""
    DIFFERENCE = "difference"
    """Engine and tables differ, or were not compared for too long."""
    ENGINE_LOST = "engine-lost"
    """The engine's data are gone, or of another version."""
    SERIES_CLOSED = "series-closed"
    """After a restore a series gives no number until a clerk confirms its last one."""
    DISK = "disk"
    """A disk is nearly full."""
    PART_AWAY = "part-away"
    """A process, a server or a package is missing, or does not answer."""
    REGISTER = "register"
    """The regular check found that a register does not prove itself."""
    CERTIFICATES = "certificates"
    """A certificate ends soon, or the device that holds its key is not there."""
    TIME_STAMPS = "time-stamps"
    """The time-stamp authority does not stamp, or a file was not stamped again in time."""
    NOTICES = "notices"
    """A notice by mail or webhook is not accepted for minutes."""

    @property
    def page(self) -> str:
        """Where to read on, from the project's folder."""
        return f"docs/operations/{self.value}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    alarm: Alarm
    remark: str
    """In English, with figures, and nothing of any dispatch."""
