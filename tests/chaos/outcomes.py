"""What became of every run, kept as a file by its seed: a long run may be done in pieces."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from deploy.local.settings import ROOT
from tests.chaos.schedule import Fault

KEPT = ROOT / "var/chaos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    seed: int
    dispatches: int
    faults: Sequence[Fault]
    kill_points: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    plan: Plan
    seconds: float
    quiet_after: float
    """Seconds until nothing was on its way any more, once people and faults had ended."""
    accepted: int
    refused: int
    asked_again: int
    injected: Sequence[Fault]
    killed_at: Sequence[str]
    """The kill points where a process ended."""
    restarts: Mapping[str, int]
    orphans: int
    findings: Mapping[str, Sequence[str]]
    """What each judgement says, empty where it holds."""
    filed: int = 0
    """Dispatches that came to their file copy; not counted in outcomes from before."""
    commit: str = ""
    """Short hash of the tree that it ran on, see `commit_here`; empty in outcomes from before."""
    became: str = ""
    """What became of the findings, written by hand into the kept file once it is known."""

    @property
    def whole(self) -> bool:
        return not any(self.findings.values())


_WRITTEN = TypeAdapter(Outcome)
CHANGED = "+"
"""Behind a hash: the tree had changes that are in no commit."""


def commit_here() -> str:
    """What is checked out, "1a2b3c4" or "1a2b3c4+"; empty where this is no clone."""
    git = partial(subprocess.run, cwd=ROOT, capture_output=True, text=True, check=False)
    commit = git(["git", "rev-parse", "--short", "HEAD"]).stdout.strip()
    changed = git(["git", "status", "--porcelain", "--untracked-files=no"]).stdout.strip()
    return commit + CHANGED if commit and changed else commit


def keep(outcome: Outcome, folder: Path = KEPT) -> None:
    """In place of an earlier run with the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"seed-{outcome.plan.seed}.json"
    file.write_bytes(_WRITTEN.dump_json(outcome, indent=1))


def kept(folder: Path = KEPT) -> list[Outcome]:
    """Of every run that was kept, by seed."""
    files = folder.glob("seed-*.json")
    outcomes = [_WRITTEN.validate_json(file.read_bytes()) for file in files]
    return sorted(outcomes, key=lambda one: one.plan.seed)
