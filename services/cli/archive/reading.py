"""Reading a folder that somebody else may have written: no links, no surprises, in pieces."""

import hashlib
import os
from io import BufferedReader
from pathlib import Path
from typing import Final

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is read whole; larger ones are only hashed."""


def place_of(name: str) -> str:
    """The folder two levels down in which a file lies; empty for one that lies higher."""
    parts = name.split("/", 2)
    return "/".join(parts[:2]) if len(parts) > 2 else ""


class Folder:
    """Files below a root, by names with slashes that are relative to it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.files: set[str] = set()
        self._by_place: dict[str, set[str]] = {}
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
                        self._add(name)
                    else:
                        self.oddities.add(name)

    def _add(self, name: str) -> None:
        self.files.add(name)
        self._by_place.setdefault(place_of(name), set()).add(name)

    def below(self, place: str) -> set[str]:
        """The files of a package's folder, "2026/SVHTTDL-2026-000001", by their names in it."""
        return {name.removeprefix(f"{place}/") for name in self._by_place.get(place, ())}

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
