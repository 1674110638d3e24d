"""Starting child processes that cannot outlive their supervisor."""

import asyncio
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path

from deploy.local.troubles import Trouble

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 20_000_000
"""Bytes: a longer log is set aside as NAME.1 when its part is started."""


@dataclass(frozen=True, slots=True)
class Account:
    """A system account that a part runs under, other than our own."""

    name: str
    uid: int
    gid: int


async def spawn(
    argv: tuple[str, ...],
    *,
    env: Mapping[str, str],
    log: Path,
    cwd: Path,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> asyncio.subprocess.Process:
    """Start a program in a session of its own; on Linux it gets `death_signal` when we die."""
    if threading.current_thread() is not threading.main_thread():
        # The kernel counts the death of the thread that forked, not of the process.
        raise Trouble("The local stack must be started from the main thread.")
    with _open_log(log) as output:
        return await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops in order
            preexec_fn=die_with_parent(death_signal),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal a child and everything that it started; silent when it is gone."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def children_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Our environment without what would slow children down or change their imports."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV"}
    return {name: value for name, value in environ.items() if name not in unwanted}


def _open_log(log: Path) -> BufferedWriter:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))
    return log.open("ab")


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program: it gets the signal when we die; None: no way here."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask_the_kernel() -> None:
        # Runs after the change of account, which would clear the wish again.
        prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel
