"""Every act and activity has its kill point, and an armed one is passed deadly once."""

import signal
import subprocess
import sys
from pathlib import Path

from shared.contracts import approval, distribution, drafting
from tests.chaos.kill_points import KillPoints
from tests.chaos.registered import every_point, registered

ASKED_AGAIN_ANYHOW = {
    "POST /organisations/versions": "a version is named by its hash",
    "PUT /organisations/{agency}/active": "what is in force stays in force",
    "POST /engine/compare": "it is one more comparison",
    "POST /engine/wake": "it is one more wake-up",
    "POST /public/check": "it changes nothing; once too often, it is told to wait (429)",
}
"""Acts without an idempotency key, and why the same again does no harm."""
PASSES = """
import sys
from pathlib import Path
from tests.chaos.kill_points import KillPoints
KillPoints(Path(sys.argv[1])).passed("drafting: POST /drafts/{case}/submit")
print("told")
"""


def passing(folder: Path) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-c", PASSES, str(folder)]
    return subprocess.run(run, capture_output=True, text=True, check=False)


def test_an_armed_point_is_passed_deadly_once(tmp_path: Path) -> None:
    points = KillPoints(tmp_path)
    points.arm(["drafting: POST /drafts/{case}/submit", "drafting: drafting.reopen"])
    assert passing(tmp_path).returncode == -signal.SIGKILL
    assert points.armed() == {"drafting: drafting.reopen"}
    assert passing(tmp_path).stdout == "told\n"


async def test_what_services_register_has_a_point_each() -> None:
    points = await every_point()
    assert len(points) == len(set(points))
    assert {
        "drafting: POST /drafts/{case}/submit",
        "approval: POST /tasks/{task}/decision",
        "distribution: POST /dispatches/{case}/issue",
        "distribution: PUT /organisations/{agency}/active",
    } <= set(points)
    promised = (drafting.DraftingActivities, approval.ApprovalActivities)
    for contract in (*promised, distribution.DistributionActivities):
        for stub in vars(contract).values():
            named = getattr(stub, "__temporal_activity_definition", None)
            assert named is None or any(point.endswith(f": {named.name}") for point in points)


async def test_whoever_lost_the_answer_of_an_act_may_ask_again_with_its_key() -> None:
    without = {
        f"{method} {path}"
        for one in await registered()
        for (method, path), described in one.acts.items()
        if "Idempotency-Key" not in {sent.get("name") for sent in described.get("parameters", ())}
    }
    assert without == set(ASKED_AGAIN_ANYHOW)
