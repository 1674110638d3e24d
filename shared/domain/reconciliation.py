"""The engine compared with the tables: which flows ought to run, and which do."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Flows by their ids, where engine and tables do not agree."""

    asleep: frozenset[str] = field(default=_NONE)
    """By the tables they ought to run, and they do not: a wake-up is the whole repair."""
    stray: frozenset[str] = field(default=_NONE)
    """They run, and by the tables nothing is open for them."""

    def __bool__(self) -> bool:
        return bool(self.asleep or self.stray)

    def lasting(self, earlier: "Difference") -> "Difference":
        """What was so before too: a flow that is just starting or ending is no difference."""
        return Difference(asleep=self.asleep & earlier.asleep, stray=self.stray & earlier.stray)

    def joined(self, other: "Difference") -> "Difference":
        """Both, of different kinds of flows."""
        return Difference(asleep=self.asleep | other.asleep, stray=self.stray | other.stray)


def compare(
    *, needed: AbstractSet[str], allowed: AbstractSet[str], running: AbstractSet[str]
) -> Difference:
    """Tables against engine, both ways.

    `needed`: what the tables hold open; `allowed`: what may run to its end besides, though
    nothing waits for it any more; `running`: what the engine has open.
    """
    return Difference(
        asleep=frozenset(needed - running), stray=frozenset(running - needed - allowed)
    )
