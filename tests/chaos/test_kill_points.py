"""Every act and activity has its kill point, and an armed one is passed deadly once."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from shared.contracts import approval, distribution, drafting
from tests.chaos.kill_points import KillPoints
from tests.chaos.registered import Registered, points_of, registered

ASKED_AGAIN_ANYHOW = {
    "POST /organisations/versions": "a version is named by its hash",
    "PUT /organisations/{agency}/active": "what is in force stays in force",
    "POST /engine/compare": "it is one more comparison",
    "POST /engine/wake": "it is one more wake-up",
    "POST /public/check": "it changes nothing; once too often, it is told to wait (429)",
}
"""Acts without an idempotency key, and why the same again does no harm."""
POINT = "drafting: POST /drafts/{case}/submit"
PASSES = """
import sys
from pathlib import Path
from tests.chaos.kill_points import KillPoints
KillPoints(Path(sys.argv[1])).passed(sys.argv[2])
"""


@pytest.fixture(scope="module")
def services() -> Sequence[Registered]:
    return asyncio.run(registered())


def ends_with(folder: Path) -> int:
    """The exit code of a process that passes the point."""
    run = [sys.executable, "-c", PASSES, str(folder), POINT]
    return subprocess.run(run, check=False).returncode


def test_an_armed_point_is_passed_deadly_once(tmp_path: Path) -> None:
    points = KillPoints(tmp_path)
    points.arm([POINT, "drafting: drafting.reopen"])
    assert ends_with(tmp_path) == -signal.SIGKILL
    assert points.armed() == {"drafting: drafting.reopen"}
    assert ends_with(tmp_path) == 0


def test_what_services_register_has_a_point_each(services: Sequence[Registered]) -> None:
    points = points_of(services)
    assert len(points) == len(set(points))
    assert {
        POINT,
        "approval: POST /tasks/{task}/decision",
        "distribution: POST /dispatches/{case}/issue",
        "distribution: PUT /organisations/{agency}/active",
    } <= set(points)
    promised = (drafting.DraftingActivities, approval.ApprovalActivities)
    for contract in (*promised, distribution.DistributionActivities):
        for stub in vars(contract).values():
            named = getattr(stub, "__temporal_activity_definition", None)
            assert named is None or any(point.endswith(f": {named.name}") for point in points)


def test_whoever_lost_the_answer_of_an_act_may_ask_again_with_its_key(
    services: Sequence[Registered],
) -> None:
    without = {
        f"{method} {path}"
        for one in services
        for (method, path), described in one.acts.items()
        if "Idempotency-Key" not in {sent.get("name") for sent in described.get("parameters", ())}
    }
    assert without == set(ASKED_AGAIN_ANYHOW)
