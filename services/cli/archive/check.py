"""Checks an exported folder: what is listed is there and unaltered, and nothing else is.

Then each package for itself (`inspection`), and all of them against the register's published head.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from services.cli.archive.faults import Fault, fault
from services.cli.archive.inspection import Inspection
from services.cli.archive.manifest import MANIFEST, PACKAGES, Manifest, read_manifest
from services.cli.archive.names import head_file
from services.cli.archive.reading import Folder, place_of
from services.cli.archive.signatures import Trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was looked at, and what is wrong with it."""

    packages: int
    files: int
    signatures: bool
    """Whether there was a trust list to judge them by."""
    test_keys: bool
    """Whether one of them was made with a test key, without legal value."""
    faults: tuple[Fault, ...]
    """Each once, by file."""


_PACKAGE: Final = re.compile(rf"([0-9]{{4}}/[A-Z0-9-]+)/{re.escape(MANIFEST)}")


def check(root: Path, trusted: Trusted | None) -> Checked:
    """Raises OSError where the folder itself can't be read."""
    checking = _Checking(Folder(root), trusted)
    faults = sorted(set(checking.faults()))
    return Checked(
        packages=checking.packages,
        files=len(checking.folder.files),
        signatures=trusted is not None,
        test_keys=checking.test_keys,
        faults=tuple(faults),
    )


class _Checking:
    def __init__(self, folder: Folder, trusted: Trusted | None) -> None:
        self.folder, self.packages, self.test_keys = folder, 0, False
        self._trusted = trusted
        self._register: dict[tuple[str, int], tuple[str, Any]] = {}
        """By agency and place: an event's hash, and the file that tells of it."""

    def faults(self) -> Iterator[Fault]:
        yield from (fault(name, "not_a_file") for name in self.folder.oddities)
        top, broken = self._manifest(PACKAGES)
        yield from broken
        if broken:
            return
        yield from self._unlisted(top)
        yield from self._altered("", top)
        for place in _places(top):
            yield from self._package(place)
        yield from self._heads(top)

    def _unlisted(self, top: Manifest) -> Iterator[Fault]:
        """Beside the packages; what lies in one its own list tells."""
        places = set(_places(top))
        for name in self.folder.files - set(top.files) - {PACKAGES}:
            if place_of(name) not in places:
                hidden = any(part.startswith(".") for part in name.split("/"))
                yield fault(name, "unfinished" if hidden else "unlisted")

    def _package(self, place: str) -> Iterator[Fault]:
        self.packages += 1
        manifest, broken = self._manifest(f"{place}/{MANIFEST}")
        yield from broken
        if broken:
            return
        for name in self.folder.below(place) - set(manifest.files) - {MANIFEST}:
            yield fault(f"{place}/{name}", "unlisted")
        altered = list(self._altered(f"{place}/", manifest))
        yield from altered
        bad = {one.file for one in altered}
        sound = {name for name in manifest.files if f"{place}/{name}" not in bad}
        inspection = Inspection(self.folder, place, manifest, sound, self._trusted)
        yield from inspection.faults()
        self.test_keys = self.test_keys or inspection.trial
        yield from self._contradictions(inspection.register_file, inspection.register)

    def _manifest(self, name: str) -> tuple[Manifest, list[Fault]]:
        try:
            data = self.folder.read(name) if name in self.folder.files else b""
            if not data:
                return Manifest(files={}), [fault(name, "list_missing")]
            return read_manifest(data), []
        except (OSError, ValueError):
            return Manifest(files={}), [fault(name, "list_unreadable")]

    def _altered(self, above: str, manifest: Manifest) -> Iterator[Fault]:
        for name, digest in manifest.files.items():
            file = f"{above}{name}"
            if file not in self.folder.files:
                yield fault(file, "missing")
                continue
            try:
                if self.folder.digest(file) != digest:
                    yield fault(file, "altered")
            except OSError:
                yield fault(file, "not_readable")

    def _contradictions(self, file: str, events: list[dict[str, Any]]) -> Iterator[Fault]:
        """Two packages that tell of one place in the chain must tell the same."""
        for event in events:
            agency, seq = event["agency"], event["seq"]
            for at, digest in ((seq, event["hash"]), (seq - 1, event["previous"])):
                known, _ = self._register.setdefault((agency, at), (digest, file))
                if known != digest:
                    yield fault(file, "register_contradiction")

    def _heads(self, top: Manifest) -> Iterator[Fault]:
        """No package may tell of events behind the head, or of another one at its place."""
        for agency in sorted({of for of, _ in self._register}):
            name = head_file(agency)
            if name not in top.files:
                yield fault(name, "head_missing")
            elif name in self.folder.files:
                yield from self._head(agency, name)

    def _head(self, agency: str, name: str) -> Iterator[Fault]:
        try:
            head = json.loads(self.folder.read(name) or b"")
            end, digest = int(head["sequence"]), head["hash"]
        except (OSError, ValueError, TypeError, KeyError):
            yield fault(name, "json_unreadable")
            return
        for (of, seq), (known, file) in self._register.items():
            if of == agency and (seq > end or (seq == end and known != digest)):
                yield fault(file, "register_head")


def _places(top: Manifest) -> list[str]:
    """The packages' folders that a list names."""
    return [found[1] for name in top.files if (found := _PACKAGE.fullmatch(name))]
