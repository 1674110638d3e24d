"""What every operation does with a round: lock it, open what comes next, tell how it stands."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.approval import store
from services.approval.domain.deadlines import deadline, worked
from services.approval.domain.facts import (
    NEW_TIMETABLE,
    SYSTEM,
    Actor,
    Change,
    ChangeKind,
    Marked,
    RoundKey,
    Turn,
)
from services.approval.domain.round import Round
from services.approval.domain.seating import InForce, Seated
from services.approval.domain.waiting import Standing
from services.approval.operations import telling
from shared.domain.organisation import Organisation, Post
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.domain.route import PlanStep
from shared.domain.working_time import WorkingTime
from shared.runtime import ledger
from shared.runtime.database import Work


async def locked(work: Work, key: RoundKey) -> Round:
    """The round under its lock; until the commit no grant is made or ended either."""
    held = await store.lock_round(work, key)
    if held is None:
        raise Unknown("no_round", f"Phê duyệt chưa nhận lần trình {key.round} của {key.case}.")
    await store.hold_grants(work, key.agency)
    return held


async def round_of_task(work: Work, me: Person, task: str) -> RoundKey:
    """The round of a task; a task of another agency is as unknown as none."""
    key = await store.find_task(work, me.agency, task)
    if key is None:
        raise Unknown("no_task", "Không có việc này.")
    return key


async def pinned(work: Work, held: Round) -> Organisation:
    return await work.organisations.get(work.db, held.submission.organisation)


async def in_force(work: Work, agency: str, at: datetime) -> InForce:
    """The organisation and the grants in force: holders are those of the instant."""
    version, organisation = await work.organisations.in_force(work.db, agency)
    grants = await store.grants(work, agency)
    return InForce(organisation=organisation, version=version, grants=grants, at=at)


async def for_me(work: Work, me: Person) -> InForce:
    """The same, by the organisation in which a person acts."""
    grants = await store.grants(work, me.agency)
    return InForce(
        organisation=me.organisation, version=me.version, grants=grants, at=work.clock.now()
    )


async def calendar_of(work: Work, held: Round) -> WorkingTime:
    """The working time that counts for the round: pinned, unless an act chose another."""
    version = held.submission.calendar or held.submission.organisation
    return (await work.organisations.get(work.db, version)).working_time


def actor(me: Person, post: Post) -> Actor:
    return Actor(
        account=me.id,
        name=me.account.name,
        post=post.code,
        title=post.title,
        organisation=me.version,
    )


def seated_actor(me: Person, seated: Seated) -> Actor:
    """Who acts in a seat; in whose place, if it is another's."""
    return replace(
        actor(me, seated.post),
        on_behalf_of=seated.behalf.id if seated.behalf else None,
        behalf=seated.behalf.name if seated.behalf else None,
        granted_by=seated.granted_by,
    )


def system(version: str) -> Actor:
    """The actor of what happens by itself, by an organisation version."""
    return Actor(account=SYSTEM, name="Hệ thống", post="", title="", organisation=version)


async def tell(work: Work, held: Round, at: datetime) -> Standing:
    """Open what comes next, if it is not open, and tell; what was asked for needs no relay then.

    So whichever activity asks, the answer never lacks the turn that waits.
    """
    now = await in_force(work, held.key.agency, at)
    told = await _opened(work, held, now)
    await store.hand_over(work, held.key, at)
    return await standing(work, told, now)


async def standing(work: Work, held: Round, now: InForce) -> Standing:
    return Standing(
        round=held,
        pinned=await pinned(work, held),
        in_force=now,
        calendar=await calendar_of(work, held),
    )


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
            on_behalf_of = on_behalf_of or by.on_behalf_of
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


def change(
    held: Round,
    kind: ChangeKind,
    by: Actor,
    at: datetime,
    *,
    turn: Turn | None,
    reason: str = "",
    **details: Any,
) -> Change:
    """The next change of a round."""
    return Change(
        id=str(uuid4()),
        number=len(held.changes) + 1,
        kind=kind,
        by=by,
        at=at,
        reason=reason.strip(),
        step=turn.step if turn else None,
        turn=turn.turn if turn else None,
        **details,
    )


async def keep_change(
    work: Work, held: Round, made: Change, *, object_hash: str | None = None, **details: Any
) -> Round:
    """Write a change with its event; the round as it stands since."""
    await store.add_change(work, held.key, made)
    said: dict[str, Any] = {"step": made.step, "turn": made.turn}
    said |= {"to": made.to, "urgency": made.urgency, "plan": made.plan, "calendar": made.calendar}
    known = {name: value for name, value in said.items() if value is not None}
    more = known | details
    await note(
        work, held, made.kind.value, made.by, object_hash=object_hash, change=made.id, **more
    )
    return replace(held, changes=(*held.changes, made))


async def new_plan(work: Work, held: Round, plan: tuple[PlanStep, ...]) -> Round:
    """Write the plan's next version, whole; steps that it has no more are remembered."""
    version = held.version + 1
    await store.add_plan(work, held.key, plan, version=version)
    numbers = {step.step for step in plan}
    past = tuple(step for step in (*held.past, *held.plan) if step.step not in numbers)
    return replace(held, plan=plan, past=past, version=version)


async def end_turn(work: Work, held: Round, turn: Turn, at: datetime) -> Round:
    """Take a task off the desks, with the working time that it took.

    A deadline that stood still until then is where the clock would have gone on from.
    """
    took = worked(turn.opened_at, at, held.pauses(turn), await calendar_of(work, held))
    due_at = await _due(work, held, turn, at) if held.asked_since(turn) else turn.due_at
    ended = replace(turn, over_at=at, due_at=due_at, worked=int(took.total_seconds()))
    await store.end_turn(work, held.key, ended)
    return with_turn(held, ended)


async def set_due(work: Work, held: Round, turn: Turn, at: datetime) -> Round:
    """Compute the deadline of an open turn anew, from when it was opened."""
    due_at = await _due(work, held, turn, at)
    if due_at > turn.due_at and held.marked(turn):
        held, turn = await _new_timetable(work, held, turn, at)
    changed = replace(turn, due_at=due_at)
    now = with_turn(held, changed)
    await store.set_due(work, now, changed)
    return now


async def _due(work: Work, held: Round, turn: Turn, at: datetime) -> datetime:
    return deadline(
        turn.opened_at,
        held.step(turn.step).hours.of(held.urgency),
        held.pauses(turn),
        await calendar_of(work, held),
        at,
    )


async def _new_timetable(work: Work, held: Round, turn: Turn, at: datetime) -> tuple[Round, Turn]:
    """What was marked of the earlier deadline stays, and counts for the later one no more."""
    ordinal = held.marked_before(turn).get(NEW_TIMETABLE, 0) + 1
    mark = Marked(step=turn.step, turn=turn.turn, kind=NEW_TIMETABLE, ordinal=ordinal, at=at)
    await store.add_mark(work, held.key, mark)
    fresh = replace(turn, overdue_at=None)
    return replace(with_turn(held, fresh), marks=(*held.marks, mark)), fresh


def with_turn(held: Round, turn: Turn) -> Round:
    """The round with one turn as it is now."""
    return replace(held, turns=tuple(turn if one.id == turn.id else one for one in held.turns))


async def _opened(work: Work, held: Round, now: InForce) -> Round:
    coming = held.to_open()
    if coming is None:
        return held
    calendar = await calendar_of(work, held)
    hours = coming.step.hours.of(held.urgency)
    turn = Turn(
        id=str(uuid4()),
        step=coming.step.step,
        turn=coming.turn,
        opened_at=now.at,
        due_at=deadline(now.at, hours, (), calendar, now.at),
    )
    opened = replace(held, turns=(*held.turns, turn))
    await store.add_turn(work, opened, turn)
    await note(work, held, "open_turn", step=turn.step, turn=turn.turn, task=turn.id)
    await telling.of_new_task(work, opened, turn, now)
    return opened
