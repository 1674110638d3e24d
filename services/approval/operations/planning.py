"""Acts that change a running dispatch's plan, or when its steps are due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.approval import store
from services.approval.domain import deciding, planning
from services.approval.domain.assigning import refuse_no_reason
from services.approval.domain.facts import Change, ChangeKind, RoundKey, Turn
from services.approval.domain.plan import replanned, settled_steps, with_consultation
from services.approval.domain.planning import Consultation
from services.approval.domain.round import Round
from services.approval.operations import telling
from services.approval.operations.rounds import (
    actor,
    change,
    end_turn,
    for_me,
    keep_change,
    locked,
    new_plan,
    pinned,
    round_of_task,
    seated_actor,
    set_due,
)
from shared.domain.people import Person
from shared.domain.refusals import Unknown
from shared.domain.urgency import Urgency
from shared.runtime.database import Work


async def consult(work: Work, me: Person, task: str, wanted: Consultation) -> tuple[Round, Change]:
    """Ask others first: a consultation comes before this step, which then opens again."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    seated = deciding.seat_for(held, turn, me, now, pinned=await pinned(work, held))
    refuse_no_reason(wanted.reason)
    new = planning.consultation(held, turn, wanted, now, title=seated.post.title)
    held = await new_plan(work, held, with_consultation(held, held.step(turn.step), new))
    by = seated_actor(me, seated)
    made = change(
        held,
        ChangeKind.CONSULT,
        by,
        now.at,
        turn=turn,
        reason=wanted.reason,
        plan=held.version,
    )
    held = await keep_change(work, held, made, consultation=new.step)
    return await end_turn(work, held, turn, now.at), made


async def set_urgency(
    work: Work, me: Person, task: str, urgency: Urgency, reason: str
) -> tuple[Round, Change]:
    """The signer sets the urgency; approvals of the text stay, the deadline is counted anew."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    seated = deciding.seat_for(held, turn, me, now, pinned=await pinned(work, held))
    planning.refuse_urgency(held, turn, urgency)
    refuse_no_reason(reason)
    by = seated_actor(me, seated)
    made = change(held, ChangeKind.URGENCY, by, now.at, turn=turn, reason=reason, urgency=urgency)
    held = await keep_change(work, held, made)
    return await set_due(work, held, held.task(task), now.at), made


async def bypass(work: Work, me: Person, task: str, reason: str) -> tuple[Round, Change]:
    """Skip a step of an urgent dispatch: by name, with a reason, marked for ever."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    planning.refuse_bypass(held, turn, me)
    refuse_no_reason(reason)
    post = planning.permitted(me, me.organisation.permissions.bypass)
    made = change(held, ChangeKind.BYPASS, actor(me, post), now.at, turn=turn, reason=reason)
    held = await keep_change(work, held, made)
    await telling.of_bypass(work, held, turn, made, now)
    return await end_turn(work, held, turn, now.at), made


async def replan(work: Work, me: Person, case: str, reason: str) -> tuple[Round, Change]:
    """Give a running dispatch the plan by the route in force; what was settled stays."""
    held = await locked(work, await _latest(work, me, case))
    now = await for_me(work, me)
    post = planning.permitted(me, me.organisation.permissions.replan)
    planning.refuse_replanning(held, me)
    refuse_no_reason(reason)
    turn = held.open_turn()
    plan = replanned(held, now.organisation, settled_steps(held))
    held = await new_plan(work, held, plan)
    by = actor(me, post)
    made = change(held, ChangeKind.REPLAN, by, now.at, turn=turn, reason=reason, plan=held.version)
    held = await keep_change(work, held, made)
    return (await end_turn(work, held, turn, now.at) if turn else held), made


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """What became of the deadlines of one dispatch."""

    round: Round
    turn: Turn
    change: Change
    before: datetime
    """The deadline as it was."""


async def open_cases(work: Work, me: Person) -> Sequence[str]:
    """Cases with a task that waits, for whoever may count their deadlines anew."""
    planning.permitted(me, me.organisation.permissions.replan)
    return await store.open_cases(work, me.agency)


async def recount(work: Work, me: Person, case: str, reason: str) -> Recounted | None:
    """Let the calendar in force count for a dispatch; None where no deadline runs."""
    held = await locked(work, await _latest(work, me, case))
    now = await for_me(work, me)
    post = planning.permitted(me, me.organisation.permissions.replan)
    refuse_no_reason(reason)
    turn = held.open_turn()
    if turn is None:
        return None
    await store.set_calendar(work, held.key, now.version)
    held = replace(held, submission=replace(held.submission, calendar=now.version))
    by = actor(me, post)
    made = change(
        held, ChangeKind.CALENDAR, by, now.at, turn=turn, reason=reason, calendar=now.version
    )
    held = await keep_change(work, held, made)
    held = await set_due(work, held, turn, now.at)
    return Recounted(round=held, turn=held.task(turn.id), change=made, before=turn.due_at)


async def _latest(work: Work, me: Person, case: str) -> RoundKey:
    key = await store.latest_round(work, me.agency, case)
    if key is None:
        raise Unknown("no_dispatch", f"Phê duyệt không có hồ sơ {case}.")
    return key
