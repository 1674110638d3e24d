"""Connecting to the engine, and running a worker that lives as long as its process."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Final

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.service import RPCError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
    Worker,
    WorkerDeploymentConfig,
)

from shared.domain.refusals import Refusal
from shared.runtime.pacing import pause
from shared.runtime.pulse import Pulse
from shared.runtime.settings import EngineSettings

GRACE: Final = timedelta(seconds=20)
CONCURRENT: Final = 10
"""Activities at once of one queue; what a service's queues have in all, `service.at_once` says."""
AT_ONCE: Final = timedelta(milliseconds=1)
"""How long a sign of life is held back: the pulse is slow by itself."""
UNVERSIONED: Final = WorkerDeploymentConfig(
    version=WorkerDeploymentVersion(deployment_name="congvan-services", build_id="any"),
    use_worker_versioning=False,
)
"""Any build does any activity. It is said because the SDK would else make up a name for the build,
and read the code of every loaded module to do so: a sixth of a service's start."""
AGAIN_AFTER: Final = 1.0
CANNOT_CONNECT: Final = "Failed client connect"
"""How the SDK's sentence begins."""

log = structlog.get_logger(__name__)


async def connect(settings: EngineSettings, *, lazy: bool = False) -> Client:
    """A client that speaks the project's wire; lazy ones connect at their first call."""
    return await Client.connect(
        settings.address,
        namespace=settings.namespace,
        data_converter=pydantic_data_converter,
        lazy=lazy,
    )


@contextmanager
def reaching_the_engine() -> Iterator[None]:
    """Raise ConnectionError where a lazy client can't connect: the SDK calls that RuntimeError."""
    try:
        yield
    except RuntimeError as fault:
        if not str(fault).startswith(CANNOT_CONNECT):
            raise
        raise ConnectionError("the engine is away") from fault


async def connect_when_up(settings: EngineSettings) -> Client:
    """Try until the engine answers: a process may start before it, and outlive it."""
    while True:
        with suppress(RPCError, RuntimeError):
            return await connect(settings)
        log.info("engine.away", address=settings.address)
        await pause(AGAIN_AFTER)


async def work(
    settings: EngineSettings,
    queue: str,
    activities: Sequence[Callable[..., Any]],
    outermost: Sequence[Interceptor] = (),
    at_once: int = CONCURRENT,
) -> None:
    """Serve a queue until cancelled; then let running activities end within the grace time."""
    client = await connect_when_up(settings)
    worker = Worker(
        client,
        task_queue=queue,
        activities=activities,
        deployment_config=UNVERSIONED,
        interceptors=[*outermost, Pulse(), Edge()],
        max_concurrent_activities=at_once,
        max_heartbeat_throttle_interval=AT_ONCE,
        graceful_shutdown_timeout=GRACE,
    )
    log.info("worker.polls", queue=queue)
    await worker.run()


class Edge(Interceptor):
    """Where activities meet the engine, which keeps for ever what a failure says.

    Refusals are said so that nobody retries them; of a fault only its kind goes out, for its
    message may quote a row or an input, and so do its causes. All of it stands in our own log.
    """

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 -- the base class names it so
        return _Edge(next)


class _Edge(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 -- the base class names it so
        info = activity.info()
        with structlog.contextvars.bound_contextvars(
            case=info.workflow_id, activity=info.activity_type, attempt=info.attempt
        ):
            try:
                return await super().execute_activity(input)
            except Refusal as refusal:
                log.info("activity.refused", code=refusal.code)
                raise ApplicationError(
                    refusal.for_engine,
                    type=refusal.code,
                    non_retryable=True,
                    category=ApplicationErrorCategory.BENIGN,
                ) from None
            except Exception as fault:
                kind = type(fault).__name__
                log.warning("activity.failed", fault=kind, exc_info=True)
                raise ApplicationError(kind, type=kind) from None
