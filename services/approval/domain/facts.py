"""What approval knows of a round: the submission, its turns, and what people did with them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.document.model import Urgency
from shared.domain.route import StepKind, Verdict
from shared.domain.who_may_sign import SigningBlock


def agency_of(case: str) -> str:
    """The agency that a case code begins with: SVHTTDL-2026-000123."""
    return case.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundKey:
    agency: str
    case: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnKey:
    """One opening of one step in one round."""

    of: RoundKey
    step: int
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a round keeps of the frozen version that it decides on; accounts by their id."""

    key: RoundKey
    version: str
    """SHA-256 of the frozen version."""
    organisation: str
    """Version of the organisation that the submission pinned."""
    unit: str
    field: str
    urgency: Urgency
    subject: str
    drafter: str
    authors: tuple[str, ...]
    """Who wrote text or attachments in any round so far, the drafter first."""
    submitter: str
    signer: str
    """The account named to sign; another eligible one may."""
    symbol: str
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    id: str
    """The task's."""
    step: int
    turn: int
    opened_at: datetime
    due_at: datetime
    overdue_at: datetime | None = None
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acted, as what, by the organisation in force then."""

    account: str
    name: str
    post: str
    title: str
    organisation: str

    def __str__(self) -> str:
        return f"{self.name} ({self.title})" if self.title != self.name else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    id: str
    task: str
    step: int
    turn: int
    kind: StepKind
    verdict: Verdict
    comment: str
    version: str
    """The version that was seen and decided on."""
    prepared: str | None
    """The prepared PDF that was seen and is to be signed."""
    certificate: str | None
    """Fingerprint of the certificate that was valid then and is to sign."""
    by: Actor
    at: datetime
    block: SigningBlock | None
    """How it will be signed, for a decision to sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    id: str
    step: int
    turn: int
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A PDF made for one signer to see, decide on and sign."""

    step: int
    turn: int
    number: int
    """Counted within the turn; only the highest may be decided on."""
    hash: str
    signer: Actor
    block: SigningBlock
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    step: int
    turn: int
    prepared: str
    signed: str
    account: str
    fingerprint: str
    """Of the certificate, SHA-256 in hex."""
    signed_at: datetime
    """The time that the signature states: that of the decision."""
    kept_at: datetime


class Reply(StrEnum):
    """What was answered to a request to withdraw."""

    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"
    RETURNED_FIRST = "returned_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalAnswer:
    withdrawal: str
    """Id of the drafter's request."""
    reply: Reply
    decision: str | None
    """Id of the decision that came before the request; None where none did."""
    at: datetime
    asked_by: str | None = None
    """The account that asked, where the flow said so."""
