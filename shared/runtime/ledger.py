"""The legal memory of a service: append-only events, one hash chain per case."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shared.domain.chains import link_hash
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

    Others who append to the same case wait for this transaction's end, so it comes last and
    shortly; `details` must be plain JSON without text of the dispatch.
    """
    event = {
        "agency": agency,
        "case": case,
        "account": account,
        "on_behalf_of": on_behalf_of,
        "act": act,
        "object": object_hash,
        "details": dict(details or {}),
        "request": work.request,
        "organisation": organisation,
    }
    while not await _appended(work, event):
        pass  # somebody else's event took the place, and is committed now


async def _appended(work: Work, event: Mapping[str, Any]) -> bool:
    """Put the event after the last one; the key lets one of several take that place."""
    last, new = _statements(work.table("events"))
    mine = {"of_agency": event["agency"], "of_case": event["case"]}
    before = (await work.db.execute(last, mine)).one_or_none()
    placed = dict(event) | {
        "seq": before.seq + 1 if before else 1,
        "at": work.clock.now(),
        "previous": before.hash if before else None,
    }
    done = await work.db.execute(new, placed | {"hash": link_hash(placed)})
    return done.one_or_none() is not None


@cache
def _statements(events: sa.Table) -> tuple[sa.Select[Any], sa.Insert]:
    """The last event of a case, and one more; made once for a service."""
    last = sa.select(events.c.seq, events.c.hash).order_by(events.c.seq.desc()).limit(1)
    last = last.where(
        events.c.agency == sa.bindparam("of_agency"), events.c.case == sa.bindparam("of_case")
    )
    return last, insert(events).on_conflict_do_nothing().returning(events.c.seq)


async def history(work: Work, agency: str, case: str) -> Sequence[sa.RowMapping]:
    """A case's events in this service, in order."""
    events = work.table("events")
    of_case = (events.c.agency == agency) & (events.c.case == case)
    rows = await work.db.execute(events.select().where(of_case).order_by(events.c.seq))
    return rows.mappings().all()
