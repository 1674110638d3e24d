"""Reading a folder that somebody else may have written: no links, no surprises, in pieces."""

import hashlib
import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is read whole; larger ones are only hashed."""


class Folder:
    """Files below a root, by names with slashes that are relative to it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.files: set[str] = set()
        self.oddities: set[str] = set()
        """Links, devices, pipes: never opened."""
        ahead = [""]
        while ahead:
            above = ahead.pop()
            with os.scandir(root / above) as found:
                for one in found:
                    name = f"{above}{one.name}"
                    if one.is_dir(follow_symlinks=False):
                        ahead.append(f"{name}/")
                    elif one.is_file(follow_symlinks=False):
                        self.files.add(name)
                    else:
                        self.oddities.add(name)

    def below(self, place: str) -> "Iterator[str]":
        """The files of a folder below, by their names in it."""
        start = f"{place}/"
        return (name.removeprefix(start) for name in self.files if name.startswith(start))

    def digest(self, name: str) -> str:
        """SHA-256 in hexadecimal; raises OSError."""
        with self._open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, name: str) -> bytes | None:
        """The whole of a file, None for one that is too large; raises OSError."""
        with self._open(name) as file:
            data = file.read(LARGEST + 1)
        return data if len(data) <= LARGEST else None

    def _open(self, name: str) -> BufferedReader:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(self._root / name, flags), "rb")
