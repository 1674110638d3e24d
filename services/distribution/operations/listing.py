"""What lies before the clerks: to issue, to seal, to send, and numbers that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import Desk, demand_clerk
from services.distribution.domain.reservation import Reservation
from services.distribution.operations import confirming
from services.distribution.operations.confirming import ClosedSeries
from services.distribution.store import access, checks, reservations
from services.distribution.store import desk as store
from shared.domain.people import Person
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    to_issue: Sequence[Desk]
    """The most urgent first, then by deadline."""
    to_seal: Sequence[Desk]
    """Numbered and not sealed: before a clerk's order, or while the key does not answer."""
    to_send: Sequence[Desk]
    """With a number, past the deadline, and not sent."""
    reservations: Sequence[Reservation]
    """Open, the next to expire first."""
    access_changed: Sequence[str]
    """Cases with changes of rights that this clerk has yet to confirm."""
    register_faults: tuple[str, ...]
    """What the last regular check found amiss."""
    closed_series: Sequence[ClosedSeries]
    """They give no number before a clerk confirms which was the last, after a restore."""
    now: datetime


async def lists(work: Work, me: Person) -> Lists:
    demand_clerk(me)
    now = work.clock.now()
    checked = await checks.newest(work, me.agency)
    return Lists(
        to_issue=await store.pending(work, me.agency),
        to_seal=await store.unsealed(work, me.agency),
        to_send=await store.unsent(work, me.agency, due_before=now),
        reservations=await reservations.open_of(work, me.agency),
        access_changed=await access.to_confirm(work, me),
        register_faults=checked.faults if checked else (),
        closed_series=await confirming.closed(work, me),
        now=now,
    )


async def in_signing_order(work: Work, me: Person, cases: Sequence[str]) -> Sequence[str]:
    """The cases as they were signed, the earliest first; unknown ones last, each once."""
    demand_clerk(me)
    signed = await store.signed_at(work, me.agency, cases)
    known = sorted((at, case) for case, at in signed.items())
    return [
        *(case for _, case in known),
        *(one for one in dict.fromkeys(cases) if one not in signed),
    ]
