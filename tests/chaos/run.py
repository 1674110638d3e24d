"""One run: people carry dispatches while the schedule's faults happen; then all is judged."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.chaos.desk import Diary, GaveUp
from tests.chaos.faults import inject
from tests.chaos.judgements import judge, orphans
from tests.chaos.lots import Fate, fates, is_dealt, theirs
from tests.chaos.outcomes import Outcome, Plan, commit_here
from tests.chaos.people import People
from tests.chaos.quiet import quiet_evidence
from tests.chaos.schedule import SERVICES, SHORT, Fault, Kind, schedule
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
    connected, neighbours = is_dealt(plan.dispatches), bool(theirs(plan.dispatches))
    async with running_town(folder, connected=connected, neighbours=neighbours) as town:
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
    found = replace(found, interruptions=interruptions(injected, restarts))
    return Outcome(
        plan=plan,
        commit=commit_here(),
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
        filed=len(found.rows("distribution.file_copies")),
    )


def interruptions(injected: Sequence[Fault], restarts: Mapping[str, int]) -> int:
    """How often what wrote bytes may not have come to the row that names them.

    A service ended, or its folder was full in the middle of several files; PostgreSQL ended or
    was out of reach under a transaction; an attempt went on after its lease, and the next one had
    written already. Each is taken to leave one blob: people act on a few dispatches at once, and
    few of their acts write any. Clocks, delays, and what else befalls the engine, the flows and
    the issuer leave none: an attempt that is made anew finds the row, or writes both.
    """
    deaths = sum(restarts[part] for part in (*SERVICES, "postgres"))
    return deaths + sum(_may_leave_bytes(one) for one in injected)


def _may_leave_bytes(fault: Fault) -> bool:
    match fault.kind:
        case Kind.CUT | Kind.REFUSE if fault.target == "postgres":
            return True
        case Kind.PAUSE | Kind.REFUSE:
            return fault.seconds > SHORT[1]
        case kind:
            return kind is Kind.DISK_FULL


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
