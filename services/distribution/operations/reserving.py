"""Numbers taken beforehand: kept, cancelled, expired; always under their series' lock."""

from dataclasses import dataclass
from datetime import datetime

from services.distribution.domain.desk import Actor, Desk, System, demand_clerk, demand_reason
from services.distribution.domain.numbering import (
    Number,
    Series,
    demand_confirmed,
    next_number,
)
from services.distribution.domain.register import Recorded
from services.distribution.domain.reservation import (
    Ending,
    Reservation,
    demand_expiry,
    demand_known_type,
    demand_open,
    demand_purpose,
    demand_usable,
    reservation_id,
)
from services.distribution.operations.noting import enter_line
from services.distribution.store import register
from services.distribution.store import reservations as store
from shared.domain.dates import vietnam_date
from shared.domain.people import Person
from shared.domain.refusals import Invalid, Unknown
from shared.domain.waiting import when
from shared.runtime import ledger
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What kind of dispatch a number is to be kept for, why, and until when."""

    unit: str
    doc_type: str
    purpose: str
    expires_at: datetime


async def reserve(work: Work, me: Person, wish: Wish) -> Reservation:
    """Keep the next number with today's date; raises as `next_number` does, and `Invalid`."""
    demand_clerk(me)
    purpose = demand_purpose(wish.purpose)
    office, unit = me.organisation, wish.unit
    if all(one.code != unit for one in office.units):
        sentence = f"Cơ quan không có đơn vị “{unit}”."
        raise Invalid("unit_unknown", sentence, details={"unit": sentence})
    demand_known_type(wish.doc_type)
    symbol = office.symbol_for(unit=unit, doc_type=wish.doc_type)
    name = office.series_for(unit=unit, doc_type=wish.doc_type).series
    year = vietnam_date(work.clock.now()).year
    series = await register.lock_series(work, me.agency, name, year=year)
    now = work.clock.now()
    today = vietnam_date(now)
    number, after = next_number(name, series, symbol=symbol, today=today, signed_on=today)
    kept = Reservation(
        id=reservation_id(me.agency, number),
        agency=me.agency,
        number=number,
        purpose=purpose,
        account=me.id,
        at=now,
        expires_at=demand_expiry(wish.expires_at, now),
        organisation=me.version,
    )
    await register.keep_series(work, me.agency, name, after)
    await store.keep(work, kept)
    await _note(work, kept, "number_reserved", me)
    details = {"purpose": purpose, "expires_at": kept.expires_at.isoformat()}
    details |= {"doc_type": wish.doc_type}
    await enter_line(
        work,
        me.agency,
        Recorded.RESERVED,
        number,
        organisation=me.version,
        account=me.id,
        details=details,
    )
    return kept


async def cancel(work: Work, me: Person, id_: str, reason: str) -> Reservation:
    """Void a reserved number with a reason: it stays in the register, and is never given."""
    demand_clerk(me)
    because = demand_reason(reason)
    kept, _ = await _locked(work, me.agency, id_)
    demand_open(kept)
    await void(work, kept, Ending.CANCELLED, by=me, because=because)
    ended, _ = await _locked(work, me.agency, id_)
    return ended


async def expire(work: Work, agency: str, id_: str, at: datetime) -> None:
    """Void a number whose time is over and that nobody used."""
    kept, _ = await _locked(work, agency, id_)
    if kept.ended is not None or at < kept.expires_at:
        return
    version, organisation = await work.organisations.in_force(work.db, agency)
    system = System(organisation=organisation, version=version)
    because = f"hết hạn giữ số lúc {when(kept.expires_at)}"
    await void(work, kept, Ending.EXPIRED, by=system, because=because)


async def use(work: Work, desk: Desk, series: str, id_: str, by: Actor) -> tuple[Number, datetime]:
    """The reserved number and the instant of its use; the dispatch's row is locked."""
    kept, stands = await _locked(work, desk.laid.agency, id_)
    demand_confirmed(kept.number.series, stands)
    now = work.clock.now()
    demand_usable(kept, desk, series, now)
    await store.end(work, kept, Ending.USED, by=by, at=now, used_for=desk.laid.case)
    await _note(work, kept, "reservation_used", by, case=desk.laid.case)
    return kept.number, now


async def void(work: Work, kept: Reservation, ending: Ending, *, by: Actor, because: str) -> None:
    """End an open reservation, whose series is locked; the register says why."""
    await store.end(work, kept, ending, by=by, at=work.clock.now())
    await _note(work, kept, f"reservation_{ending}", by, reason=because)
    await enter_line(
        work,
        kept.agency,
        Recorded.VOIDED,
        kept.number,
        organisation=by.version,
        account=by.id,
        details={"reason": because},
    )


async def _locked(work: Work, agency: str, id_: str) -> tuple[Reservation, Series]:
    """The reservation as it stands under its series' lock, and the series."""
    kept = await store.find(work, agency, id_)
    if kept is None:
        raise Unknown("unknown_reservation", f"Không có số nào được giữ với mã {id_}.")
    number = kept.number
    stands = await register.lock_series(work, agency, number.series, year=number.year)
    return await store.find(work, agency, id_) or kept, stands


async def _note(work: Work, kept: Reservation, act: str, by: Actor, **details: str) -> None:
    """One event of the reservation; it stands where a dispatch's case code would."""
    await ledger.record(
        work,
        agency=kept.agency,
        case=kept.id,
        account=by.id,
        act=act,
        organisation=by.version,
        details={"number": kept.number.printed, **details},
    )
