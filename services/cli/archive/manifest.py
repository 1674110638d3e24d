"""Lists of hashes that `sha256sum -c` understands, and the ends of chains beside them.

A line that begins with "#" is a remark to that program; here one tells where a chain ends, so
that events cut off from its tail are missed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

MANIFEST: Final = "manifest.sha256"
"""The list of a package."""
PACKAGES: Final = "packages.sha256"
"""The list of a folder: each package's list, and what stands beside the packages."""

_HASH = "[0-9a-f]{64}"
_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*"
_FILE = re.compile(rf"({_HASH})  ({_NAME}(?:/{_NAME})*)")
_END = re.compile(rf"# chain ([a-z]+) ([0-9]+) ({_HASH}|-)")


@dataclass(frozen=True, slots=True)
class End:
    """How long a chain is, and the hash of its last event; None of one without events."""

    length: int
    head: str | None

    @classmethod
    def of(cls, events: Sequence[Mapping[str, Any]]) -> Self:
        return cls(len(events), events[-1]["hash"] if events else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    files: Mapping[str, str]
    """SHA-256 by relative name: letters, digits, ".", "_", "-", between slashes."""
    ends: Mapping[str, End] = field(default_factory=dict)

    def write(self) -> bytes:
        lines = [
            f"# chain {name} {end.length} {end.head or '-'}"
            for name, end in sorted(self.ends.items())
        ]
        lines += [f"{digest}  {name}" for name, digest in sorted(self.files.items())]
        return "".join(f"{line}\n" for line in lines).encode()


def read_manifest(data: bytes) -> Manifest:
    """A list exactly as `Manifest.write` writes it; ValueError for anything else.

    So no name leads out of its folder, none is there twice, and no byte goes unread.
    """
    files: dict[str, str] = {}
    ends: dict[str, End] = {}
    for line in _lines(data):
        if found := _FILE.fullmatch(line):
            files[found[2]] = found[1]
        elif found := _END.fullmatch(line):
            ends[found[1]] = End(int(found[2]), None if found[3] == "-" else found[3])
        else:
            raise ValueError(f"not a line of a list: {line[:80]!r}")
    manifest = Manifest(files=files, ends=ends)
    if manifest.write() != data:
        raise ValueError("not in order, or something twice")
    return manifest


def _lines(data: bytes) -> Iterable[str]:
    return data.decode("ascii", errors="strict").split("\n")[:-1]
