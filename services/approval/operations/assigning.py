"""One person takes a task, gives it back, passes it on, or is given it by a superior."""

from services.approval import store
from services.approval.domain import assigning as rules
from services.approval.domain import deciding
from services.approval.domain.facts import Change, ChangeKind, Turn
from services.approval.domain.plan import with_step
from services.approval.domain.round import Round
from services.approval.operations import telling
from services.approval.operations.rounds import (
    actor,
    change,
    for_me,
    keep_change,
    locked,
    new_plan,
    pinned,
    round_of_task,
    seated_actor,
)
from shared.domain.organisation import Organisation
from shared.domain.people import Person
from shared.runtime.database import Work


async def claim(work: Work, me: Person, task: str) -> tuple[Round, Change]:
    """Take a task that several people may decide; it is then this person's alone."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    seated = deciding.seat_for(held, turn, me, now, pinned=await pinned(work, held))
    rules.refuse_many_seats(held, turn)
    rules.refuse_claimed_by_me(held, turn, me)
    by = seated_actor(me, seated)
    made = change(held, ChangeKind.CLAIM, by, now.at, turn=turn, to=me.id)
    return await keep_change(work, held, made), made


async def release(work: Work, me: Person, task: str) -> tuple[Round, Change]:
    """Give a task back to everybody who may decide it."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    rules.refuse_not_mine(held, turn, me)
    by = actor(me, rules.first_post(me))
    made = change(held, ChangeKind.RELEASE, by, now.at, turn=turn)
    return await keep_change(work, held, made), made


async def forward(work: Work, me: Person, task: str, to: str, reason: str) -> tuple[Round, Change]:
    """Pass a task on to another who may decide it."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    seated = deciding.seat_for(held, turn, me, now, pinned=await pinned(work, held))
    rules.refuse_many_seats(held, turn)
    rules.refuse_no_reason(reason)
    rules.refuse_unfit(held, turn, to, now)
    by = seated_actor(me, seated)
    made = change(held, ChangeKind.FORWARD, by, now.at, turn=turn, reason=reason, to=to)
    held = await keep_change(work, held, made)
    await telling.of_assignment(work, held, turn, made, now)
    return held, made


async def reassign(work: Work, me: Person, task: str, to: str, reason: str) -> tuple[Round, Change]:
    """A superior gives a task to somebody, who becomes a candidate if he was none."""
    held = await locked(work, await round_of_task(work, me, task))
    turn, now = held.task(task), await for_me(work, me)
    deciding.refuse_over(held, turn, me.organisation)
    rules.refuse_not_superior(held, turn, me, now)
    rules.refuse_many_seats(held, turn)
    rules.refuse_no_reason(reason)
    by = actor(me, rules.first_post(me))
    held, plan = await _with_candidate(work, held, turn, to, now.organisation)
    rules.refuse_unfit(held, turn, to, now)
    made = change(held, ChangeKind.REASSIGN, by, now.at, turn=turn, reason=reason, to=to, plan=plan)
    held = await keep_change(work, held, made)
    if plan:
        await store.lay_out(work, held, turn)
    await telling.of_assignment(work, held, turn, made, now)
    return held, made


async def _with_candidate(
    work: Work, held: Round, turn: Turn, account: str, organisation: Organisation
) -> tuple[Round, int | None]:
    """The round with an account among the step's candidates; the new plan's version, if any."""
    step = held.step(turn.step)
    changed = rules.with_candidate(step, account, organisation)
    if changed == step:
        return held, None
    held = await new_plan(work, held, with_step(held, changed))
    return held, held.version
