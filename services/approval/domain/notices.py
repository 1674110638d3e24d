"""Notices: that something happened which somebody must hear of, once for each turn.

One notice for each turn, recipient, kind and ordinal, however often an act or an activity is
repeated; each is sent by every channel that has an address for it. What it says is in `wording`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.approval.domain.facts import TurnKey
from shared.domain.organisation import Organisation, Webhook


class NoticeKind(StrEnum):
    NEW_TASK = "new_task"
    REMINDER = "reminder"
    """Before the deadline."""
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    """After the deadline, to whom the route names."""
    RETURNED = "returned"
    """To the head of the drafting unit, or to the drafter."""
    DECIDED = "decided"
    """To the drafter, of every decision."""
    WITHDRAWN = "withdrawn"
    """To those before whom the dispatch lay."""
    QUESTION = "question"
    """To the drafter."""
    ANSWER = "answer"
    """To whoever asked."""
    CERTIFICATE_ENDS = "certificate_ends"
    """To its owner and who registers certificates; the ordinal counts the days before."""


class Channel(StrEnum):
    """By which ways a notice goes; the contract calls them the same."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`facts` are plain strings to word it with, see `wording`; those that lack are left out."""

    id: str
    of: TurnKey
    recipient: str
    """The account that is told."""
    kind: NoticeKind
    ordinal: int
    """Of reminders and escalations, and wherever a turn has several of a kind; from 1."""
    at: datetime
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A notice on its way by one channel."""

    id: str
    """Also the message's, at every attempt."""
    notice: str
    channel: Channel
    address: str
    """As known when it was made: an e-mail address, or the name of a webhook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where a mail goes."""

    name: str
    email: str


def channels_for(notice: Notice, organisation: Organisation) -> Iterator[tuple[Channel, str]]:
    """Every way by which a notice goes, with its address.

    Whether this deployment can send by it is seen later: a sending waits until it can.
    """
    if mailbox := mailbox_of(notice, organisation):
        yield Channel.MAIL, mailbox.email
    for webhook in organisation.webhooks:
        if not webhook.kinds or notice.kind in webhook.kinds:
            yield Channel.WEBHOOK, webhook.name


def mailbox_of(notice: Notice, organisation: Organisation) -> Mailbox | None:
    """The recipient's mailbox by the organisation in force; None for who left or has none."""
    account = organisation.account(notice.recipient)
    if account is None or not account.email:
        return None
    return Mailbox(name=account.name, email=account.email)


def webhook_of(sending: Sending, organisation: Organisation) -> Webhook | None:
    """The webhook by the organisation in force; None where it is gone."""
    named = (one for one in organisation.webhooks if one.name == sending.address)
    return next(named, None)
