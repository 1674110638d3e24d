"""When an issued file is stamped again, so that it proves itself for ever (ETSI EN 319 142-1)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from services.distribution.domain.sent import Sealed
from shared.domain.dates import VIETNAM

LEAD: Final = timedelta(weeks=8)
"""How long before the newest stamp's certificate ends: a time-stamp authority may be gone for
days, and an operator on leave for weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewedAnnex:
    """One more stamp over the whole of an annex."""

    place: int
    before: str
    file: str
    """SHA-256 of the file before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """One more stamp over the whole of an issued file, and over each annex that has a stamp."""

    case: str
    number: int
    """Counts from 1."""
    agency: str
    before: str
    file: str
    """SHA-256 of the file before and after."""
    stamped_at: datetime
    certificate: str
    """Fingerprint of the time-stamp authority's certificate."""
    proven_until: datetime
    """When that certificate ends, or that of an annex before it."""
    at: datetime
    organisation: str
    """Version of the organisation that was in force."""
    annexes: tuple[RenewedAnnex, ...] = ()

    def recorded(self) -> list[dict[str, object]]:
        """What events keep of the annexes."""
        return [asdict(annex) for annex in self.annexes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """A sealed dispatch and the newest of its files."""

    sealed: Sealed
    newest: Renewal | None

    @property
    def file(self) -> str:
        return self.newest.file if self.newest else self.sealed.file

    @property
    def proven_until(self) -> datetime | None:
        return self.newest.proven_until if self.newest else self.sealed.proven_until

    @property
    def level(self) -> str:
        return "B-LTA" if self.newest else self.sealed.level

    def is_due(self, at: datetime) -> bool:
        """Never for a file without stamps: nothing could be proven any more."""
        if self.sealed.proven_until is None:
            return False
        return self.newest is None or self.newest.proven_until <= at + LEAD


def note_of(renewal: Renewal) -> str:
    """What the register says of it."""
    until = renewal.proven_until.astimezone(VIETNAM)
    files = f"tệp và {len(renewal.annexes)} phụ lục" if renewal.annexes else "tệp"
    return (
        f"Gia hạn dấu thời gian lần {renewal.number}; {files} tự chứng minh được đến "
        f"{until:%d/%m/%Y}"
    )
