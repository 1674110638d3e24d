"""The harness in little: each kind of fault once, every process killed, and some kill points."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.chaos.outcomes import Outcome
from tests.chaos.run import plan, run
from tests.chaos.schedule import Fault, Kind
from tests.chaos.town import PARTS
from tests.deploy.conftest import place

__all__ = ["place"]

SEED: Final = 2909
POINTS: Final = (
    "drafting: POST /drafts/{case}/submit",
    "approval: POST /tasks/{task}/decision",
    "approval: approval.sign",
    "distribution: POST /dispatches/{case}/issue",
    "distribution: distribution.seal",
)
BESIDE: Final = [
    Fault(after=after, kind=Kind.KILL, target=part, seconds=0)
    for after, part in ((3, "workflows"), (7, "temporal"), (12, "issuer"))
]
"""Processes that neither the drawn faults nor the kill points kill with -9."""


async def test_nothing_is_lost_doubled_or_invented_whatever_dies(place: Path) -> None:
    drawn = plan(SEED, dispatches=3, faults=len(Kind), kill_points=POINTS)
    faults = sorted([*drawn.faults, *BESIDE], key=lambda fault: fault.after)
    told: list[str] = []
    outcome = await run(replace(drawn, faults=faults), place, told.append)
    assert {name: found for name, found in outcome.findings.items() if found} == {}, told
    assert {fault.kind for fault in outcome.injected} == set(Kind)
    assert set(outcome.killed_at) == set(POINTS)
    assert killed(outcome) == set(PARTS)
    assert all(outcome.restarts.values()), outcome.restarts
    assert outcome.filed, "none of the dispatches came to its file copy"


def killed(outcome: Outcome) -> set[str]:
    """Parts that died by -9: of a fault, or at a kill point."""
    by_faults = {fault.target for fault in outcome.injected if fault.kind is Kind.KILL}
    return by_faults | {point.partition(":")[0] for point in outcome.killed_at}
