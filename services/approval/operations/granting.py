"""People let others act in their place, or end that before its time: one transaction each."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from services.approval import store
from services.approval.domain import granting as rules
from services.approval.domain.assigning import refuse_no_reason
from services.approval.domain.granting import Granted
from shared.domain.grants import Absence, Delegation
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.runtime import ledger
from shared.runtime.database import Work


async def absences(work: Work, me: Person, *, over: bool) -> Sequence[Granted[Absence]]:
    """The agency's absences, the newest first; with those that are over if `over`."""
    return await store.absences(work, me.agency, over=over)


async def declare_absence(
    work: Work, me: Person, absence: Absence, reason: str
) -> Granted[Absence]:
    """Somebody is away, and another acts in his place; the absence has a new id."""
    await store.lock_grants(work, me.agency)
    now = work.clock.now()
    rules.refuse_absence(absence, me, await store.grants(work, me.agency), now)
    refuse_no_reason(reason)
    made = Granted(
        grant=absence, made_by=me.id, made_at=now, organisation=me.version, reason=reason.strip()
    )
    await store.add_absence(work, me.agency, made)
    await _note(work, me, absence, "absence_declared", reason=made.reason, **_said(absence))
    return made


async def end_absence(work: Work, me: Person, id_: str, reason: str) -> Granted[Absence]:
    """End an absence before its time; what was done in the meantime stands."""
    await store.lock_grants(work, me.agency)
    found = await store.absence(work, me.agency, id_)
    if found is None:
        raise Unknown("no_absence", "Không có lần vắng mặt này.")
    rules.refuse_others_absence(found.grant, me)
    now = work.clock.now()
    rules.refuse_over(found, me.organisation, now)
    await store.end_absence(work, id_, now, me.id)
    await _note(work, me, found.grant, "absence_ended", reason=reason.strip())
    return replace(found, ended_at=now, ended_by=me.id)


async def delegations(work: Work, me: Person, *, over: bool) -> Sequence[Granted[Delegation]]:
    """The agency's delegations, the newest first; with those that are over if `over`."""
    return await store.delegations(work, me.agency, over=over)


async def delegate(work: Work, me: Person, delegation: Delegation) -> Granted[Delegation]:
    """The head lets a unit's head sign for him; the delegation has a new id (ND30 Đ.13.3)."""
    await store.lock_grants(work, me.agency)
    now = work.clock.now()
    rules.refuse_delegation(delegation, me, await store.grants(work, me.agency), now)
    made = Granted(grant=delegation, made_by=me.id, made_at=now, organisation=me.version)
    await store.add_delegation(work, me.agency, made)
    await _note(work, me, delegation, "delegation_made", **_said(delegation))
    return made


async def end_delegation(work: Work, me: Person, id_: str, reason: str) -> Granted[Delegation]:
    """The head ends a delegation before its time; what was signed by it stands."""
    await store.lock_grants(work, me.agency)
    found = await store.delegation(work, me.agency, id_)
    if found is None:
        raise Unknown("no_delegation", "Không có ủy quyền này.")
    now = work.clock.now()
    rules.refuse_not_head(me, await store.grants(work, me.agency), now)
    rules.refuse_over(found, me.organisation, now)
    await store.end_delegation(work, id_, now, me.id)
    await _note(work, me, found.grant, "delegation_ended", reason=reason.strip())
    return replace(found, ended_at=now, ended_by=me.id)


async def _note(
    work: Work, me: Person, grant: Absence | Delegation, act: str, **details: Any
) -> None:
    """Record an event in the grant's own chain: it belongs to no dispatch."""
    kind = "ABSENCE" if isinstance(grant, Absence) else "DELEGATION"
    await ledger.record(
        work,
        agency=me.agency,
        case=f"{kind}-{grant.id}",
        account=me.id,
        act=act,
        organisation=me.version,
        details=details,
    )


def _said(grant: Absence | Delegation) -> dict[str, Any]:
    """Everything that a grant says, as plain JSON."""
    said = asdict(grant)
    instants = {name: said[name].isoformat() for name in ("starts_at", "ends_at")}
    lists = {name: list(said[name]) for name in ("kinds", "fields", "types") if name in said}
    del said["id"]
    return said | instants | lists
