"""The worker that runs the flows, and nothing else: activities belong to the services."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio import workflow
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

from shared.contracts.dispatch_flow import QUEUE
from shared.runtime.pacing import pause
from workflows.certificate_flow import CertificateFlow
from workflows.dispatch_flow import DispatchFlow
from workflows.notice_flow import NoticeFlow
from workflows.recall_flow import RecallFlow
from workflows.reconcile_flow import ReconcileFlow
from workflows.register_check_flow import RegisterCheckFlow
from workflows.renewal_flow import RenewalFlow
from workflows.reservation_flow import ReservationFlow
from workflows.sandbox import RUNNER
from workflows.schedules import ensure_schedules
from workflows.versions import deployment_of, take_over

FLOWS: Final = (
    CertificateFlow,
    DispatchFlow,
    NoticeFlow,
    RecallFlow,
    ReconcileFlow,
    RegisterCheckFlow,
    RenewalFlow,
    ReservationFlow,
)
GRACE: Final = timedelta(seconds=20)
STICKY: Final = timedelta(seconds=3)
"""How long a dispatch waits for the process that knows it, before another one takes over."""
CACHED: Final = 1000
CONCURRENT: Final = 40
"""Few enough that a mass replay after a restart does not look like a deadlock."""
LOOK_EVERY: Final = 0.1
SCHEDULES_EVERY: Final = 15.0
"""Seconds between looks whether the engine still has the schedules."""

SIGN_EVERY: Final = 10.0
"""Seconds between signs of life; `deploy/local/doctor_parts.py` takes several for silence."""


def flow_worker(
    client: Client, *, flows: Sequence[type] = FLOWS, build: str = "", cached: int = CACHED
) -> Worker:
    """A worker of the flows' queue; it begins when entered or run.

    It keeps so many flows in memory; with 0 each is run again from its beginning at every step.
    """
    workflow.logger.workflow_info_on_message = False  # the log's fields carry it already
    return Worker(
        client,
        task_queue=QUEUE,
        workflows=flows,
        workflow_runner=RUNNER,
        deployment_config=deployment_of(build),
        max_cached_workflows=cached,
        max_concurrent_workflow_tasks=CONCURRENT,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )


async def serve(
    client: Client,
    stop: asyncio.Event,
    ready_file: Path | None = None,
    build: str = "",
    flows: Sequence[type] = FLOWS,
) -> None:
    """Run flows until `stop`; tell by the file when the engine sees this worker poll.

    From then on it is touched while this process lives: one that hangs is told by its age.
    """
    async with flow_worker(client, flows=flows, build=build), asyncio.TaskGroup() as tasks:
        keeping = tasks.create_task(_keep_schedules(client))
        await polls(client)
        if build:
            await take_over(client, build)
        living = tasks.create_task(_show_life(ready_file)) if ready_file else None
        await stop.wait()
        keeping.cancel()
        if living:
            living.cancel()


async def _show_life(ready_file: Path) -> None:
    """The file has this process's number, for whoever has to end it."""
    await asyncio.to_thread(ready_file.write_text, str(os.getpid()), encoding="utf-8")
    while True:
        await asyncio.sleep(SIGN_EVERY)
        with suppress(OSError):  # a full disk ends no worker
            await asyncio.to_thread(os.utime, ready_file)


async def _keep_schedules(client: Client) -> None:
    """Make them again where they are missing: the engine may be lost and replaced meanwhile."""
    while True:
        with suppress(RPCError):
            await ensure_schedules(client)
        await pause(SCHEDULES_EVERY)


async def polls(client: Client) -> None:
    """Wait until the engine sees this client's worker."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    while True:
        described = await client.workflow_service.describe_task_queue(request, retry=True)
        if any(poller.identity == client.identity for poller in described.pollers):
            return
        await asyncio.sleep(LOOK_EVERY)
