"""Flows import what they name, and a worker does not begin with one that imports more."""

import pytest
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.support.offices import Offices
from tests.workflows.careless_flow import CarelessFlow
from workflows.sandbox import RUNNER


async def test_a_worker_does_not_begin_with_a_careless_flow(engine: WorkflowEnvironment) -> None:
    with pytest.raises(RuntimeError) as failed:
        Worker(
            engine.client, task_queue="careless", workflows=[CarelessFlow], workflow_runner=RUNNER
        )
    assert "structlog" in str(failed.value.__cause__)


async def test_the_flows_run_in_this_sandbox(office: Offices) -> None:
    assert office.flows.config()["workflow_runner"] is RUNNER
