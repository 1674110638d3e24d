"""What approval knows of a round: the submission, its turns, and what people did with them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.devices import KeyKind
from shared.domain.route import OutcomeKind, StepKind, Verdict, outcome_of
from shared.domain.seats import Seat
from shared.domain.urgency import Urgency
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
    doc_type: str = "cong_van"
    content: str | None = None
    """Hash of text and attachments alone; None for rounds of the first release."""
    calendar: str | None = None
    """Organisation version whose working time counts, where it is not the pinned one."""


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
    worked: int | None = None
    """Working time that it took, in seconds, once it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acted, as what, by the organisation in force then; and on whose behalf, if so."""

    account: str
    name: str
    post: str
    title: str
    organisation: str
    on_behalf_of: str | None = None
    """Account of the absent or delegating person."""
    behalf: str | None = None
    """That person's name."""
    granted_by: str | None = None
    """Id of the absence or delegation."""

    def __str__(self) -> str:
        as_what = [self.title] if self.title not in {self.name, ""} else []
        if self.behalf:
            as_what.append(f"thay {self.behalf}")
        return f"{self.name} ({', '.join(as_what)})" if as_what else self.name


SYSTEM: Final = "system"
"""The account that acts where no person does."""


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
    seat: Seat | None = None
    """The seat that was taken; None in rounds of the first release."""
    to_step: int | None = None
    """The earlier step that a return goes to; None: to the drafter."""
    to_turn: int | None = None
    key: KeyKind = KeyKind.SOFT
    """Where the key of the certificate lies, for a decision to sign."""

    @property
    def by_second_act(self) -> bool:
        """Its signature is an act of the signer's own; else it follows by itself."""
        return self.key is not KeyKind.SOFT

    @property
    def outcome(self) -> OutcomeKind:
        return outcome_of(self.kind, self.verdict, to_step=self.to_step)


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
    urgency: Urgency | None = None
    """As the PDF shows it; None in rounds of the first release: as the version has it."""
    check_code: str | None = None
    """What the PDF carries; None in those made before there were codes."""


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


class ChangeKind(StrEnum):
    """What was done to a turn or a plan besides deciding."""

    CLAIM = "claim"
    RELEASE = "release"
    FORWARD = "forward"
    REASSIGN = "reassign"
    CONSULT = "consult"
    URGENCY = "urgency"
    BYPASS = "bypass"
    REPLAN = "replan"
    CALENDAR = "calendar"
    ESCALATE = "escalate"
    SIGN = "sign"
    """The signer's second act, by which a signature was kept."""


ASSIGNS: Final = (ChangeKind.CLAIM, ChangeKind.FORWARD, ChangeKind.REASSIGN)
"""Give a task to one person."""

SETS_ASIDE: Final = (ChangeKind.CONSULT, ChangeKind.REPLAN)
"""End the open turn without a decision; the step opens again in its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    id: str
    number: int
    """Counted within the round, in the order of the commits."""
    kind: ChangeKind
    by: Actor
    at: datetime
    reason: str
    step: int | None = None
    turn: int | None = None
    """The turn that was open, if one was."""
    to: str | None = None
    """The account that a task is given to."""
    urgency: Urgency | None = None
    plan: int | None = None
    """The version of the plan that it made."""
    calendar: str | None = None
    """The organisation version whose working time counts from then on."""


class MessageKind(StrEnum):
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing said in the thread of a task: asked of the drafter, or answered."""

    id: str
    step: int
    turn: int
    kind: MessageKind
    said: str
    by: Actor
    at: datetime


NEW_TIMETABLE: Final = "new_timetable"
"""The mark that a deadline was moved to later, after something had been marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What of a turn's timetable was marked; ordinals go on from one timetable to the next."""

    step: int
    turn: int
    kind: str
    ordinal: int
    at: datetime
