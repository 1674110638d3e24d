"""A real PostgreSQL for one test run: the embedded server on a folder that goes away."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from deploy.local.database import ensure_database
from deploy.local.postgres import prepare_data
from deploy.local.postgres_home import find_home
from deploy.local.settings import OWNER, ROLES, settings_on_free_ports
from shared.runtime.migrations import SERVICES, upgrade

PASSWORD = "test"
SUPERUSER = "postgres"
TEMPLATE = "congvan"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def url(self, database: str, role: str = SUPERUSER) -> str:
        return f"postgresql+asyncpg://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    async def execute(self, statement: str, database: str = SUPERUSER) -> None:
        url = self.url(database).replace("+asyncpg", "")
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def prepare(self) -> None:
        """Roles and a template database with every service's newest schema."""
        url = self.url(SUPERUSER).replace("+asyncpg", "")
        await ensure_database(url, dict.fromkeys((OWNER, *ROLES), PASSWORD))
        made = [name for name in ROLES if (SERVICES / name / "migrations/env.py").exists()]
        await upgrade(self.url(TEMPLATE, OWNER), made)

    async def create(self, database: str) -> None:
        await self.execute(f"create database {database} template {TEMPLATE} owner {OWNER}")
        await self.execute(f"grant connect on database {database} to {', '.join(ROLES)}")

    async def drop(self, database: str) -> None:
        await self.execute(f"drop database {database} with (force)")


@contextmanager
def running_server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="congvan-test-"))
    folder.chmod(0o755)  # the server runs under another account when tests run as root
    home = find_home(folder)
    prepare_data(home, PASSWORD)
    port = settings_on_free_ports(folder).ports["postgres"]
    options = FAST | {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        "timezone": "UTC",
    }
    account = home.account
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                str(home.programs / "postgres"),
                f"-D{home.data}",
                *(f"--{k}={v}" for k, v in options.items()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    try:
        _wait_until_ready(home.data, process)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


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
