"""`python -m services NAME` runs a service; `python -m services migrate` brings the schemas up.

`python -m services restored --backup INSTANT` does so with a restored database, closes every series
of it, and skips case codes. Where services have databases of their own, both take the names of
those whose schemas the owner's database has: `python -m services restored drafting --backup ...`.
"""

import argparse
import asyncio
import atexit
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from shared.runtime.ending import let_go
from shared.runtime.loading import loading
from shared.runtime.settings import (
    NothingHeld,
    NotReached,
    ServiceSettings,
    SettingMissing,
    SettingUnusable,
    database_url,
)

if TYPE_CHECKING:  # each command loads what it needs itself
    from shared.runtime.service import Only, Service

OWNER_URL = "CONGVAN_OWNER_DATABASE_URL"
NAMES = ("drafting", "approval", "distribution")
MARKED = ("drafting", "distribution")
"""What they give out is counted, and must not be given twice after a restore."""


def manifest(name: str) -> "Service":
    """The one service that this process is: the others stay unloaded."""
    service: Service = import_module(f"services.{name}.manifest").SERVICE
    return service


def serve(name: str, only: "Only | None") -> None:
    with loading():
        from shared.runtime.service import run  # noqa: PLC0415 -- migrations do without

        service = manifest(name)
    asyncio.run(run(service, ServiceSettings.read(), only))


async def migrate(url: str, names: Sequence[str]) -> None:
    with loading():
        from shared.runtime.migrations import upgrade  # noqa: PLC0415 -- services do without
    await upgrade(url, names)


async def restored(url: str, names: Sequence[str], backup_at: datetime) -> None:
    """Nothing that was given after the backup is given again; each service sees to its own.

    NothingHeld where the database lacks one of them: another one's series would be closed.
    """
    with loading():
        from shared.runtime.migrations import demand_held  # noqa: PLC0415 -- services do without

        marked = [import_module(f"services.{name}.restored") for name in names if name in MARKED]
    await demand_held(url, names)
    await migrate(url, names)
    for one in marked:
        await one.record(url, backup_at)


def chosen(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for; a mistake in it ends the process with a sentence."""
    parser = argparse.ArgumentParser(prog="python -m services")
    parser.add_argument("name", choices=[*NAMES, "migrate", "restored"])
    parser.add_argument("services", nargs="*", metavar="SERVICE", help="of this database; else all")
    parser.add_argument("--only", choices=["api", "work"])
    parser.add_argument("--backup", type=datetime.fromisoformat, metavar="INSTANT")
    said = parser.parse_intermixed_args(arguments)
    if unknown := set(said.services) - set(NAMES):
        parser.error(f"no service is called {', '.join(sorted(unknown))}")
    if said.name in NAMES and said.services:
        parser.error("a process is one service")
    if (said.name == "restored") != (said.backup is not None):
        parser.error("restored, and nothing else, needs --backup INSTANT")
    if said.backup is not None and said.backup.tzinfo is None:
        parser.error("--backup takes an instant with its zone, as the manifest has it")
    return said


def main(arguments: Sequence[str] | None = None, env: Mapping[str, str] = os.environ) -> int:
    said = chosen(arguments)
    names = said.services or NAMES
    try:
        if said.name == "migrate":
            asyncio.run(migrate(database_url(env, OWNER_URL), names))
        elif said.name == "restored":
            asyncio.run(restored(database_url(env, OWNER_URL), names, said.backup))
        else:
            serve(said.name, said.only)
    except (SettingMissing, SettingUnusable, NothingHeld, NotReached) as reason:
        print(reason, file=sys.stderr)  # noqa: T201 -- a process that cannot go on says why
        return 2
    return 0


if __name__ == "__main__":
    atexit.register(let_go)
    sys.exit(main())
