"""What the workflow may ask of approval, and what approval promises back."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from temporalio import activity

from shared.domain.route import StepKind

QUEUE: Final = "approval"


class Review(StrEnum):
    """How a round stands."""

    DECIDING = "deciding"
    """A task is open and waits for a person."""
    SIGNING = "signing"
    """Decided to sign; the signature is not kept yet."""
    SIGNED = "signed"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Reply(StrEnum):
    """What approval answered to a drafter who wants the dispatch back."""

    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"
    """The signer had decided to sign, or somebody had rejected."""
    RETURNED_FIRST = "returned_first"
    """The round was returned before: drafting unlocks the draft and has the last word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRef:
    case: str
    round: int
    version: str
    """SHA-256 of the frozen version, from which the plan is made when the round is first seen."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRef:
    case: str
    round: int
    step: int
    turn: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRef:
    case: str
    round: int
    version: str
    withdrawal: str
    at: datetime
    by: str | None = None
    """The account that asked, for the sentences of those who come later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTurn:
    """The turn that waits: for a decision, or for the signature."""

    step: int
    turn: int
    kind: StepKind
    holder_post: str
    """Code of the post that holds the task: of a signature, that of the person who is to sign;
    of other steps the first where several may act."""
    holder: str
    """Its title, for the operators' eyes only."""
    due_at: datetime
    overdue: bool
    prepared: bool
    """The PDF for the person who is to sign exists as it must be, or the step needs none."""
    since: datetime | None = None
    """When the turn was opened."""
    wake_at: datetime | None = None
    """The next instant at which `mark_overdue` has something to mark; None: nothing is ahead,
    or the clock stands still."""
    next_mark: str = ""
    """What is marked then: "reminder", "overdue" or "escalation"."""
    escalates_to: str = ""
    """Titles of those whom an escalation tells, adds or puts in place."""
    asked_since: datetime | None = None
    """A question to the drafter waits for its answer since then: the clock stands still."""
    rule: str = ""
    """The rule that asks for the step: "Đ.12.2 Nghị định 30/2020/NĐ-CP; Luồng chung"."""
    second_act: bool = False
    """In SIGNING: the signature is the signer's own act, so `sign` has nothing to do."""
    nobody: str = ""
    """Why nobody may take it and what helps, by post codes; empty: somebody may. Its clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """The signer's signature as kept, by hashes and codes."""

    prepared: str
    signed: str
    signed_at: datetime
    signer: str
    """The account that signed."""
    signer_post: str
    """Code of the post in which it signed, as the prepared PDF has it."""
    certificate: str
    """Fingerprint (SHA-256, hexadecimal) of the person's certificate."""
    capacity: str | None = None
    """How it was signed, as a code of shared.domain.who_may_sign."""
    urgency: str | None = None
    """The urgency that the signer set; None: as the version has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalAnswer:
    """The answer to one request to withdraw: given once, whatever happens to the round later."""

    withdrawal: str
    reply: Reply
    decided_by: str | None
    decided_at: datetime | None
    """The account and the instant of the decision that came first; None where none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPosition:
    """How a round stands with approval; `open` in DECIDING and SIGNING, `file` in SIGNED."""

    review: Review
    open: OpenTurn | None = None
    file: SignedFile | None = None
    rejected_by: str | None = None
    """The account that rejected, in REJECTED."""
    answer: WithdrawalAnswer | None = None
    """To the request to withdraw that was asked about; None where none was."""
    urgency: str | None = None
    """The urgency that the signer set; None: as the version has it."""
    bypassed: int = 0
    """How many steps of this round were skipped by a named act."""


class ApprovalActivities(ABC):
    """Implemented in `services/approval/activities.py`; each is a compare-and-set on its key."""

    @activity.defn(name="approval.open_step")
    @abstractmethod
    async def open_step(self, ref: RoundRef) -> RoundPosition:
        """Open what comes next in the round's plan, if it is not open, and tell how it stands."""

    @activity.defn(name="approval.prepare")
    @abstractmethod
    async def prepare(self, ref: TurnRef) -> RoundPosition:
        """Make the prepared PDF of this turn for the person who is to sign, unless it is made.

        Makes none while nobody may sign.
        """

    @activity.defn(name="approval.mark_overdue")
    @abstractmethod
    async def mark_overdue(self, ref: TurnRef) -> RoundPosition:
        """Record what of this turn's timetable is due: reminder, overdue, escalation.

        Changes nothing if the turn is over, the clock stands still, or all is marked.
        """

    @activity.defn(name="approval.sign")
    @abstractmethod
    async def sign(self, ref: TurnRef) -> RoundPosition:
        """Sign with the decider's soft key and keep the signature; at most one is ever kept."""

    @activity.defn(name="approval.answer_withdrawal")
    @abstractmethod
    async def answer_withdrawal(self, ref: WithdrawalRef) -> RoundPosition:
        """Withdraw the round, unless it is signed, being signed, returned or rejected.

        A request that was answered before gets the same answer again.
        """
