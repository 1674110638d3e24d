"""How long to wait before the next try, so that those who were sent away don't return as one."""

from datetime import timedelta
from typing import TypeVar

Pause = TypeVar("Pause", float, timedelta)


def spread(pause: Pause, chance: float) -> Pause:
    """A pause of one's own: the whole one at `chance` 0, towards half of it as chance nears 1."""
    return pause * (1 - chance / 2)
