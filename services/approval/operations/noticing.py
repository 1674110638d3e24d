"""Telling people: notices written with the fact that they tell of, and sent afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from services.approval.domain.facts import RoundKey, TurnKey
from services.approval.domain.notices import Notice, NoticeKind, Sending, channels_for
from services.approval.store import notices as store
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A sending that nobody accepted yet, with the organisation in force."""

    notice: Notice
    sending: Sending
    organisation: Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    notices: tuple[Notice, ...]
    after: str | None
    """Where the next page begins; None at the end."""


async def tell(  # noqa: PLR0917 -- a turn spelled out, as its callers have it
    work: Work,
    key: RoundKey,
    step: int,
    turn: int,
    kind: NoticeKind,
    recipients: Iterable[str],
    *,
    ordinal: int = 1,
    organisation: Organisation,
    version: str,
    facts: Mapping[str, str],
) -> None:
    """Tell each recipient once of this turn, under the round's lock, in the fact's transaction.

    Repeated for the same turn, kind and ordinal it changes nothing. `organisation` and its
    `version` are those in force, which give the addresses; for `facts` see `domain/wording.py`.
    """
    of, now = TurnKey(of=key, step=step, turn=turn), work.clock.now()
    told = [
        Notice(
            id=str(uuid4()), of=of, recipient=one, kind=kind, ordinal=ordinal, at=now, facts=facts
        )
        for one in dict.fromkeys(recipients)
    ]
    made = await store.add_notices(work, told)
    sendings = [(one, sending) for one in made for sending in _sendings(one, organisation)]
    await store.add_sendings(work, sendings, version)


async def outgoing(work: Work, sending: str) -> Outgoing | None:
    """What is to be sent; None for what was accepted before, or never was."""
    found = await store.read_sending(work, sending)
    if found is None or await store.is_sent(work, sending):
        return None
    notice, kept = found
    _, in_force = await work.organisations.in_force(work.db, notice.of.of.agency)
    return Outgoing(notice=notice, sending=kept, organisation=in_force)


async def settle(work: Work, sending: str, reply: str) -> None:
    """Record that it was accepted, and what the other side said."""
    await store.add_sent(work, sending, work.clock.now(), reply)


async def my_notices(work: Work, me: Person, *, after: str | None, limit: int) -> NoticePage:
    """What I was told, the newest first."""
    found = await store.notices_of(work, me.agency, me.id, after=after, limit=limit + 1)
    page = tuple(found[:limit])
    return NoticePage(notices=page, after=page[-1].id if len(found) > limit else None)


def _sendings(notice: Notice, organisation: Organisation) -> list[Sending]:
    return [
        Sending(id=str(uuid4()), notice=notice.id, channel=channel, address=address)
        for channel, address in channels_for(notice, organisation)
    ]
