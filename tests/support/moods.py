"""How a server of a test behaves towards whoever calls."""

from enum import Enum, auto


class Mood(Enum):
    ACCEPTS = auto()
    BUSY = auto()
    """Says: later."""
    REFUSES = auto()
    """Says: never."""
    HANGS = auto()
    """Says nothing, and keeps the line."""
    DROPS = auto()
    """Hangs up in the middle."""
    LIES = auto()
    """Answers at once, in the right form, and not the truth."""
