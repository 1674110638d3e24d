"""pg_dump and pg_restore of the embedded server: never those of another version on PATH."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from deploy.backup.manifest import Dump
from deploy.local.database import driver_url
from deploy.local.settings import ROLES, ROOT
from deploy.local.spawn import children_environment, die_with_parent
from deploy.local.troubles import Trouble
from shared.runtime.blob_folder import sync

PRIVATE: Final = 0o600
PIECE: Final = 1 << 20
"""Bytes that are hashed together."""


async def dump(programs: Path, url: str, *, snapshot: str, into: Path) -> Dump:
    """Write the schemas of all services, as of a snapshot, into a private file; whole or not."""
    part = into.with_name(f"{into.name}.part")
    argv = [str(programs / "pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    argv += [f"--snapshot={snapshot}", *(f"--schema={service}" for service in ROLES)]
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "wb") as out:
            await _run(argv, url, output=out.fileno())
            os.fsync(out.fileno())
            size = out.seek(0, os.SEEK_END)
        digest = await asyncio.to_thread(hash_of, part)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    sync(into.parent)
    return Dump(file=into.name, sha256=digest, bytes=size)


async def load(programs: Path, url: str, file: Path) -> None:
    """Bring a dump into an empty database, in one transaction."""
    argv = [str(programs / "pg_restore"), "--single-transaction", "--exit-on-error"]
    argv += ["--no-owner", "--no-privileges", f"--dbname={_words(url)['PGDATABASE']}", str(file)]
    await _run(argv, url, output=asyncio.subprocess.DEVNULL)


async def of_services(url: str, *arguments: str) -> None:
    """What the owner role does with the services' own programs: restored."""
    told = {"CONGVAN_OWNER_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-P", "-m", "services", *arguments]
    env = children_environment() | told
    await _ended(argv, env, output=asyncio.subprocess.DEVNULL)


def hash_of(file: Path) -> str:
    """SHA-256 of a file of any size."""
    read = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            read.update(piece)
    return read.hexdigest()


async def _run(argv: list[str], url: str, *, output: int) -> None:
    """The password goes by the environment: other accounts see a command's arguments."""
    await _ended(argv, _environment(url), output=output)


async def _ended(argv: list[str], env: Mapping[str, str], *, output: int) -> None:
    """Run to the end; Trouble with the last line of what it complained of.

    Dies with us: what is begun anew must meet nobody who still works for the one before.
    """
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.PIPE,
        env=dict(env),
        cwd="/",
        preexec_fn=die_with_parent(signal.SIGKILL),
    )
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines() or ["?"]
        raise Trouble(f"{Path(argv[0]).name} {argv[-1]} không làm được: {lines[-1]}")


def _environment(url: str) -> dict[str, str]:
    own = {name: text for name, text in children_environment().items() if name[:2] != "PG"}
    return own | _words(url)


def _words(url: str) -> dict[str, str]:
    """A URL as the programs' environment has it."""
    parts = urlsplit(driver_url(url))
    encrypted = dict(parse_qsl(parts.query)).get("sslmode")
    return ({"PGSSLMODE": encrypted} if encrypted else {}) | {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGDATABASE": parts.path.lstrip("/"),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
    }
