"""A real PostgreSQL for one test run: the embedded server on a folder that goes away."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from deploy.local.database import driver_url, ensure_database
from deploy.local.postgres import NO_TLS, prepare_data
from deploy.local.postgres_home import find_home
from deploy.local.settings import OWNER, ROLES, settings_on_free_ports
from deploy.local.spawn import Account
from shared.runtime.migrations import upgrade

PASSWORD = "test"
SUPERUSER = "postgres"
TEMPLATE = "congvan"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def url(self, database: str, role: str = SUPERUSER) -> str:
        return f"postgresql+asyncpg://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}?{NO_TLS}"

    async def execute(self, statement: str, database: str = SUPERUSER) -> None:
        url = driver_url(self.url(database))
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def prepare(self) -> None:
        """Roles and a template database with every service's newest schema."""
        url = driver_url(self.url(SUPERUSER))
        await ensure_database(url, dict.fromkeys((OWNER, *ROLES), PASSWORD))
        await upgrade(self.url(TEMPLATE, OWNER), ROLES)

    async def create(self, database: str) -> None:
        made = f"create database {database} template {TEMPLATE} strategy file_copy owner {OWNER}"
        await self.execute(made)
        await self.execute(f"grant connect on database {database} to {', '.join(ROLES)}")

    async def drop(self, database: str) -> None:
        await self.execute(f"drop database {database} with (force)")


@contextmanager
def running_server() -> Iterator[Server]:
    """The embedded server, quick because nothing of it has to outlive the run."""
    with _place() as (folder, account):
        home = find_home(folder)
        prepare_data(home, PASSWORD)
        with _serving(home.programs, home.data, account) as server:
            yield server


@contextmanager
def running_older_server(programs: Path) -> Iterator[Server]:
    """A server of another version, from the folder of its programs."""
    with _place() as (folder, account):
        data, password = folder / "data", folder / "password"
        password.write_text(PASSWORD)
        data.mkdir(mode=0o700)
        if account:
            os.chown(data, account.uid, account.gid)
        initdb = [str(programs / "initdb"), f"-D{data}", f"-U{SUPERUSER}", f"--pwfile={password}"]
        how = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run([*initdb, *how], check=True, capture_output=True, cwd="/", **_as(account))
        with _serving(programs, data, account) as server:
            yield server


@contextmanager
def _place() -> Iterator[tuple[Path, Account | None]]:
    """A folder that goes away, and the account that the server runs under."""
    folder = Path(tempfile.mkdtemp(prefix="congvan-test-"))
    folder.chmod(0o755)  # the server runs under another account when tests run as root
    try:
        yield folder, find_home(folder).account
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


@contextmanager
def _serving(programs: Path, data: Path, account: Account | None) -> Iterator[Server]:
    port = settings_on_free_ports(data.parent).ports["postgres"]
    options = FAST | {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        "timezone": "UTC",
    }
    argv = [str(programs / "postgres"), f"-D{data}", *(f"--{k}={v}" for k, v in options.items())]
    with (data.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **_as(account)
        )
    try:
        _wait_until_ready(data, process)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(data: Path, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        written = data / "postmaster.pid"
        if written.exists():
            lines = written.read_text().splitlines()
            if len(lines) > 7 and lines[7].strip() == "ready":
                return
        time.sleep(0.02)
    raise RuntimeError("the test server of PostgreSQL did not start")
