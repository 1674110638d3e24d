"""What the workflow may ask of distribution, and what distribution promises back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from temporalio import activity

from shared.domain.lifecycle import Stage

QUEUE: Final = "distribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDispatch:
    """A signed round as it reaches the records desk, by hashes and codes."""

    case: str
    round: int
    version: str
    prepared: str
    signed: str
    signed_at: datetime
    signer: str
    """The account that signed."""
    signer_post: str
    """Code of the post in which it signed."""
    certificate: str
    """Fingerprint (SHA-256, hexadecimal) of the person's certificate; no other will do."""
    at: datetime
    capacity: str | None = None
    """How it was signed, as a code of shared.domain.who_may_sign."""
    urgency: str | None = None
    """The urgency that the signer set; None: as the version has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRef:
    case: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePosition:
    """How a round stands with the records desk."""

    stage: Stage
    """TO_ISSUE, RETURNED (sent back), NUMBERED, SEALED, DISTRIBUTING or FILED."""
    holder_post: str
    holder: str
    """The clerk's post and its title; the title is for the operators' eyes only."""
    due_at: datetime
    overdue: bool
    number: str
    """As printed, "01/SVHTTDL-VP"; empty while there is none."""
    seal_ordered: bool = True
    """A clerk ordered the seal, with the number or after it; only then may it be sealed."""


class DistributionActivities(ABC):
    """Implemented in `services/distribution/activities.py`; each is a compare-and-set."""

    @activity.defn(name="distribution.open_issue")
    @abstractmethod
    async def open_issue(self, ref: SignedDispatch) -> IssuePosition:
        """Lay the signed dispatch on the records desk, if it is not there; tell how it stands.

        Where the agency issues automatically it is given its number here, if it can be.
        """

    @activity.defn(name="distribution.mark_overdue")
    @abstractmethod
    async def mark_overdue(self, ref: IssueRef) -> IssuePosition:
        """Record that the desk's deadline passed, unless the clerk had done everything before."""

    @activity.defn(name="distribution.seal")
    @abstractmethod
    async def seal(self, ref: IssueRef) -> IssuePosition:
        """Fill in number and date and seal, as the clerk's act ordered."""

    @activity.defn(name="distribution.deliver")
    @abstractmethod
    async def deliver(self, ref: IssueRef) -> IssuePosition:
        """Lay the sealed dispatch into every recipient's mailbox, each once."""

    @activity.defn(name="distribution.file_copy")
    @abstractmethod
    async def file_copy(self, ref: IssueRef) -> IssuePosition:
        """Keep the file copy; the dispatch's life ends here."""
