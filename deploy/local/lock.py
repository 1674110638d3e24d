"""One stack per data folder: an exclusive lock that dies with its holder."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

from deploy.local.troubles import Trouble

NAME = "lock"
PATIENCE = 0.5
"""Seconds: somebody who only asks whether the lock is held holds it for a moment himself."""


class DataLock:
    """Held while the stack of this folder runs; the kernel frees it even after kill -9."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock, or raise Trouble that names the process which holds it."""
        descriptor = os.open(self._var / NAME, os.O_RDWR | os.O_CREAT, 0o644)
        end = time.monotonic() + PATIENCE
        while not _locked(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > end:
                holder = os.pread(descriptor, 32, 0).decode().strip()
                os.close(descriptor)
                raise Trouble(
                    f"The stack on {self._var} is running already (process {holder or '?'}); "
                    "use it, stop it with Ctrl-C there, "
                    "or start another one on other data: CONGVAN_VAR=FOLDER and other ports."
                )
            time.sleep(0.02)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def holder(var: Path) -> int | None:
    """Give the process that runs the stack on this folder, None when nobody does."""
    try:
        descriptor = os.open(var / NAME, os.O_RDONLY)
    except OSError:
        return None
    try:
        if _locked(descriptor, fcntl.LOCK_SH):
            return None
        with suppress(ValueError):
            return int(os.pread(descriptor, 32, 0))
        return 0
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
