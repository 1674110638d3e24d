"""Recorded histories: what flows did once must be what they would do again."""

import json
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory

from tests.support.golden import RECORD

FOLDER = Path(__file__).parents[1] / "workflows" / "histories"


async def keep(handle: WorkflowHandle[object, object], name: str) -> WorkflowHistory:
    """A flow's history; written down under its name when CONGVAN_RECORD=1 asks for it."""
    history = await handle.fetch_history()
    if RECORD:
        told = without_machines(history.to_json_dict())
        text = json.dumps(told, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return history


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


def kept() -> dict[str, WorkflowHistory]:
    return {
        file.stem: WorkflowHistory.from_json("replayed", file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.glob("*.json"))
    }
