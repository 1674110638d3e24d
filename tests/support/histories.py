"""Recorded histories: what flows did once must be what they would do again.

Each version of the flows has a folder of its own, named as in pyproject.toml. What is recorded goes
into the folder of the version that is being made; those of released versions are only read.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from temporalio.client import WorkflowHandle, WorkflowHistory

from tests.support.golden import RECORD

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "tests" / "workflows" / "histories"
VERSION: Final[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]["version"]


async def keep(handle: WorkflowHandle[object, object], name: str) -> WorkflowHistory:
    """A flow's history; written down under its name when CONGVAN_RECORD=1 asks for it."""
    history = await handle.fetch_history()
    if RECORD:
        told = without_machines(history.to_json_dict())
        text = json.dumps(told, separators=(",", ":"))
        changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        folder = FOLDER / unreleased(VERSION, changelog)
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return history


def unreleased(version: str, changelog: str) -> str:
    """The version, if nobody runs it yet.

    Raises:
        AssertionError: the change log has a section of this version; its histories stay.
    """
    released = {line.split()[1] for line in changelog.splitlines() if line.startswith("## ")}
    assert version not in released, f"{version} is released: raise the version in pyproject.toml"
    return version


def without_machines(value: Any) -> Any:
    """The same without what tells of the machine that recorded it.

    Stack traces name its folders, and identities of workers its name.
    """
    match value:
        case dict():
            named = value | ({"identity": "tests"} if "identity" in value else {})
            return {
                name: without_machines(inner)
                for name, inner in named.items()
                if name != "stackTrace"
            }
        case list():
            return [without_machines(inner) for inner in value]
        case _:
            return value


def versions() -> list[str]:
    """Those with a folder."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


@cache
def kept(version: str = VERSION) -> Mapping[str, WorkflowHistory]:
    """A version's histories by name; as a rule those of the version that is being made."""
    return {
        file.stem: _read(f"{version}/{file.stem}", file)
        for file in sorted((FOLDER / version).glob("*.json"))
    }


def _read(name: str, file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(name, file.read_text(encoding="utf-8"))


def all_kept() -> Iterator[tuple[str, WorkflowHistory]]:
    """Every version's, each as VERSION/NAME."""
    for version in versions():
        for name, history in kept(version).items():
            yield f"{version}/{name}", history
