"""`python -m services NAME` runs a service; `python -m services migrate` brings the schemas up.

`python -m services restored --backup INSTANT` does so with a restored database, closes every series
of it, and skips case codes.
"""

import argparse
import asyncio
import atexit
import os
import sys
import time
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from shared.runtime.loading import loading
from shared.runtime.settings import ServiceSettings, SettingMissing, needed

if TYPE_CHECKING:  # each command loads what it needs itself
    from shared.runtime.service import Only, Service

OWNER_URL = "CONGVAN_OWNER_DATABASE_URL"
NAMES = ("drafting", "approval", "distribution")


def manifest(name: str) -> "Service":
    """The one service that this process is: the others stay unloaded."""
    service: Service = import_module(f"services.{name}.manifest").SERVICE
    return service


def serve(name: str, only: "Only | None") -> None:
    with loading():
        from shared.runtime.service import run  # noqa: PLC0415 -- migrations do without

        service = manifest(name)
    asyncio.run(run(service, ServiceSettings.read(), only))


async def migrate(url: str) -> None:
    with loading():
        from shared.runtime.migrations import upgrade  # noqa: PLC0415 -- services do without
    await upgrade(url, NAMES)


async def restored(url: str, backup_at: datetime) -> None:
    """Nothing that was given after the backup is given again; each service sees to its own."""
    await migrate(url)
    for name in ("drafting", "distribution"):
        await import_module(f"services.{name}.restored").record(url, backup_at)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m services")
    parser.add_argument("name", choices=[*NAMES, "migrate", "restored"])
    parser.add_argument("--only", choices=["api", "work"])
    parser.add_argument("--backup", type=datetime.fromisoformat, metavar="INSTANT")
    chosen = parser.parse_args()
    if (chosen.name == "restored") != (chosen.backup is not None):
        parser.error("restored, and nothing else, needs --backup INSTANT")
    if chosen.backup is not None and chosen.backup.tzinfo is None:
        parser.error("--backup takes an instant with its zone, as the manifest has it")
    try:
        if chosen.name == "migrate":
            asyncio.run(migrate(needed(os.environ, OWNER_URL)))
        elif chosen.name == "restored":
            asyncio.run(restored(needed(os.environ, OWNER_URL), chosen.backup))
        else:
            serve(chosen.name, chosen.only)
    except SettingMissing as missing:
        print(missing, file=sys.stderr)  # noqa: T201 -- a process that cannot start says why
        return 2
    return 0


if __name__ == "__main__":
    atexit.register(time.sleep, 0.1)  # the engine's threads must end before the interpreter does
    sys.exit(main())
