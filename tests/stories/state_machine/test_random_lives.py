"""Random lives of dispatches on the real flow: bounded here, long by `benchmarks.state_machine`."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stories.state_machine.machine import lives_in
from tests.stories.state_machine.staff import skipping_engine, world_at_work
from tests.stories.state_machine.world import World
from tests.support.office import Office

BOUNDED = settings(
    max_examples=8,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
async def world(office: Office) -> AsyncIterator[World]:
    async with skipping_engine() as engine, world_at_work(office, engine) as world:
        yield world


async def test_whatever_people_do_no_dispatch_is_lost_or_signed_without_authority(
    world: World,
) -> None:
    lives = lives_in(world, asyncio.get_running_loop())
    await asyncio.to_thread(run_state_machine_as_test, lives, settings=BOUNDED)
