"""Small real programs in the place of services, for tests of what keeps them alive."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deploy.local.parts import PROGRAMS, Ready
from deploy.local.probes import file_appeared
from deploy.local.settings import ROOT
from deploy.local.spawn import children_environment
from deploy.local.supervisor import Part

FOLDER = Path(__file__).parent / "programs"
FILES = {Ready.ANSWERS: "answers.py", Ready.WRITES_A_FILE: "polls.py", Ready.ENDS: "migrates.py"}

SMALL_PROGRAMS = tuple(
    replace(row, arguments=(str(FOLDER / FILES[row.ready]),)) for row in PROGRAMS
)


def small_part(
    folder: Path, name: str, *, needs: tuple[str, ...] = (), words: tuple[str, ...] = ("polls.py",)
) -> Part:
    """A part that writes a file when it is ready."""
    ready = folder / f"{name}.ready"

    async def prepare() -> None:
        ready.unlink(missing_ok=True)

    return Part(
        name=name,
        argv=(sys.executable, str(FOLDER / words[0]), *words[1:]),
        env={**children_environment(), "CONGVAN_READY_FILE": str(ready)},
        log=folder / f"{name}.out",
        cwd=ROOT,
        needs=needs,
        ready=file_appeared(ready),
        prepare=prepare,
        grace=0.5,
    )


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not collected does not count."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what another process does; there is no event of it in this one."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.01)


def environment_for(var: Path, ports: dict[str, int]) -> dict[str, str]:
    """The environment of a stack on its own data and ports."""
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")},
        "PYTHONPATH": str(ROOT),
        "CONGVAN_VAR": str(var),
        **{f"CONGVAN_{name.upper()}_PORT": str(port) for name, port in ports.items()},
    }
