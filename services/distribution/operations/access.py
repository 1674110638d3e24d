"""Who may read a dispatch: asked before each look, changed by who decides, confirmed by others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.distribution.domain.access import (
    OF_A_READER,
    Access,
    Change,
    Kind,
    access_of,
    concerns,
    demand_decider,
    demand_known_reader,
    demand_may_read,
    demand_warned,
    may_read,
    parties_of,
    refuse_idle,
    warnings,
)
from services.distribution.domain.desk import Desk, Names, demand_reason, names_in
from services.distribution.operations.noting import note
from services.distribution.operations.receiving import locked
from services.distribution.store import access as store
from services.distribution.store import desk as desks
from shared.domain.archiving import is_archivist
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """How the rights of a dispatch stand, and what one person has yet to confirm."""

    access: Access
    changes: Sequence[Change]
    """The earliest first."""
    warnings: Sequence[Change]
    names: Names


async def readable(work: Work, me: Person, case: str) -> tuple[Desk, Rights]:
    """A dispatch that this person may read; raises `Unknown`, `NotYours` (`access_restricted`)."""
    desk = await _desk(work, me, case)
    rights = await _rights(work, me, desk)
    demand_may_read(me, parties_of(desk), rights.access, case)
    return desk, rights


async def rights_of(work: Work, me: Person, case: str) -> Rights:
    """For readers; of those who read it no more, each sees the changes that concern him alone."""
    desk = await _desk(work, me, case)
    rights, parties = await _rights(work, me, desk), parties_of(desk)
    if may_read(me, parties, rights.access):
        return rights
    mine = [one for one in rights.changes if concerns(me, parties, one)]
    if not mine:
        demand_may_read(me, parties, rights.access, case)
    return replace(rights, access=replace(rights.access, readers=frozenset()), changes=mine)


async def hidden(work: Work, me: Person) -> frozenset[str]:
    """The agency's dispatches that this person may not read."""
    if is_archivist(me):
        return frozenset()
    ever = await store.once_restricted(work, me.agency)
    return frozenset(case for case, parties, access in ever if not may_read(me, parties, access))


async def change(
    work: Work, me: Person, case: str, kind: Kind, *, reader: str, reason: str
) -> Rights:
    """One change of rights, with an event of the dispatch; a restriction and its end need a reason.

    Raises `Unknown`, `NotYours` (`not_your_access`), `Invalid`, `WrongMoment` (`nothing_changes`).
    """
    desk = await locked(work, me, case)
    demand_decider(me, parties_of(desk))
    if kind in OF_A_READER:
        because = reason.strip()
        if kind is Kind.GRANTED:  # who left the agency's file can still lose the right
            demand_known_reader(me.organisation, reader)
    else:
        because, reader = demand_reason(reason), ""
    before = await store.changes(work, me.agency, case)
    refuse_idle(access_of(before), kind, reader, case)
    made = Change(
        number=len(before) + 1,
        kind=kind,
        reader=reader,
        reason=because,
        by=me.id,
        at=work.clock.now(),
    )
    await store.add(work, me, case, made)
    details = {"change": made.number, "reader": reader, "reason": because}
    await note(
        work,
        desk,
        f"access_{kind.value}",
        account=me.id,
        organisation=me.version,
        details={name: value for name, value in details.items() if value},
    )
    return await _rights(work, me, desk)


async def confirm(work: Work, me: Person, case: str, number: int) -> Rights:
    """Say that one has seen the changes up to `number`; they are shown as warnings no more."""
    desk = await locked(work, me, case)
    demand_warned((await _rights(work, me, desk)).warnings, number)
    await store.confirm(work, me, case, number)
    await note(
        work,
        desk,
        "access_confirmed",
        account=me.id,
        organisation=me.version,
        details={"change": number},
    )
    return await rights_of(work, me, case)


async def _rights(work: Work, me: Person, desk: Desk) -> Rights:
    case = desk.laid.case
    changes = await store.changes(work, me.agency, case)
    confirmed = await store.confirmed(work, me, case) if changes else 0
    return Rights(
        access=access_of(changes),
        changes=changes,
        warnings=warnings(me, parties_of(desk), changes, confirmed),
        names=names_in(me.organisation),
    )


async def _desk(work: Work, me: Person, case: str) -> Desk:
    desk = await desks.find(work, me.agency, case)
    if desk is None:
        raise Unknown("unknown_dispatch", f"Không có văn bản {case} ở bộ phận văn thư.")
    return desk
