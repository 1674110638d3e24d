"""The harness in little: each kind of fault once, every process killed, and some kill points."""

from pathlib import Path
from typing import Final

from tests.chaos.outcomes import Outcome, Plan
from tests.chaos.run import run
from tests.chaos.schedule import Fault, Kind
from tests.chaos.town import PARTS
from tests.deploy.conftest import place

__all__ = ["place"]

SEED: Final = 2083
"""One dispatch comes to its file copy, and whoever acts on it, acts twice at once; another one
stays with its reviewers."""
POINTS: Final = (
    "drafting: drafting.close_round",
    "approval: POST /tasks/{task}/decision",
    "distribution: POST /dispatches/{case}/issue",
)
"""The engine misses a lost activity after ten seconds: beside this one people go on meanwhile."""
FAULTS: Final = [
    Fault(after=after, kind=kind, target=target, seconds=seconds)
    for after, kind, target, seconds in (
        (1, Kind.DELAY, "postgres", 0.3),
        (2, Kind.KILL, "temporal", 0),
        (4, Kind.REFUSE, "approval", 0.3),
        (4, Kind.KILL, "workflows", 0),
        (4, Kind.RESTART, "postgres", 0),
        (5, Kind.PAUSE, "workflows", 0.3),
        (5, Kind.CUT, "postgres", 0),
        (6, Kind.DISK_FULL, "approval", 1),
        (7, Kind.CLOCK, "New Year", 0),
        (7, Kind.KILL, "postgres", 0),
        (7, Kind.KILL, "issuer", 0),
    )
]
"""The disk is full when the PDF is to be prepared, and the year ends before the number is given.
With the kill points they kill every process with -9 once."""
SPARED: Final = {"drafting", "approval", "issuer"}
"""Not killed in the ordinary run, for the time that it takes; `--thorough` spares nobody."""


async def test_nothing_is_lost_doubled_or_invented_whatever_dies(
    place: Path, thorough: bool
) -> None:
    spared = set() if thorough else SPARED
    points = [one for one in POINTS if one.partition(":")[0] not in spared]
    faults = [one for one in FAULTS if one.kind is not Kind.KILL or one.target not in spared]
    plan = Plan(seed=SEED, dispatches=2, faults=faults, kill_points=points)
    told: list[str] = []
    outcome = await run(plan, place, told.append)
    assert {name: found for name, found in outcome.findings.items() if found} == {}, told
    assert {fault.kind for fault in outcome.injected} == set(Kind)
    assert set(outcome.killed_at) == set(points)
    assert killed(outcome) == set(PARTS) - spared
    assert all(outcome.restarts[part] for part in killed(outcome)), outcome.restarts
    assert outcome.filed, "none of the dispatches came to its file copy"


def killed(outcome: Outcome) -> set[str]:
    """Parts that died by -9: of a fault, or at a kill point."""
    by_faults = {fault.target for fault in outcome.injected if fault.kind is Kind.KILL}
    return by_faults | {point.partition(":")[0] for point in outcome.killed_at}
