"""Correcting and replacing: judged when the new dispatch gets its number, a fact with its seal."""

from dataclasses import dataclass

from services.distribution.domain.amending import (
    Target,
    demand_amendable,
    noted_here,
    noted_there,
    noted_undone,
    replaced_by,
)
from services.distribution.domain.desk import SYSTEM, Actor, Desk, names_in
from services.distribution.domain.published import STANDING, Standing
from services.distribution.domain.register import Recorded
from services.distribution.domain.sent import Sealed
from services.distribution.operations.noting import enter, note
from services.distribution.store import amendments, recalls, sent
from services.distribution.store import desk as store
from shared.domain.amendments import Amends, Way
from shared.runtime.database import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A new dispatch and the one that it corrects or replaces."""

    made: Amends
    here: Desk
    there: Desk
    sealed: Sealed
    recalled: bool
    """The other one was called back between number and seal."""


async def demand_right(work: Work, desk: Desk, by: Actor) -> None:
    """Refuse a number to what would correct or replace in a wrong way.

    Nothing of the other dispatch is locked: a recall of it that comes at the same instant counts
    as the later of the two.
    """
    wanted = desk.laid.amends
    if wanted is None:
        return
    demand_amendable(
        wanted,
        doc_type=desk.laid.doc_type,
        target=await _target(work, desk.laid.agency, wanted.case),
        names=names_in(by.organisation),
    )


async def _target(work: Work, agency: str, case: str) -> Target | None:
    desk = await store.find(work, agency, case)
    if desk is None:
        return None
    return Target(
        desk=desk,
        recall=await recalls.ordered(work, agency, case),
        amended_by=tuple(await amendments.of_targets(work, agency, [case])),
    )


async def link(work: Work, here: Desk, sealed: Sealed) -> Link | None:
    """Keep the link, and an event in either case's history; the register's come after the seal's.

    None for a dispatch that corrects and replaces nothing.
    """
    made, agency = here.laid.amends, here.laid.agency
    target = await _target(work, agency, made.case) if made else None
    if made is None or target is None:
        return None
    at, version = sealed.at, sealed.organisation
    await amendments.keep(work, agency, here.laid.case, made, at=at, organisation=version)
    found = Link(
        made=made,
        here=here,
        there=target.desk,
        sealed=sealed,
        recalled=target.recall is not None,
    )
    for desk, act, other in (
        (here, made.way.value, made.case),
        (target.desk, _PASSIVE[made.way], here.laid.case),
    ):
        await note(
            work,
            desk,
            act,
            organisation=version,
            on_behalf_of=here.issued_by,
            object_hash=sealed.file,
            details={"case": other},
        )
    return found


async def enter_link(work: Work, made: Link) -> None:
    """A note at both entries of the register."""
    here, there, way = made.here, made.there, made.made.way
    if here.number is None or there.number is None:
        raise RuntimeError(f"{here.laid.case} or {there.laid.case} is issued and has no number")
    version = made.sealed.organisation
    said = {"note": noted_here(way, there.number.printed), "case": there.laid.case}
    await enter(
        work,
        here,
        Recorded.NOTED,
        here.number,
        file=made.sealed.file,
        organisation=version,
        account=SYSTEM,
        details=said,
    )
    said = {
        "note": noted_there(way, here.laid.doc_type, here.number.printed),
        "case": here.laid.case,
    }
    if way is Way.REPLACES and not made.recalled:
        said |= {STANDING: Standing.REPLACED.value}
    issued = await sent.seal_of(work, there.laid.agency, there.laid.case)
    await enter(
        work,
        there,
        Recorded.NOTED,
        there.number,
        file=issued.file if issued else None,
        organisation=version,
        account=SYSTEM,
        details=said,
    )


async def enter_undone(work: Work, desk: Desk, by: Actor) -> None:
    """What a recalled dispatch replaced stands again, with a note at its entry.

    Nothing of it is locked: a recall of its own stays, whichever of the two comes first.
    """
    made = desk.laid.amends
    if made is None or made.way is not Way.REPLACES or desk.number is None:
        return
    target = await _target(work, desk.laid.agency, made.case)
    if target is None or target.desk.number is None or replaced_by(target.amended_by):
        return
    issued = await sent.seal_of(work, desk.laid.agency, made.case)
    said = {"note": noted_undone(desk.number.printed), "case": desk.laid.case}
    await enter(
        work,
        target.desk,
        Recorded.NOTED,
        target.desk.number,
        file=issued.file if issued else None,
        organisation=by.version,
        account=by.id,
        details=said | {STANDING: Standing.ISSUED.value},
    )


_PASSIVE = {Way.CORRECTS: "corrected", Way.REPLACES: "replaced"}
