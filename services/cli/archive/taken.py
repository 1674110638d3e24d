"""All that the services tell of one dispatch for the archive, in the words of their JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

REGISTER: Final = "register"
CHAINS: Final = ("drafting", "approval", "distribution", REGISTER)
"""Whose events a package holds."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One filed dispatch."""

    case: str
    desk: Json
    """Distribution's `/archive`: record, issuer, number, and the register's events as `entry`."""
    versions: Sequence[Json]
    """Drafting's: each round's version with its attachments."""
    rounds: Sequence[Json]
    """Approval's: each round's plan, decisions, messages and signature."""
    events: Mapping[str, Sequence[Json]]
    """Every chain, by the names of `CHAINS`."""
    verdict: Json
    """What the records desk's check says of the newest file."""
    files: Mapping[str, bytes]
    """By SHA-256: issued files, versions, attachments, signed files."""

    @property
    def sealed(self) -> bytes:
        return self.files[self.desk["record"]["sealed"]]

    @property
    def newest(self) -> bytes:
        """The sealed file with the stamps that were put over it since."""
        return self.files[self.desk["record"]["newest"]]
