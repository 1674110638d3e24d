"""`./congvan doctor`: each part of the local stack, whether it is well, and how to mend it."""

import asyncio
import platform
import shutil
import sys
from collections.abc import Awaitable, Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape

from deploy.local import lock
from deploy.local.doctor_alarms import examine_alarms
from deploy.local.doctor_devices import examine_certificates, examine_devices
from deploy.local.doctor_disks import examine_disks
from deploy.local.doctor_keys import examine_keys
from deploy.local.doctor_parts import examine_web_part, examine_workflows
from deploy.local.doctor_register import examine_register
from deploy.local.doctor_servers import examine_postgres, examine_temporal, examine_temporal_ui
from deploy.local.doctor_stamps import examine_time_stamps
from deploy.local.findings import Finding, Health, show
from deploy.local.settings import ROLES, ROOT, Settings, read_settings
from deploy.local.troubles import Trouble
from shared.domain.alarms import Alarm

SERVERS: Final[dict[str, Callable[[Settings, bool], Awaitable[Finding]]]] = {
    "PostgreSQL": examine_postgres,
    "Temporal": examine_temporal,
    "Temporal UI": examine_temporal_ui,
}
DOCUMENT_PACKAGES = ("typst", "pyhanko", "pikepdf")
TOOLS = {
    "uv": ("uv", "optional: installs faster than pip (pip install uv)"),
    "pdfsig": ("pdfsig", "optional, for its tests: apt-get install poppler-utils"),
    "chromium": ("chromium", "optional, for its tests: apt-get install chromium"),
}


def doctor(settings: Settings | None = None, console: Console | None = None) -> int:
    """Print every finding; returns 1 when something is broken."""
    shown = console or Console(highlight=False, soft_wrap=True)
    try:
        findings = asyncio.run(examine(settings or read_settings()))
    except Trouble as trouble:
        shown.print(escape(str(trouble)), style="red")
        return 1
    for finding in findings:
        show(finding, shown)
    broken = [finding.part for finding in findings if finding.health is Health.BROKEN]
    verdict = f"Broken: {', '.join(broken)}." if broken else "Nothing is broken."
    shown.print(verdict, style="red" if broken else "green")
    return 1 if broken else 0


async def examine(settings: Settings) -> list[Finding]:
    """Look at every part, with the stack running or not: at all at once, for one may hang."""
    pid = lock.holder(settings.var)
    running = pid is not None
    servers = (_examined(name, look, settings, running) for name, look in SERVERS.items())
    parts = ("issuer", *ROLES)
    looks = asyncio.gather(
        *servers,
        *(asyncio.to_thread(examine_web_part, part, settings, running) for part in parts),
        asyncio.to_thread(examine_workflows, settings, running),
        asyncio.to_thread(examine_keys, settings.keys),
        asyncio.to_thread(examine_devices),
        examine_certificates(settings, running),
        examine_time_stamps(settings.keys),
        examine_register(settings, running),
    )
    seen, alarms = await asyncio.gather(looks, examine_alarms(settings, running=running))
    return [
        *(_python(), _installed(), _documents(), examine_disks(settings, pid)),
        *seen,
        *alarms,
        *(_tool(name) for name in TOOLS),
    ]


async def _examined(
    name: str,
    look: Callable[[Settings, bool], Awaitable[Finding]],
    settings: Settings,
    running: bool,  # noqa: FBT001 -- as the looks
) -> Finding:
    try:
        return await look(settings, running)
    except Trouble as trouble:
        found = Finding(part=name, health=Health.BROKEN, remark=str(trouble))
    return found.worse(Health.BROKEN, Alarm.ENGINE_LOST.page) if name == "Temporal" else found


def _python() -> Finding:
    return Finding(part="Python", version=platform.python_version(), address=sys.executable)


def _installed() -> Finding:
    stamp = ROOT / ".venv" / "congvan-stamp"
    if stamp.exists():
        return Finding(part="packages", version="as locked", address=str(ROOT / ".venv"))
    return Finding(
        part="packages",
        health=Health.ABSENT,
        address=sys.prefix,
        remark="this Python was not set up by ./congvan; run ./congvan doctor to have it made",
    )


def _documents() -> Finding:
    """What draws and signs the PDF."""
    versions = []
    for package in DOCUMENT_PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Finding(
                part="documents",
                health=Health.BROKEN,
                remark=f"{package} is not installed; remove .venv and run ./congvan again",
            )
    return Finding(part="documents", version=", ".join(versions))


def _tool(name: str) -> Finding:
    program, remark = TOOLS[name]
    found = shutil.which(program)
    if found:
        return Finding(part=name, address=str(Path(found)))
    return Finding(part=name, health=Health.ABSENT, remark=remark)
