"""Everything that must run for a world: the engine that skips time, the workers, the relay."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.testing._timeskipping import TimeSkippingConfig
from temporalio.worker import Worker

from deploy.local.trial_keys_on_disk import ensure_keys
from services.approval.activities import Activities
from services.approval.manifest import SERVICE
from services.approval.signing_keys import SoftKeys
from shared.contracts import approval, distribution, drafting
from shared.contracts.attributes import SEARCH_ATTRIBUTES
from shared.runtime.organisations import read_organisation
from shared.runtime.relay import Relay
from shared.runtime.temporal import Edge
from shared.runtime.waking import wake_dispatch
from tests.stories.state_machine.organisations import CHANGES, organisations
from tests.stories.state_machine.world import World
from tests.support.office import Office
from tests.support.offices import Offices
from tests.workflows.conftest import SETTINGS, temporal
from workflows.worker import flow_worker


@asynccontextmanager
async def skipping_engine() -> AsyncIterator[WorkflowEnvironment]:
    """An engine of its own, whose flows' time is moved by hand."""
    settings = [word for one in SETTINGS for word in ("--dynamic-config-value", one)]
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=pydantic_data_converter,
        identity="lives",
        dev_server_existing_path=temporal(),
        dev_server_log_level="error",
        dev_server_startup_timeout=timedelta(seconds=30),
        dev_server_extra_args=settings,
        search_attributes=[key for key, _type in SEARCH_ATTRIBUTES],
    )
    try:
        yield environment
    finally:
        await environment.shutdown()


@asynccontextmanager
async def world_at_work(office: Office, engine: WorkflowEnvironment) -> AsyncIterator[World]:
    """Every worker and the relay, with each organisation loaded and its test keys made."""
    offices = Offices(engine.client)
    async with AsyncExitStack() as staff:
        world = World(office, engine, offices, staff)
        for change in CHANGES:
            ensure_keys(
                office.keys,
                read_organisation(organisations()[change]),
                datetime.now(UTC) - timedelta(minutes=1),
            )
        await world.load(CHANGES[0])
        for worker in _workers(world):
            await staff.enter_async_context(worker)
        relaying = asyncio.create_task(_relay(world).run())
        staff.callback(relaying.cancel)
        yield world


def _workers(world: World) -> list[Worker]:
    client, process = world.engine.client, world.office.process("approval")
    activities = Activities(process.database, SoftKeys(process.keys)).all()
    return [
        flow_worker(client),
        Worker(client, task_queue=approval.QUEUE, activities=activities, interceptors=[Edge()]),
        *(
            Worker(client, task_queue=queue, activities=office.activities())
            for queue, office in (
                (drafting.QUEUE, world.offices.drafting),
                (distribution.QUEUE, world.offices.distribution),
            )
        ),
    ]


def _relay(world: World) -> Relay:
    process = world.office.process("approval")
    database = process.database
    wake = wake_dispatch(SERVICE.summary)
    relay = Relay(database.engine, world.engine.client, database.clock, SERVICE.facts, wake)
    process.relays = [relay]
    return relay
