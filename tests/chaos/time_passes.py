"""Deadlines that pass: the services' clock goes there, and the time of one flow with it."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError
from temporalio.testing._timeskipping import TimeSkipper, TimeSkippingConfig

from shared.domain.dates import VIETNAM
from tests.chaos.around import CLERK, Around
from tests.chaos.habits import close_the_year, wish
from tests.chaos.town import Town
from tests.chaos.waiting import Stopwatch

PATIENCE: Final = 60.0
"""Seconds that a flow has for what is due at the instant."""
LOOK_EVERY: Final = 0.5
A_MOMENT: Final = timedelta(seconds=1)


async def decide_late(around: Around) -> None:
    """Nobody decides before the deadline."""
    seen = await around.desk(around.decider).get("approval", f"/tasks/{around.task}")
    if seen:
        await pass_time(around.town, around.case, _after(seen["due_at"]))


async def issue_late(around: Around) -> None:
    """Once it is laid on the clerk's desk, nobody issues it before the deadline."""
    path, waited = f"/dispatches/{around.case}", Stopwatch(around.town.kept_waiting)
    while waited.seconds() < PATIENCE:
        if laid := await around.desk(CLERK).get("distribution", path):
            await pass_time(around.town, around.case, _after(laid["due_at"]))
            return
        await asyncio.sleep(LOOK_EVERY)


async def reserve_in_vain(around: Around) -> None:
    """Nobody uses the number, so it is voided when its time is over."""
    until = around.town.clock.now() + timedelta(minutes=1)
    wanted = wish(around.town) | {"expires_at": until.isoformat()}
    kept = await around.act(CLERK, "reserve", "distribution", "/reservations", wanted)
    if kept:
        await pass_time(around.town, f"reservation/{kept['id']}", until + A_MOMENT)


async def wait_for_answers(around: Around) -> None:
    """Nobody answers a recall before its deadline."""
    seen = await around.desk(CLERK).get("distribution", f"/dispatches/{around.case}")
    if seen and seen["recall"]:
        await pass_time(around.town, f"recall/{around.case}", _after(seen["recall"]["due_at"]))


async def see_the_year_out(around: Around) -> None:
    """On New Year's morning the old books are closed, once all that bears a number is sealed."""
    clock, waited = around.town.clock, Stopwatch(around.town.kept_waiting)
    year = datetime.now(VIETNAM).year
    clock.move_to(datetime(year + 1, 1, 1, 8, tzinfo=VIETNAM))
    while waited.seconds() < PATIENCE:
        if await close_the_year(around):
            return
        await asyncio.sleep(LOOK_EVERY)


async def pass_time(town: Town, flow: str, until: datetime) -> None:
    """Everybody's clock goes on to the instant; the flow, once it runs, does what is due then."""
    town.clock.move_to(until)
    waited = Stopwatch(town.kept_waiting)
    while waited.seconds() < PATIENCE:
        with suppress(RPCError, RuntimeError, TimeoutError):  # it does not run yet, or again
            async with asyncio.timeout(PATIENCE):
                await _forward(town, flow, until)
            return
        await asyncio.sleep(LOOK_EVERY)


async def _forward(town: Town, flow: str, until: datetime) -> None:
    settings = town.settings
    client = await Client.connect(settings.temporal_address, namespace=settings.namespace)
    engine = TimeSkipper(client, config=TimeSkippingConfig(enabled=False))
    handle: WorkflowHandle[object, object] = client.get_workflow_handle(flow)
    ahead = until - await engine.get_current_time(handle)
    if ahead > timedelta():
        await engine.fast_forward(handle, ahead)
    while not await _rests(handle):  # noqa: ASYNC110 -- the engine sets no event
        await asyncio.sleep(LOOK_EVERY)


async def _rests(flow: WorkflowHandle[object, object]) -> bool:
    seen = (await flow.describe()).raw_description
    return not seen.pending_activities and not seen.HasField("pending_workflow_task")


def _after(instant: str) -> datetime:
    return datetime.fromisoformat(instant) + A_MOMENT
