"""Blobs as files: what is written outlives the machine, before anybody is told.

obstore's own local store leaves the bytes to the system's cache, so a row could outlive them.
"""

import asyncio
import errno
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600
"""Drafts are confidential: nobody else who works on the machine may read them."""
LEFT_AFTER: Final = 24 * 3600.0
"""Seconds after which nobody writes at a file any more that has no name yet."""
UNNAMED: Final = re.compile(r"\..+\.[0-9a-f]{32}")
"""What `_write` calls a file before its name."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a file system says when it takes no more: for the whole disk, an account, or a file."""


class FolderFull(Exception):  # noqa: N818 -- a fault that passes when somebody makes room
    """The file system takes no more bytes; nothing of them was kept."""


class BlobFolder:
    """A key is a path below the folder; whoever reads it finds whole bytes or none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    async def read(self, key: str) -> bytes | None:
        return await asyncio.to_thread(_read, self._folder / key)

    async def create(self, key: str, data: bytes) -> bool:
        """False where a file is; it is made durable then, for its writer may not be done yet."""
        return await asyncio.to_thread(_create, self._folder / key, data)

    async def replace(self, key: str, data: bytes) -> None:
        await asyncio.to_thread(_write, self._folder / key, data)

    async def clear(self) -> int:
        """Remove what writers that died left half written; how many files. No name stood for it."""
        return await asyncio.to_thread(_clear, self._folder)

    async def keys(self) -> AsyncIterator[str]:
        for key in await asyncio.to_thread(_keys, self._folder):
            yield key


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _keys(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.glob("*/*") if file.is_file()]


def _clear(folder: Path) -> int:
    before, cleared = time.time() - LEFT_AFTER, 0
    for file in folder.glob("*/.*"):
        with suppress(FileNotFoundError):  # another service, which has begun too, was faster
            if UNNAMED.fullmatch(file.name) and file.stat().st_mtime < before:
                file.unlink()
                cleared += 1
    return cleared


def _create(file: Path, data: bytes) -> bool:
    if not file.exists():
        _write(file, data)  # two at once write the same bytes
        return True
    sync(file)
    sync(file.parent)
    return False


def _write(file: Path, data: bytes) -> None:
    """Bytes first, under a name that nobody reads and a crash may leave behind; then the name."""
    file.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    sync(file.parent.parent)
    unnamed = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(unnamed, NEW, PRIVATE_FILE), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        unnamed.replace(file)
    except OSError as fault:
        if fault.errno in FULL:
            raise FolderFull(f"no room for {len(data)} bytes in {file.parent}") from fault
        raise
    finally:
        unnamed.unlink(missing_ok=True)
    sync(file.parent)


def sync(path: Path) -> None:
    """Let a file's bytes, or the names in a folder, outlive the machine."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
