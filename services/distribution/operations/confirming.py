"""After a restore: a clerk confirms the last number of a series, which opens it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.distribution.domain.confirming import (
    Confirmation,
    demand_later,
    demand_unconfirmed,
    lost_numbers,
)
from services.distribution.domain.desk import demand_clerk, demand_reason
from services.distribution.domain.numbering import Number, Restore, Series, demand_known_series
from services.distribution.domain.register import Recorded, RegisterEvent
from services.distribution.domain.reservation import Ending
from services.distribution.operations import reserving
from services.distribution.store import register, reservations
from services.distribution.store import restores as store
from shared.domain.dates import vietnam_date
from shared.domain.numbers import printed_number
from shared.domain.people import Person
from shared.domain.waiting import when
from shared.runtime import ledger
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A series that is open again."""

    series: str
    lost: Sequence[Number]
    voided: Sequence[Number]
    """Reserved numbers, of which nobody can say whether they were used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSeries:
    """A series that gives no number until a clerk confirms its last one."""

    series: str
    name: str
    stands: Series | None
    """As the backup had it; None where it had given no number."""
    restore: Restore


async def confirm(work: Work, me: Person, series: str, said: Confirmation) -> Confirmed:
    """Enter what the book lost, and go on behind it.

    Raises `Invalid` and `WrongMoment` as the rules in `domain.confirming`, and `Invalid`
    (`reason_missing`, `series_unknown`).
    """
    demand_clerk(me)
    said = replace(said, reason=demand_reason(said.reason))
    stands = await _locked(work, me, series)
    restore, at = demand_unconfirmed(series, stands), work.clock.now()
    kept = await _kept_head(work, me)
    demand_later(said.head, kept["seq"])
    closed_years = await register.closed_years(work, me.agency)
    lost, after = lost_numbers(
        series, stands, restore, said.last, today=vietnam_date(at), closed=closed_years
    )
    await register.confirm_series(work, me.agency, series, after, restore)
    await store.keep(work, me, series, restore, said, at=at)
    await _record(work, me, series, said, lost)
    told = {"restored_at": restore.at.isoformat(), "backup_at": restore.backup_at.isoformat()}
    confirmed = {**told, "backup_head": kept, **store.details_of(said)}
    because = {**told, "reason": said.reason}
    number = _last_known(series, stands, said, at)
    await register.append_all(
        work,
        [
            _event(me, at, Recorded.RESTORED, number, confirmed),
            *(_event(me, at, Recorded.LOST_IN_RESTORE, one, because) for one in lost),
        ],
    )
    voided = await _void_reserved(work, me, series, restore)
    return Confirmed(series=series, lost=lost, voided=voided)


async def closed(work: Work, me: Person) -> Sequence[ClosedSeries]:
    """The series that wait for a clerk's word: of the file, and those that ever gave a number."""
    newest = await register.newest_restore(work)
    if newest is None:
        return ()
    names = {one.series: one.name for one in me.organisation.numbering}
    found = await register.unconfirmed(work, me.agency, names)
    return [
        ClosedSeries(series=code, name=names.get(code, code), stands=stands, restore=newest[0])
        for code, stands in sorted(found.items())
    ]


async def _locked(work: Work, me: Person, series: str) -> Series:
    known = {one.series for one in me.organisation.numbering}
    demand_known_series(series, known.union(await register.names(work, me.agency)))
    await register.hold_books(work, me.agency)
    year = vietnam_date(work.clock.now()).year
    return await register.lock_series(work, me.agency, series, year=year)


async def _kept_head(work: Work, me: Person) -> Mapping[str, Any]:
    """The end of the chain as the backup had it."""
    _, heads = await register.newest_restore(work) or (None, {})
    kept: Mapping[str, Any] = heads.get(me.agency) or {"seq": 0, "hash": None}
    return kept


def _last_known(series: str, stands: Series, said: Confirmation, at: datetime) -> Number:
    """What the book still had; of a series that it did not know, none of the first year."""
    return Number(
        series=series,
        year=stands.year if stands.last_date else min(said.last),
        number=stands.last_number,
        symbol="",
        dated=vietnam_date(at),
    )


def _event(
    me: Person, at: datetime, kind: Recorded, number: Number, details: Mapping[str, Any]
) -> RegisterEvent:
    return RegisterEvent(
        agency=me.agency,
        seq=0,
        kind=kind,
        case="",
        round=0,
        series=number.series,
        year=number.year,
        number=number.number,
        symbol=number.symbol,
        dated=number.dated,
        file=None,
        at=at,
        account=me.id,
        organisation=me.version,
        details=details,
        previous=None,
    )


async def _void_reserved(work: Work, me: Person, series: str, restore: Restore) -> Sequence[Number]:
    """A number that was kept before the backup may stand on a paper by now: it is not used again.

    All that are open were kept before it, for a closed series keeps none.
    """
    because = f"không rõ đã dùng hay chưa trước khi phục hồi dữ liệu {when(restore.at)}"
    open_ = await reservations.open_of(work, me.agency, series=series)
    for kept in open_:
        await reserving.void(work, kept, Ending.CANCELLED, by=me, because=because)
    return [kept.number for kept in open_]


async def _record(
    work: Work, me: Person, series: str, said: Confirmation, lost: Sequence[Number]
) -> None:
    await ledger.record(
        work,
        agency=me.agency,
        case=f"{me.agency}-{series}",
        account=me.id,
        act="series_confirmed",
        organisation=me.version,
        details={
            **store.details_of(said),
            "lost": [f"{printed_number(one.number)}/{one.year}" for one in lost],
        },
    )
