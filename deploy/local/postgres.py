"""The embedded PostgreSQL: made at the first start, and started again on the same data."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import asyncpg

from deploy.local.database import driver_url, ensure_database
from deploy.local.local_secrets import read_secrets, secrets_file
from deploy.local.ports import command_of
from deploy.local.postgres_home import Home, find_home, installed_version, open_folder
from deploy.local.settings import DATABASE, HOST, ROLES, Settings
from deploy.local.spawn import Account, children_environment
from deploy.local.supervisor import Part
from deploy.local.troubles import Trouble

SUPERUSER = "postgres"
SERVER_OPTIONS: Mapping[str, str] = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "jit": "off",  # short statements only; compiling them costs more than it saves
    "timezone": "UTC",
    "log_destination": "stderr",
}
NO_TLS = "ssl=disable"
"""On the loopback the driver need not ask for it: one answer fewer to wait for, or to lose."""
OLD_SERVER_PATIENCE = 10.0


def postgres_part(settings: Settings, secrets: Mapping[str, str]) -> Part:
    """Describe the server as a part; its data folder is made when it is started."""
    home = find_home(settings.var)
    port = settings.ports["postgres"]
    options = {**SERVER_OPTIONS, "port": str(port)}

    async def prepare() -> None:
        await asyncio.to_thread(prepare_data, home, secrets[SUPERUSER])

    async def settle() -> None:
        try:
            await ensure_database(superuser_url(settings, secrets), secrets)
        except asyncpg.InvalidPasswordError:
            raise Trouble(
                f"The data in {home.data} were made with another {secrets_file(settings)}; "
                f"put that file back, or move {home.data} away to begin anew."
            ) from None

    async def ready(pid: int) -> bool:
        return _says_ready(home.data, pid)

    return Part(
        name="postgres",
        argv=(
            str(home.programs / "postgres"),
            "-D",
            str(home.data),
            *(f"--{name}={value}" for name, value in options.items()),
        ),
        env=children_environment(),
        log=settings.logs / "postgres.log",
        cwd=Path("/"),
        prepare=prepare,
        ready=ready,
        settle=settle,
        account=home.account,
        stop_signal=signal.SIGINT,  # fast shutdown: sessions end, a checkpoint is written
        death_signal=signal.SIGINT,
        address=f"{HOST}:{port}",
    )


def superuser_url(settings: Settings, secrets: Mapping[str, str]) -> str:
    """Give the URL of the maintenance database for asyncpg."""
    place = f"{HOST}:{settings.ports['postgres']}/postgres"
    return driver_url(f"postgresql://{SUPERUSER}:{secrets[SUPERUSER]}@{place}?{NO_TLS}")


def database_urls(settings: Settings, secrets: Mapping[str, str]) -> dict[str, str]:
    """URL (SQLAlchemy with asyncpg) by role: the real server's, else the embedded one's."""
    if settings.outside_databases:
        return dict(settings.outside_databases)
    place = f"{HOST}:{settings.ports['postgres']}/{DATABASE}"
    return {
        role: f"postgresql+asyncpg://{role}:{secrets[role]}@{place}?{NO_TLS}"
        for role in ("owner", *ROLES)
    }


def known_urls(settings: Settings) -> dict[str, str]:
    """`database_urls` for who only looks; Trouble when the embedded server was never started."""
    return database_urls(settings, {} if settings.outside_databases else read_secrets(settings))


def prepare_data(home: Home, password: str) -> None:
    """Make the data folder if there is none; stop a server that was left over on it."""
    found = made_by(home.data)
    if found is None:
        _make_data(home, password)
        return
    ours = installed_version().partition(".")[0]
    if found != ours:
        raise Trouble(
            f"{home.data} was made by PostgreSQL {found}, but {ours} is installed and can't read "
            f"it; carry the data over with pg_dump, or move the folder away to begin anew."
        )
    stop_left_over_server(home.data)


def made_by(data: Path) -> str | None:
    """Give the major version that made a data folder; None when it is none yet."""
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise Trouble(
            f"{data} belongs to another account (was the stack started as root before?); "
            "run ./congvan as that account, or set CONGVAN_VAR to another folder."
        ) from None


def _make_data(home: Home, password: str) -> None:
    """Run initdb beside the final place, so that an interrupted one leaves nothing behind."""
    draft = home.data.with_name(home.data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    open_folder(draft.parent)
    draft.mkdir(mode=0o700)
    _give_to(home.account, draft)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(password)
        file.flush()
        _give_to(home.account, Path(file.name))
        _run(
            home.account,
            str(home.programs / "initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            f"--pwfile={file.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The same order and letter case on every machine, whatever its own locale.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        )
    if home.data.exists():  # without PG_VERSION it is no data folder of anybody's
        home.data.rename(home.data.with_name(f"{home.data.name}.unusable-{os.getpid()}"))
    draft.rename(home.data)


def _give_to(account: Account | None, path: Path) -> None:
    if account:
        os.chown(path, account.uid, account.gid)


def _run(account: Account | None, *argv: str) -> None:
    done = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode:
        raise Trouble(f"{argv[0]} failed:\n{done.stderr.strip()}")


def _says_ready(data: Path, pid: int) -> bool:
    """Read what the server writes about itself (lines 1 and 8 of its pid file)."""
    with suppress(OSError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return lines[0] == str(pid) and lines[7].strip() == "ready"
    return False


def stop_left_over_server(data: Path) -> None:
    """End a server whose supervisor was killed: it may need a moment, on macOS it stays."""
    end = time.monotonic() + OLD_SERVER_PATIENCE
    while pid := _server_on(data):
        if time.monotonic() > end:
            raise Trouble(f"Process {pid} still serves {data}; stop it first: kill -INT {pid}")
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(0.05)


def _server_on(data: Path) -> int | None:
    """Give the process that serves a data folder; a reused process number does not count."""
    with suppress(OSError, IndexError, ValueError):
        pid = int((data / "postmaster.pid").read_text().split()[0])
        if str(data) in command_of(pid):
            return pid
    return None
