"""Runs the whole local stack, with small programs for the services: supervise.py up|parts."""

import asyncio
import sys
from pathlib import Path

from deploy.local.stack import up
from deploy.local.supervisor import Supervisor
from tests.deploy.small_parts import SMALL_PROGRAMS, small_part


async def supervise(folder: Path) -> None:
    parts = [small_part(folder, "first"), small_part(folder, "second", needs=("first",))]
    supervisor = Supervisor(parts, tell=lambda _news: None)
    await supervisor.start()
    pids = " ".join(str(supervisor.pid(part.name)) for part in parts)
    sys.stdout.write(f"{pids}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if sys.argv[1] == "up":
    sys.exit(up(programs=SMALL_PROGRAMS))
asyncio.run(supervise(Path(sys.argv[2])))
