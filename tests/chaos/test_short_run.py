"""The harness in little: each kind of fault once, and some kill points, over a few dispatches."""

from pathlib import Path

from tests.chaos.run import plan, run
from tests.chaos.schedule import Kind
from tests.deploy.conftest import place

__all__ = ["place"]

SEED = 2909
POINTS = (
    "drafting: POST /drafts/{case}/submit",
    "approval: POST /tasks/{task}/decision",
    "approval: approval.sign",
    "distribution: POST /dispatches/{case}/issue",
    "distribution: distribution.seal",
)


async def test_nothing_is_lost_doubled_or_invented_whatever_dies(place: Path) -> None:
    drawn = plan(SEED, dispatches=3, faults=len(Kind), kill_points=POINTS)
    told: list[str] = []
    outcome = await run(drawn, place, told.append)
    assert {name: found for name, found in outcome.findings.items() if found} == {}, told
    assert {fault.kind for fault in outcome.injected} == set(Kind)
    assert set(outcome.killed_at) == set(POINTS)
