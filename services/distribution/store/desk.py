"""The records desk's dispatches, and the clerks' acts as facts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.distribution import tables
from services.distribution.domain.desk import Actor, Desk, Laid, Voided
from services.distribution.domain.numbering import Number
from services.distribution.domain.signer import Signer
from shared.domain.amendments import Way, amends, target_of
from shared.domain.lifecycle import Stage
from shared.domain.people import Person
from shared.domain.urgency import FIRST, Urgency
from shared.runtime.database import Work
from shared.runtime.facts import mark_handed_over

_ROWS = tables.dispatches
_FACTS = (tables.issues, tables.send_backs, tables.voids, tables.seal_orders)
_TURN = sa.case(
    {level.value: turn for turn, level in enumerate(FIRST)},
    value=_ROWS.c.urgency,
    else_=FIRST.index(Urgency.NORMAL),
)
"""When a dispatch is taken up; one of which no urgency was kept comes with the ordinary ones."""
_FRESH: dict[str, Any] = dict.fromkeys(
    (
        "overdue_at",
        "series",
        "year",
        "number",
        "dated",
        "issued_at",
        "issued_by",
        "returned_at",
        "returned_by",
        "voided_at",
        "voided_by",
        "voided_number",
        "sealed_at",
        "seal_ordered_at",
        "waits_because",
        "waits_for",
    )
)
_FIND = _ROWS.select().where(
    _ROWS.c.case == sa.bindparam("of_case"), _ROWS.c.agency == sa.bindparam("of_agency")
)
_HOLD = _FIND.with_for_update()
_ISSUE = tables.issues.insert()
_CHANGE = _ROWS.update().where(_ROWS.c.case == sa.bindparam("of_case"))
"""What every number needs, made once: see the register's."""


async def find(work: Work, agency: str, case: str, *, lock: bool = False) -> Desk | None:
    """The dispatch with the desk; `lock` holds its row until the end of the transaction."""
    mine = {"of_case": case, "of_agency": agency}
    row = (await work.db.execute(_HOLD if lock else _FIND, mine)).one_or_none()
    return _desk(row) if row else None


async def filed(
    work: Work, agency: str, *, year: int, after: str | None, limit: int
) -> Sequence[str]:
    """The cases with a number of this year whose file copy is kept, by their codes."""
    mine = (_ROWS.c.agency == agency) & (_ROWS.c.state == Stage.FILED) & (_ROWS.c.year == year)
    query = sa.select(_ROWS.c.case).where(mine).order_by(_ROWS.c.case).limit(limit)
    if after is not None:
        query = query.where(_ROWS.c.case > after)
    return (await work.db.scalars(query)).all()


async def lay(work: Work, laid: Laid) -> bool:
    """Lay a signed round on the desk; False if the case lies there already."""
    row = _row(laid) | {"state": Stage.TO_ISSUE}
    new = insert(_ROWS).values(row)
    laying = new.on_conflict_do_nothing(index_elements=["case"]).returning(_ROWS.c.case)
    return (await work.db.execute(laying)).one_or_none() is not None


async def lay_again(work: Work, laid: Laid) -> None:
    """A later round takes the place of the one that was sent back."""
    row = _row(laid) | _FRESH | {"state": Stage.TO_ISSUE}
    await work.db.execute(_ROWS.update().where(_ROWS.c.case == laid.case).values(row))


async def advance(work: Work, desk: Desk, state: Stage) -> Desk:
    await work.db.execute(_ROWS.update().where(_ROWS.c.case == desk.laid.case).values(state=state))
    return replace(desk, state=state)


async def seal(work: Work, desk: Desk, *, at: datetime) -> Desk:
    sealed = {"state": Stage.SEALED, "sealed_at": at}
    await work.db.execute(_ROWS.update().where(_ROWS.c.case == desk.laid.case).values(sealed))
    return replace(desk, state=Stage.SEALED, sealed_at=at)


async def mark_overdue(work: Work, desk: Desk, at: datetime) -> Desk:
    await work.db.execute(
        _ROWS.update().where(_ROWS.c.case == desk.laid.case).values(overdue_at=at)
    )
    return replace(desk, overdue_at=at)


async def number(work: Work, desk: Desk, number: Number, *, me: Actor, at: datetime) -> Desk:
    """The issue: fact and desk."""
    given = {"series": number.series, "year": number.year, "number": number.number}
    given |= {"dated": number.dated}
    fact = _fact(desk, me, at) | given | {"signed": desk.laid.signed}
    await work.db.execute(_ISSUE, fact)
    given |= {"issued_at": at, "issued_by": me.id}
    given |= {"state": Stage.NUMBERED, "waits_because": None, "waits_for": None}
    await work.db.execute(_CHANGE, given | {"of_case": desk.laid.case})
    return replace(
        desk,
        state=Stage.NUMBERED,
        number=number,
        issued_at=at,
        issued_by=me.id,
        waits_because=None,
    )


async def order_seal(work: Work, desk: Desk, number: Number, *, me: Person, at: datetime) -> Desk:
    """A clerk's order to seal a number that came by itself: fact and desk."""
    fact = _fact(desk, me, at) | {"signed": desk.laid.signed}
    fact |= {"series": number.series, "year": number.year, "number": number.number}
    await work.db.execute(tables.seal_orders.insert().values(fact))
    ordered = _ROWS.update().where(_ROWS.c.case == desk.laid.case)
    await work.db.execute(ordered.values(seal_ordered_at=at))
    return replace(desk, seal_ordered_at=at)


async def keep_waiting(work: Work, desk: Desk, because: str, *, series: str | None = None) -> Desk:
    """No number came by itself: the clerk reads why; `series` opens when it is confirmed."""
    mine = _ROWS.update().where(_ROWS.c.case == desk.laid.case)
    await work.db.execute(mine.values(waits_because=because, waits_for=series))
    return replace(desk, waits_because=because)


async def send_back(work: Work, desk: Desk, *, me: Person, at: datetime, reason: str) -> Desk:
    fact = _fact(desk, me, at) | {"signed": desk.laid.signed, "reason": reason}
    await work.db.execute(tables.send_backs.insert().values(fact))
    returned = {"state": Stage.RETURNED, "returned_at": at, "returned_by": me.id}
    await work.db.execute(_ROWS.update().where(_ROWS.c.case == desk.laid.case).values(returned))
    return replace(desk, state=Stage.RETURNED, returned_at=at, returned_by=me.id)


async def void(
    work: Work, desk: Desk, number: Number, *, me: Person, at: datetime, reason: str
) -> Desk:
    """The number leaves the desk; the register keeps it."""
    fact = _fact(desk, me, at) | {"reason": reason}
    fact |= {"series": number.series, "year": number.year, "number": number.number}
    await work.db.execute(tables.voids.insert().values(fact))
    cleared = {name: value for name, value in _FRESH.items() if name != "overdue_at"}
    cleared |= {"state": Stage.TO_ISSUE, "voided_at": at, "voided_by": me.id}
    cleared |= {"voided_number": number.printed}
    await work.db.execute(_ROWS.update().where(_ROWS.c.case == desk.laid.case).values(cleared))
    return replace(
        desk,
        state=Stage.TO_ISSUE,
        number=None,
        issued_at=None,
        issued_by=None,
        seal_ordered_at=None,
        voided=Voided(printed=number.printed, at=at, by=me.id),
    )


async def hand_over(work: Work, case: str, round_: int, *, until: datetime) -> None:
    """The engine is being told how this round stands; the case's row must be locked.

    `until` is the instant of the engine's order: of a late attempt, whose answer nobody may read
    any more, facts since then stay in the relay's queue.
    """
    for table in _FACTS:
        which = (table.c.case == case) & (table.c.round <= round_) & (table.c.at <= until)
        await mark_handed_over(work.db, table, which, work.clock)


async def pending(work: Work, agency: str) -> Sequence[Desk]:
    """What waits for a clerk, the most urgent first, then by deadline."""
    waiting = _ROWS.select().where(_ROWS.c.agency == agency, _ROWS.c.state == Stage.TO_ISSUE)
    rows = await work.db.execute(waiting.order_by(_TURN, _ROWS.c.due_at, _ROWS.c.case))
    return [_desk(row) for row in rows]


async def unsealed(work: Work, agency: str) -> Sequence[Desk]:
    """What has a number and no seal, in the order of the numbers' giving."""
    waiting = _ROWS.select().where(_ROWS.c.agency == agency, _ROWS.c.state == Stage.NUMBERED)
    rows = await work.db.execute(waiting.order_by(_ROWS.c.issued_at, _ROWS.c.case))
    return [_desk(row) for row in rows]


async def unsent(work: Work, agency: str, *, due_before: datetime) -> Sequence[Desk]:
    """What has a number, is not sent, and should have been by then; the latest first."""
    late = _ROWS.select().where(
        _ROWS.c.agency == agency,
        _ROWS.c.state.in_((Stage.NUMBERED, Stage.SEALED)),
        _ROWS.c.due_at <= due_before,
    )
    rows = await work.db.execute(late.order_by(_ROWS.c.due_at, _ROWS.c.case))
    return [_desk(row) for row in rows]


async def signed_at(work: Work, agency: str, cases: Sequence[str]) -> dict[str, datetime]:
    """When each of these was signed, of those that lie on the desk."""
    mine = sa.select(_ROWS.c.case, _ROWS.c.signed_at).where(
        _ROWS.c.agency == agency, _ROWS.c.case.in_(cases)
    )
    return {row.case: row.signed_at for row in await work.db.execute(mine)}


async def by_prepared(work: Work, agency: str, prepared: str) -> Sequence[Desk]:
    """The dispatches with this prepared PDF, alike to the last byte: the newest first."""
    same = _ROWS.select().where(_ROWS.c.agency == agency, _ROWS.c.prepared == prepared)
    rows = await work.db.execute(same.order_by(_ROWS.c.opened_at.desc(), _ROWS.c.case.desc()))
    return [_desk(row) for row in rows]


async def by_number(work: Work, agency: str, number: int) -> Sequence[Desk]:
    """The dispatches that have this number, whatever their year and symbol: the newest first."""
    same = _ROWS.select().where(_ROWS.c.agency == agency, _ROWS.c.number == number)
    rows = await work.db.execute(same.order_by(_ROWS.c.dated.desc(), _ROWS.c.case.desc()))
    return [_desk(row) for row in rows]


async def subject(db: AsyncConnection, case: str) -> str | None:
    found: str | None = await db.scalar(sa.select(_ROWS.c.subject).where(_ROWS.c.case == case))
    return found


def _fact(desk: Desk, me: Actor, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid4().hex,
        "agency": desk.laid.agency,
        "case": desk.laid.case,
        "round": desk.laid.round,
        "account": me.id,
        "at": at,
        "organisation": me.version,
    }


def _row(laid: Laid) -> dict[str, Any]:
    return {
        "case": laid.case,
        "agency": laid.agency,
        "round": laid.round,
        "version": laid.version,
        "prepared": laid.prepared,
        "signed": laid.signed,
        "signed_at": laid.signed_at,
        "signer": laid.signer.account,
        "signer_post": laid.signer.post,
        "certificate": laid.certificate,
        "organisation": laid.organisation,
        "unit": laid.unit,
        "symbol": laid.symbol,
        "place": laid.place,
        "doc_type": laid.doc_type,
        "subject": laid.subject,
        "urgency": laid.urgency,
        "signer_name": laid.signer.name,
        "signer_lines": list(laid.signer.lines),
        "addressees": list(laid.addressees),
        "recipients": list(laid.recipients),
        "file_copy": laid.file_copy,
        **{way.value: target_of(laid.amends, way) for way in Way},
        "opened_at": laid.opened_at,
        "due_at": laid.due_at,
        "check_code": laid.check_code,
        "words": laid.words,
    }


def _desk(row: sa.Row[Any]) -> Desk:
    return Desk(
        laid=Laid(
            case=row.case,
            agency=row.agency,
            round=row.round,
            version=row.version,
            prepared=row.prepared,
            signed=row.signed,
            signed_at=row.signed_at,
            certificate=row.certificate,
            organisation=row.organisation,
            unit=row.unit,
            symbol=row.symbol,
            place=row.place,
            doc_type=row.doc_type,
            subject=row.subject,
            urgency=Urgency(row.urgency) if row.urgency else None,
            signer=_signer(row),
            addressees=tuple(row.addressees),
            recipients=tuple(row.recipients),
            file_copy=row.file_copy,
            amends=amends(corrects=row.corrects, replaces=row.replaces),
            opened_at=row.opened_at,
            due_at=row.due_at,
            check_code=row.check_code,
        ),
        state=Stage(row.state),
        overdue_at=row.overdue_at,
        number=_number(row),
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        returned_at=row.returned_at,
        returned_by=row.returned_by,
        voided=_voided(row),
        sealed_at=row.sealed_at,
        seal_ordered_at=row.seal_ordered_at,
        waits_because=row.waits_because,
    )


def _voided(row: sa.Row[Any]) -> Voided | None:
    if row.voided_number is None:
        return None
    return Voided(printed=row.voided_number, at=row.voided_at, by=row.voided_by)


def _signer(row: sa.Row[Any]) -> Signer:
    return Signer(
        account=row.signer,
        post=row.signer_post,
        lines=tuple(row.signer_lines),
        name=row.signer_name,
    )


def _number(row: sa.Row[Any]) -> Number | None:
    if row.number is None:
        return None
    return Number(
        series=row.series,
        year=row.year,
        number=row.number,
        symbol=row.symbol,
        dated=row.dated,
    )
