"""The record is taken aside while people work."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from deploy.local.settings import ROOT, Settings, port_variable
from tests.stories.conftest import Done, Town
from tests.stories.test_engine_away import checked


async def congvan(settings: Settings, line: str, *more: str | Path) -> Done:
    """A command of the machine's own operator, who needs no account."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")}
    environ |= {port_variable(name): str(port) for name, port in settings.ports.items()}
    environ |= {"CONGVAN_VAR": str(settings.var), "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    environ |= {"CONGVAN_KEYS": str(settings.keys)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "services.cli", *line.split(), *map(str, more)),
        env=environ,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Done(process.returncode or 0, out.decode(), err.decode())


def backups(folder: Path) -> list[Any]:
    return [json.loads(file.read_text()) for file in sorted(folder.glob("backup-*.json"))]


async def test_a_second_backup_into_the_same_folder_copies_only_what_is_new(
    town: Town, tmp_path: Path
) -> None:
    folder = tmp_path / "aside"
    await checked(town)
    first = await congvan(town.settings, "backup --out", folder)
    await checked(town)
    second = await congvan(town.settings, "backup --out", folder)
    assert (first.code, second.code, second.err) == (0, 0, "")
    assert "trong đó 1 tệp mới" in second.out
    earlier, later = [one["blobs"]["SVHTTDL"] for one in backups(folder)]
    assert set(earlier) < set(later)
    modes = {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()}
    assert modes == {0o600}
