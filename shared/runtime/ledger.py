"""The legal memory of a service: append-only events, one hash chain per case."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.canonical import canonical, sha256
from shared.runtime.database import Work


async def record(
    work: Work,
    *,
    agency: str,
    case: str,
    account: str,
    act: str,
    organisation: str | None,
    object_hash: str | None = None,
    on_behalf_of: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append one event, in the transaction of the fact that it speaks of.

    The case's chain is locked last and shortly; `details` must be plain JSON without text of
    the dispatch.
    """
    events = work.table("events")
    chain = sa.func.hashtextextended(f"{work.metadata.schema}/{agency}/{case}", 0)
    await work.db.execute(sa.select(sa.func.pg_advisory_xact_lock(chain)))
    of_case = (events.c.agency == agency) & (events.c.case == case)
    last = sa.select(events.c.seq, events.c.hash).where(of_case).order_by(events.c.seq.desc())
    before = (await work.db.execute(last.limit(1))).one_or_none()
    event = {
        "agency": agency,
        "case": case,
        "seq": before.seq + 1 if before else 1,
        "at": work.clock.now(),
        "account": account,
        "on_behalf_of": on_behalf_of,
        "act": act,
        "object": object_hash,
        "details": dict(details or {}),
        "request": work.request,
        "organisation": organisation,
        "previous": before.hash if before else None,
    }
    await work.db.execute(events.insert().values(event | {"hash": event_hash(event)}))


def event_hash(event: Mapping[str, Any]) -> str:
    """The hash that binds an event to those before it."""
    plain = {name: value for name, value in event.items() if name != "hash"}
    return sha256(canonical(plain | {"at": event["at"].isoformat()}))


async def history(work: Work, agency: str, case: str) -> Sequence[sa.RowMapping]:
    """A case's events in this service, in order."""
    events = work.table("events")
    of_case = (events.c.agency == agency) & (events.c.case == case)
    rows = await work.db.execute(events.select().where(of_case).order_by(events.c.seq))
    return rows.mappings().all()


def broken_at(events: Sequence[Mapping[str, Any]]) -> int | None:
    """The number of the first event that does not fit its chain; None for a whole chain."""
    previous = None
    for number, event in enumerate(events, start=1):
        whole = event["seq"] == number and event["previous"] == previous
        if not whole or event_hash(event) != event["hash"]:
            return number
        previous = event["hash"]
    return None
