"""Pages that are written from the code, so that they never say anything else."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent


def write_or_check(name: str, make: Callable[[], str]) -> None:
    """Write the page `docs/<name>`; with `--check` only say whether it is fresh, by exit code."""
    file = FOLDER / name
    if "--check" in sys.argv[1:]:
        if is_stale(file, make):
            sys.exit(f"{name} is stale: python -m docs.{Path(sys.argv[0]).stem}")
        return
    file.write_text(make(), encoding="utf-8")


def is_stale(file: Path, make: Callable[[], str]) -> bool:
    return not file.exists() or file.read_text(encoding="utf-8") != make()


def table(*rows: tuple[str, ...]) -> str:
    """A table of Markdown; the first row is its head."""
    head, *body = rows
    lines = [head, ("---",) * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
