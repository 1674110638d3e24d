"""What will be done to the system, drawn from a seed: the same seed, the same schedule."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice
from random import Random

from tests.chaos.town import JOINTS, PARTS


class Kind(StrEnum):
    KILL = "killed with -9"
    PAUSE = "stopped and continued (SIGSTOP, SIGCONT)"
    RESTART = "asked to end (SIGTERM) and started again"
    DELAY = "connections delayed"
    CUT = "connections dropped"
    REFUSE = "new connections refused"
    DISK_FULL = "every write to a file fails (EFBIG)"
    CLOCK = "clock moved"


SERVICES = ("drafting", "approval", "distribution")
LEAPS = ("midnight", "weekend", "New Year")
TARGETS: dict[Kind, Sequence[str]] = {
    Kind.KILL: PARTS,
    Kind.PAUSE: PARTS,
    Kind.RESTART: PARTS,
    Kind.DELAY: JOINTS,
    Kind.CUT: JOINTS,
    Kind.REFUSE: JOINTS,
    Kind.DISK_FULL: SERVICES,
    Kind.CLOCK: LEAPS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    after: int
    """It begins when so many acts of people were accepted."""
    kind: Kind
    target: str
    seconds: float
    """How long it lasts; nothing for what is over at once."""

    def __str__(self) -> str:
        lasts = f", {self.seconds:.1f} s" if self.seconds else ""
        return f"after {self.after} acts: {self.target}: {self.kind}{lasts}"


LASTING = {Kind.PAUSE, Kind.DELAY, Kind.REFUSE, Kind.DISK_FULL}


def schedule(seed: int, *, faults: int, acts: int) -> list[Fault]:
    """So many faults over so many acts; every kind in turn, its targets in turn."""
    random = Random(f"faults {seed}")  # noqa: S311 -- to be repeated, not to be secret
    kinds = list(Kind)
    random.shuffle(kinds)
    turns = {kind: cycle(random.sample(TARGETS[kind], len(TARGETS[kind]))) for kind in kinds}
    places = sorted(random.randrange(1, max(2, acts)) for _ in range(faults))
    return [
        Fault(
            after=after,
            kind=kind,
            target=next(turns[kind]),
            seconds=round(random.uniform(0.5, 3), 1) if kind in LASTING else 0,
        )
        for after, kind in zip(places, islice(cycle(kinds), faults), strict=True)
    ]
