"""The flows as operators run them: a process for each release."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Final

from tests.support.offices import until

THIS_RELEASE: Final = "workflows"
NEXT_RELEASE: Final = "tests.workflows.next_release"


async def begin(
    address: str,
    folder: Path,
    release: str = THIS_RELEASE,
    *,
    namespace: str = "default",
    build: str = "",
) -> Process:
    """A process of the flows; it writes `ready` and `log` into this folder."""
    env = {
        **os.environ,
        "CONGVAN_TEMPORAL_ADDRESS": address,
        "CONGVAN_TEMPORAL_NAMESPACE": namespace,
        "CONGVAN_BUILD": build,
        "CONGVAN_READY_FILE": str(folder / "ready"),
        "CONGVAN_LOG_FILE": str(folder / "log"),
    }
    return await asyncio.create_subprocess_exec(sys.executable, "-m", release, env=env)


async def says(file: Path, word: str) -> None:
    async def said() -> bool:
        exists = await asyncio.to_thread(file.exists)
        return exists and word in await asyncio.to_thread(file.read_text, encoding="utf-8")

    await until(said)
