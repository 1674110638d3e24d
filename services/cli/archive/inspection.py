"""One package looked through: metadata, chains, what they tell of its files, signatures.

Only files that are as listed are read; of the others it is said that they are not.
"""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from services.cli.archive.annexes import named_by
from services.cli.archive.chains import Event, chain_faults, read_events, register_faults
from services.cli.archive.faults import Fault, fault
from services.cli.archive.manifest import MANIFEST, Manifest
from services.cli.archive.names import DESK, METADATA, NEWEST, READABLE, SEALED, events_file
from services.cli.archive.reading import Folder
from services.cli.archive.schema import metadata_faults
from services.cli.archive.signatures import Trusted, judge_annex, judge_signatures
from services.cli.archive.taken import CHAINS, REGISTER

NEEDED: Final = {METADATA, SEALED, DESK, *map(events_file, CHAINS)}
ISSUED: Final = "issued/"
_HASH: Final = re.compile(rb'"([0-9a-f]{64})"')


class Inspection:
    def __init__(
        self,
        folder: Folder,
        place: str,
        manifest: Manifest,
        sound: set[str],
        trusted: Trusted | None,
    ) -> None:
        """`place`: the package's folder, "2026/SVHTTDL-2026-000001"; `sound`: files as listed."""
        self._folder, self._place, self._manifest = folder, place, manifest
        self._sound, self._trusted = sound, trusted
        self._case = PurePosixPath(place).name
        self._recorded: set[str] = set()
        """Every hash that a chain or a recorded version names."""
        self.register: list[Event] = []
        """The register's events, where they could be read."""
        self.trial = False
        """Whether a signature was made with a test key, as far as they were judged."""
        self.register_file = f"{place}/{events_file(REGISTER)}"

    def faults(self) -> Iterator[Fault]:
        if not set(self._manifest.files) >= NEEDED:
            yield fault(f"{self._place}/{MANIFEST}", "package_incomplete")
        if data := self._read(METADATA):
            yield from metadata_faults(f"{self._place}/{METADATA}", data)
        for name in CHAINS:
            yield from self._chain(name)
        yield from self._unrecorded()
        if self._trusted is not None:
            yield from self._signatures(self._trusted)
        yield from self._annexes()
        yield from self._unread

    def _read(self, name: str) -> bytes | None:
        """A file's content if it is as listed and not too large."""
        if name not in self._sound:
            return None
        try:
            return self._folder.read(f"{self._place}/{name}")
        except OSError:
            return None

    @property
    def _unread(self) -> Iterator[Fault]:
        for name in sorted(self._sound & (NEEDED | {NEWEST})):
            if self._read(name) is None:
                yield fault(f"{self._place}/{name}", "too_large")

    def _chain(self, chain: str) -> Iterator[Fault]:
        name = events_file(chain)
        file, data = f"{self._place}/{name}", self._read(name)
        if data is None:
            return
        judge = register_faults if chain == REGISTER else chain_faults
        try:
            events = read_events(data)
            yield from judge(file, self._case, events, self._manifest.ends.get(chain))
        except (ValueError, KeyError, TypeError):
            yield fault(file, "json_unreadable")
            return
        self._recorded |= {found.decode() for found in _HASH.findall(data)}
        if chain == REGISTER:
            self.register = events

    def _unrecorded(self) -> Iterator[Fault]:
        """A file that was exchanged together with its hash is in no event."""
        if not self.register:
            return
        rounds = [name for name in self._manifest.files if name.startswith("round-")]
        for name in rounds:
            if name.endswith("/version.json") and self._is_recorded(name):
                self._recorded |= {
                    found.decode() for found in _HASH.findall(self._read(name) or b"")
                }
        issued = [name for name in self._manifest.files if name.startswith(ISSUED)]
        for name in (*issued, *rounds):
            if not name.endswith(f"/{READABLE}") and not self._is_recorded(name):
                yield fault(f"{self._place}/{name}", "not_recorded")
        sealed = {one.get("file") for one in self.register if one.get("kind") == "SEALED"}
        if self._manifest.files.get(SEALED) not in sealed:
            yield fault(f"{self._place}/{SEALED}", "not_recorded")

    def _is_recorded(self, name: str) -> bool:
        return self._manifest.files[name] in self._recorded

    def _signatures(self, trusted: Trusted) -> Iterator[Fault]:
        issued_at = self._issued_at()
        if issued_at is None:
            return
        for name in (SEALED, NEWEST):
            if data := self._read(name):
                file = f"{self._place}/{name}"
                judged = judge_signatures(file, data, self.register, issued_at, trusted)
                self.trial = self.trial or judged.trial
                yield from judged.faults

    def _annexes(self) -> Iterator[Fault]:
        """All that the register names are there, and the agency's signatures on them hold."""
        try:
            named = named_by(self.register)
        except (KeyError, TypeError, AttributeError):
            yield fault(self.register_file, "json_unreadable")
            return
        if not named.demanded <= set(self._manifest.files.values()):
            yield fault(f"{self._place}/{MANIFEST}", "annex_missing")
        for name, digest in self._manifest.files.items():
            if self._trusted and name.startswith(ISSUED) and digest in named.signed:
                file, data = f"{self._place}/{name}", self._read(name)
                if data is None:
                    if name in self._sound:
                        yield fault(file, "too_large")
                    continue
                judged = judge_annex(file, data, self.register, self._trusted)
                self.trial = self.trial or judged.trial
                yield from judged.faults

    def _issued_at(self) -> str | None:
        """Địa danh; without it nothing can be said of the line with the date."""
        try:
            desk: Any = json.loads(self._read(DESK) or b"")
            return str(desk["place"])
        except (ValueError, KeyError, TypeError):
            return None
