"""One run: people carry dispatches while the schedule's faults happen; then all is judged."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.chaos.desk import Diary, GaveUp
from tests.chaos.faults import inject
from tests.chaos.judgements import judge, orphans
from tests.chaos.lots import Fate, fates, is_dealt
from tests.chaos.outcomes import Outcome, Plan
from tests.chaos.people import People
from tests.chaos.quiet import quiet_evidence
from tests.chaos.schedule import Fault, schedule
from tests.chaos.town import PARTS, Town, running_town

ACTS_EACH = 8
"""Accepted acts of an ordinary dispatch, about: faults are spread over as many."""
AT_ONCE = 8
"""Dispatches that people have in hand."""
LOOK_EVERY = 0.1
Tell = Callable[[str], None]


def plan(seed: int, *, dispatches: int, faults: int, kill_points: Sequence[str] = ()) -> Plan:
    drawn = schedule(seed, faults=faults, acts=dispatches * ACTS_EACH)
    return Plan(seed=seed, dispatches=dispatches, faults=drawn, kill_points=kill_points)


async def run(plan: Plan, folder: Path, tell: Tell) -> Outcome:
    """Everything on data of its own in `folder`; nothing keeps running afterwards."""
    async with running_town(folder, connected=is_dealt(plan.dispatches)) as town:
        return await _torment(town, plan, tell)


async def _torment(town: Town, plan: Plan, tell: Tell) -> Outcome:
    began, diary, injected = time.monotonic(), Diary(), list[Fault]()
    people = People(town, diary)
    town.kill_points.arm(plan.kill_points)
    injecting = asyncio.create_task(_inject_all(town, plan.faults, diary, injected, tell))
    try:
        await _carry_all(people, plan)
    finally:
        injecting.cancel()
        await asyncio.wait([injecting])
    if not injecting.cancelled():
        injecting.result()  # a harness that could not do its faults says so
    left = town.kill_points.armed()
    town.kill_points.disarm()
    await people.close()
    found, quiet_after = await quiet_evidence(town, diary)
    restarts = {part: town.stack.restarts(part) for part in PARTS}
    found = replace(found, interruptions=len(injected) + sum(restarts.values()))
    return Outcome(
        plan=plan,
        seconds=time.monotonic() - began,
        quiet_after=quiet_after,
        accepted=len(diary.accepted),
        refused=diary.refused,
        asked_again=diary.asked_again,
        injected=injected,
        killed_at=[one for one in plan.kill_points if one not in left],
        restarts=restarts,
        orphans=len(orphans(found)),
        findings=judge(found),
    )


async def _inject_all(
    town: Town, faults: Sequence[Fault], diary: Diary, injected: list[Fault], tell: Tell
) -> None:
    """One after the other, each when people have come so far."""
    for fault in faults:
        while len(diary.accepted) < fault.after:  # noqa: ASYNC110 -- a list sets no event
            await asyncio.sleep(LOOK_EVERY)
        if done := await inject(town, fault):
            injected.append(done)
            tell(str(done))


async def _carry_all(people: People, plan: Plan) -> None:
    hands = asyncio.Semaphore(AT_ONCE)

    async def one(fate: Fate) -> None:
        async with hands:
            try:
                await people.carry(fate)
            except GaveUp as given_up:
                people.diary.broken.append(f"given up: {given_up}")

    await asyncio.gather(*map(one, fates(plan.seed, plan.dispatches)))
