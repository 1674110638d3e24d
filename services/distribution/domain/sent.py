"""What was sealed, sent and kept of a dispatch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.distribution.domain.amending import Amendment
from services.distribution.domain.recall import Answer
from services.distribution.domain.receiving import Acknowledgement

MAILBOX: Final = "mailbox"
"""The channel of deliveries within the agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    case: str
    agency: str
    round: int
    file: str
    """SHA-256 of the issued PDF."""
    certificate: str
    """Fingerprint of the agency's certificate."""
    at: datetime
    organisation: str
    """Version of the organisation that was in force; so in the others."""
    level: str = "B-B"
    """How long its signatures can be checked: a `shared.document.verification.Level`."""
    proven_until: datetime | None = None
    """When the first of its stamps' certificates ends, those of its annexes too; None without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A file that is issued with the dispatch."""

    place: int
    """Its order, counted from 1."""
    name: str
    media_type: str
    submitted: str
    """SHA-256 of the file in the frozen version."""
    file: str
    """SHA-256 of the file as issued."""
    level: str = "B-B"
    """How long a signature of its can be checked, as issued: as in `Sealed`."""
    proven_until: datetime | None = None
    """When its stamp's certificate ends, as issued; None without a stamp."""
    renewed: str | None = None
    """SHA-256 of the file with the newest stamp over it; None before the first renewal."""

    @property
    def newest(self) -> str:
        return self.renewed or self.file

    @property
    def delivered(self) -> "Annex":
        """As receivers got it: they answered for exactly these bytes."""
        return replace(self, renewed=None)

    @property
    def level_now(self) -> str | None:
        """None for a file without the agency's signature."""
        if not self.stamped:
            return None
        return "B-LTA" if self.renewed else self.level

    @property
    def stamped(self) -> bool:
        """The agency signed it; else it is issued as it was submitted, named by its hash."""
        return self.file != self.submitted

    def recorded(self) -> dict[str, object]:
        """What the register keeps of it."""
        said = {"place": self.place, "name": self.name, "file": self.file, "stamped": self.stamped}
        return said | {"level": self.level}


def earliest(ends: Iterable[datetime | None]) -> datetime | None:
    """When files begin not to prove themselves, which are kept together; None without stamps."""
    return min((end for end in ends if end is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    recipient: str
    channel: str
    mailboxes: tuple[str, ...]
    gone: tuple[str, ...]
    """Whom the name stood for at submission, and who has no mailbox any more."""
    delivered_at: datetime
    organisation: str
    sent_by: str | None = None
    """The clerk who sent it once more; None: it was in the paper."""
    instead_of: str | None = None
    """The mailbox whose refusal made it necessary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """A recall as a mailbox sees it."""

    at: datetime
    reason: str
    answer: Answer | None
    """None: the mailbox did not answer yet."""
    reminders: int
    """How often the mailbox was reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxItem:
    mailbox: str
    case: str
    printed_number: str
    subject: str
    file: str
    delivered_at: datetime
    acknowledgement: Acknowledgement | None
    """None: nobody answered yet."""
    recall: CalledBack | None
    amended_by: tuple[Amendment, ...] = ()
    """What corrects or replaces it, the newest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCopy:
    units: tuple[str, ...]
    file: str
    kept_at: datetime
    organisation: str
