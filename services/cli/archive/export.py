"""Writes packages below a folder so that at no instant is there half of one under its own name.

A package is written whole beside its place and then renamed; one that stands already and still
tells of the same chains is kept. So an export that was interrupted is simply begun again.
"""

import os
import shutil
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from services.cli.archive.manifest import MANIFEST, PACKAGES, End, Manifest, read_manifest
from services.cli.archive.names import head_file
from services.cli.archive.package import package, plain
from services.cli.archive.reading import Folder
from services.cli.archive.schema import SCHEMA
from services.cli.archive.taking import Taking
from shared.domain.canonical import sha256

GUIDE: Final = Path(__file__).with_name("HUONG-DAN.txt")
_UNFINISHED: Final = ".unfinished"


class Written(StrEnum):
    """What became of a package."""

    NEW = "new"
    RENEWED = "renewed"
    """More happened to the dispatch, or the package was damaged: written anew, then swapped."""
    KEPT = "kept"


class Export:
    """One run over a folder; until `finish` a check says that the folder is not complete."""

    def __init__(self, root: Path) -> None:
        """Raises OSError, and ValueError where the list of an earlier run was altered."""
        self._root = root
        list_ = root / PACKAGES
        self._listed = dict(read_manifest(list_.read_bytes()).files) if list_.exists() else {}
        """What earlier runs wrote stays as it was listed: nothing altered since is made good."""
        root.mkdir(parents=True, exist_ok=True)
        (root / _UNFINISHED).touch()

    def write(self, taking: Taking, case: str) -> Written:
        """Raises OSError, and then leaves what was there as it was."""
        name = f"{taking.year}/{case}"
        written = _write(self._root / name, taking)
        self._list(f"{name}/{MANIFEST}")
        return written

    def finish(self, agency: str, head: Mapping[str, Any] | None) -> None:
        """What stands beside the packages; the list of all comes last.

        `head`: where the agency's register ends now; None of one without events.
        """
        for source in (SCHEMA, GUIDE):
            self._keep(source.name, source.read_bytes())
        if head is not None:
            self._keep(head_file(agency), plain(head))
        _keep(self._root / PACKAGES, Manifest(files=self._listed).write())
        (self._root / _UNFINISHED).unlink(missing_ok=True)

    def _keep(self, name: str, data: bytes) -> None:
        _keep(self._root / name, data)
        self._list(name)

    def _list(self, name: str) -> None:
        self._listed[name] = sha256((self._root / name).read_bytes())


def _write(place: Path, taking: Taking) -> Written:
    _recover(place)
    if _stands(place, taking.ends):
        return Written.KEPT
    part, old = _beside(place, "part"), _beside(place, "old")
    _fill(part, package(taking.taken()))
    renewed = place.exists()
    if renewed:
        place.rename(old)
    part.rename(place)
    _settle(place.parent)
    if renewed:
        shutil.rmtree(old)
    return Written.RENEWED if renewed else Written.NEW


def _stands(place: Path, ends: Mapping[str, End]) -> bool:
    """Whether the package is there, undamaged, and tells of all that has happened."""
    if not place.exists():
        return False
    try:
        folder = Folder(place)
        manifest = read_manifest((place / MANIFEST).read_bytes())
        if dict(manifest.ends) != dict(ends) or folder.files != {*manifest.files, MANIFEST}:
            return False
        return all(folder.digest(name) == digest for name, digest in manifest.files.items())
    except (OSError, ValueError):
        return False


def _recover(place: Path) -> None:
    """Goes on where a swap was interrupted: the older package until the new one is in its place."""
    old = _beside(place, "old")
    if old.exists() and not place.exists():
        old.rename(place)
    for rest in (old, _beside(place, "part")):
        if rest.exists():
            shutil.rmtree(rest)


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        file = part / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())


def _keep(file: Path, data: bytes) -> None:
    """A single file, whole or as it was."""
    part = _beside(file, "part")
    part.write_bytes(data)
    part.replace(file)


def _settle(folder: Path) -> None:
    """So that a name outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(place: Path, what: str) -> Path:
    return place.with_name(f".{place.name}.{what}")
