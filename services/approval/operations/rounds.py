"""What every operation does with a round: lock it, open what comes next, tell how it stands."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from services.approval import store
from services.approval.domain.facts import Actor, RoundKey, Turn
from services.approval.domain.round import Round
from shared.domain.organisation import Organisation, Post
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.domain.working_time import after_working_hours
from shared.runtime import ledger
from shared.runtime.database import Work

SYSTEM: Final = "system"
"""Who acts where no person does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A round as it stands, with the organisations by which its holder is told."""

    round: Round
    pinned: Organisation
    """Of its submission."""
    in_force: Organisation


async def locked(work: Work, key: RoundKey) -> Round:
    held = await store.lock_round(work, key)
    if held is None:
        raise Unknown("no_round", f"Phê duyệt chưa nhận lần trình {key.round} của {key.case}.")
    return held


async def round_of_task(work: Work, me: Person, task: str) -> RoundKey:
    """The round of a task; a task of another agency is as unknown as none."""
    key = await store.find_task(work, me.agency, task)
    if key is None:
        raise Unknown("no_task", "Không có việc này.")
    return key


async def pinned(work: Work, held: Round) -> Organisation:
    return await work.organisations.get(work.db, held.submission.organisation)


def actor(me: Person, post: Post) -> Actor:
    return Actor(
        account=me.id,
        name=me.account.name,
        post=post.code,
        title=post.title,
        organisation=me.version,
    )


async def tell(work: Work, held: Round, at: datetime) -> Standing:
    """Open what comes next, if it is not open, and tell; what was asked for needs no relay then.

    So whichever activity asks, the answer never lacks the turn that waits.
    """
    organisation = await pinned(work, held)
    told = await _opened(work, held, organisation, at)
    await store.hand_over(work, held.key, at)
    _, in_force = await work.organisations.in_force(work.db, held.key.agency)
    return Standing(round=told, pinned=organisation, in_force=in_force)


async def note(
    work: Work,
    held: Round,
    act: str,
    by: Actor | Person | None = None,
    *,
    object_hash: str | None = None,
    on_behalf_of: str | None = None,
    in_force: str | None = None,
    **details: Any,
) -> None:
    """Record an event of the round; without somebody it is the system's.

    `in_force` is the organisation version by which the system acted, else the pinned one.
    """
    match by:
        case Actor():
            account, organisation = by.account, by.organisation
        case Person():
            account, organisation = by.id, by.version
        case None:
            account, organisation = SYSTEM, in_force or held.submission.organisation
    await ledger.record(
        work,
        agency=held.key.agency,
        case=held.key.case,
        account=account,
        act=act,
        organisation=organisation,
        object_hash=object_hash or held.submission.version,
        on_behalf_of=on_behalf_of,
        details={"round": held.key.round} | details,
    )


async def _opened(work: Work, held: Round, organisation: Organisation, at: datetime) -> Round:
    coming = held.to_open()
    if coming is None:
        return held
    turn = Turn(
        id=str(uuid4()),
        step=coming.step.step,
        turn=coming.turn,
        opened_at=at,
        due_at=after_working_hours(at, coming.step.hours, organisation.working_time),
    )
    await store.add_turn(work, held.key, turn)
    await note(work, held, "open_turn", step=turn.step, turn=turn.turn, task=turn.id)
    return replace(held, turns=(*held.turns, turn))
