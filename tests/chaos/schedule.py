"""What will be done to the system, drawn from a seed: the same seed, the same schedule."""

from collections import Counter
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
SHORT = (0.5, 3.0)
LONG = (16.0, 25.0)
"""Longer than a lease of the relay (15 s), an attempt at the database and the silence of one at a
PDF (10 s each): what goes on after it is late, and somebody else has begun it anew."""
LONG_EVERY = 3
"""Of each kind of fault that keeps a service or the engine from others, each so many is long: a run
of one fault of each kind has none."""
KEEPS_AWAY = {Kind.PAUSE, Kind.REFUSE}


def schedule(seed: int, *, faults: int, acts: int) -> list[Fault]:
    """So many faults over so many acts; every kind in turn, its targets in turn."""
    random = Random(f"faults {seed}")  # noqa: S311 -- to be repeated, not to be secret
    kinds = list(Kind)
    random.shuffle(kinds)
    turns = {kind: cycle(random.sample(TARGETS[kind], len(TARGETS[kind]))) for kind in kinds}
    places = sorted(random.randrange(1, max(2, acts)) for _ in range(faults))
    drawn, away = list[Fault](), Counter[Kind]()
    for after, kind in zip(places, islice(cycle(kinds), faults), strict=True):
        target = next(turns[kind])
        away[kind] += keeps_away(kind, target)
        long = keeps_away(kind, target) and away[kind] % LONG_EVERY == 0
        lasts = random.uniform(*(LONG if long else SHORT)) if kind in LASTING else 0
        drawn.append(Fault(after=after, kind=kind, target=target, seconds=round(lasts, 1)))
    return drawn


def keeps_away(kind: Kind, target: str) -> bool:
    """Whether a service or the engine is there, and answers nobody."""
    return kind in KEEPS_AWAY and target in {*SERVICES, "temporal"}
