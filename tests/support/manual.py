"""The operators' pages, read and followed: their commands run as they stand there."""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from temporalio.client import Client

from deploy.local.settings import ROOT, Settings, port_variable, settings_on_free_ports

PAGES: Final = ROOT / "docs" / "operations"
BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CONGVAN: Final = """#!/bin/sh
python -P -m services.cli "$@"
code=$?
case "$1-$code" in status-1|doctor-1|reconcile-1) exit 0 ;; esac
exit $code
"""
"""In the place of the launcher, which would install; that something is amiss is no failure here."""


def blocks(page: str) -> list[str]:
    """The blocks of commands of one page, in their order."""
    return BLOCK.findall((PAGES / f"{page}.md").read_text(encoding="utf-8"))


def block(page: str, word: str) -> str:
    """The one block of the page with this word."""
    (found,) = [one for one in blocks(page) if word in one]
    return found


def beside_engine(engine: Client, folder: Path) -> Settings:
    """For a reader with an engine and no stack: `temporal` finds it, and there are no data."""
    address = engine.service_client.config.target_host
    var = folder / "var"
    var.mkdir(exist_ok=True)
    settings = settings_on_free_ports(var)
    return replace(settings, outside_temporal=address, namespace=engine.namespace)


@dataclass
class Reader:
    """Somebody at one stack who has a page open and does what it says."""

    page: str
    settings: Settings
    folder: Path
    """In the place of the project's folder."""
    named: dict[str, str]
    """What the page calls by capital letters: CASE, FILE."""
    ahead: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.ahead = blocks(self.page)
        launcher = self.folder / "congvan"
        launcher.write_text(CONGVAN, encoding="utf-8")
        launcher.chmod(0o755)
        if not (self.folder / "var").exists():
            (self.folder / "var").symlink_to(self.settings.var)

    async def next(self) -> str:
        """Run the next block; what it prints. Each of its commands must succeed."""
        return await self.run(self.ahead.pop(0))

    async def rest(self) -> str:
        """Run what is left of the page."""
        return "".join([await self.next() for _ in list(self.ahead)])

    async def run(self, block: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *("bash", "-euo", "pipefail", "-c", block),
            cwd=self.folder,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        said = out.decode(errors="replace")
        assert process.returncode == 0, f"{self.page}:\n{block}\n{said}"
        return said

    def _environment(self) -> dict[str, str]:
        own = {name: text for name, text in os.environ.items() if not name.startswith("CONGVAN_")}
        ports = {port_variable(name): str(port) for name, port in self.settings.ports.items()}
        return {
            **own,
            **ports,
            "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CONGVAN_VAR": str(self.settings.var),
            "TEMPORAL_ADDRESS": self.settings.temporal_address,
            "TEMPORAL_NAMESPACE": self.settings.namespace,
            **self.named,
        }


@contextmanager
def following(page: str, settings: Settings, folder: Path, **named: str) -> Iterator[Reader]:
    """Follow a page to its end: a block that was not run is a fault of the test."""
    reader = Reader(page, settings, folder, named)
    yield reader
    assert not reader.ahead, f"{page}: not run: {reader.ahead}"
