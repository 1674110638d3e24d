"""The shape of every service: a manifest in; an API, activity workers and relays out."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

import sqlalchemy as sa
import structlog
from fastapi import APIRouter, FastAPI
from temporalio.client import Client
from temporalio.worker import Interceptor

from shared.domain.archiving import Parties
from shared.runtime import (
    alarm_routes,
    alarms,
    door,
    health,
    openapi,
    organisation_routes,
    problems,
    reconciliation_routes,
    temporal,
)
from shared.runtime.database import Work
from shared.runtime.history_routes import PartiesOf, history_router
from shared.runtime.listening import server_of
from shared.runtime.logging import set_up
from shared.runtime.process import OwnAlarm, Process, create_process
from shared.runtime.reconciling import FlowKind, Reconciler
from shared.runtime.relay import Relay, Wake
from shared.runtime.settings import ServiceSettings
from shared.runtime.surroundings import Surroundings
from shared.runtime.waking import Summary, wake_dispatch

Only = Literal["api", "work"]
Activities = Callable[[Process], Sequence[Callable[..., Any]]]
BESIDE: Final = 4
"""Activities at once of all queues of a service's sidelines together."""

log = structlog.get_logger(__name__)


async def _nobodys(_work: Work, _agency: str, _case: str) -> Parties | None:
    return None


def _no_activities(_process: Process) -> Sequence[Callable[..., Any]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sideline:
    """What a service has done beside the way of its dispatches, by flows of its own kind."""

    facts: Mapping[str, sa.Table]
    wake: Wake
    queues: Sequence[str] = ()
    """Each has a worker of its own, so that one that hangs holds up nothing else; none: what its
    flows need done is done in the service's own queue."""
    activities: Activities = _no_activities


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What makes a folder under `services/` a service."""

    name: str
    queue: str
    metadata: sa.MetaData
    routers: Sequence[APIRouter]
    activities: Activities
    facts: Mapping[str, sa.Table]
    """Fact tables by the kind of news that they make."""
    summary: Summary
    """One line for the operators about a case: what the engine shows as its summary."""
    sidelines: Sequence[Sideline] = ()
    flows: Sequence[FlowKind] = ()
    """The kinds of flows that its tables keep alive, whoever starts them."""
    alarms: Sequence[OwnAlarm] = ()
    """What asks for an operator of this service alone."""
    parties: PartiesOf = _nobodys
    """Whose a dispatch is: who may see its history, and whether the archive may have it."""


def create_app(service: Service, process: Process) -> FastAPI:
    """The service's HTTP API."""
    app = FastAPI(
        title=f"Công Văn – {service.name}",
        version="1",
        lifespan=_lifespan,
        docs_url=None,  # these pages load their code from other people's servers
        redoc_url=None,
    )
    app.state.process = process
    process.own_alarms = service.alarms
    door.install(app, process.issuer, process.body_seconds)
    problems.install(app)
    history = history_router(service.parties)
    common = (
        history,
        organisation_routes.router,
        reconciliation_routes.router,
        alarm_routes.router,
    )
    for router in (*service.routers, *common, health.router):
        app.router.routes.extend(router.routes)  # as they are: included, each is built once more
    described = partial(openapi.complete, complete_already=health.PATHS)
    plain = app.openapi
    app.openapi = lambda: described(plain())  # type: ignore[method-assign]  # FastAPI's own way to extend its description
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.process.database.engine.dispose()


async def run(
    service: Service,
    settings: ServiceSettings,
    only: Only | None = None,
    surroundings: Surroundings | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT: API, activity workers and relays, or a part of them."""
    set_up(service.name, settings.log)
    around = surroundings or Surroundings()
    process = create_process(service.name, service.metadata, settings, around.clock)
    client = await temporal.connect(settings.engine, lazy=True)
    join_engine(service, process, client)
    app = create_app(service, process)
    app.state.engine = client
    await process.database.blobs.clear()
    server = server_of(around.answers(app), settings.host, settings.port, settings.patience)
    async with asyncio.TaskGroup() as tasks:
        background = []
        if only != "api":
            works = _in_background(service, process, settings, around.results)
            background = [tasks.create_task(work) for work in works]
        _let_the_server_hear_signals()
        await server.serve()
        for task in background:
            task.cancel()


def join_engine(service: Service, process: Process, client: Client) -> None:
    """Give a process what speaks with the engine by itself."""
    process.relays = _relays(service, process, client)
    lines = (line.facts for line in service.sidelines)
    facts = {kind: table for line in (service.facts, *lines) for kind, table in line.items()}
    process.facts = facts
    process.reconciler = Reconciler(
        process.database, client, service.flows, facts, process.watch.relay_behind
    )


def _relays(service: Service, process: Process, client: Client) -> Sequence[Relay]:
    """One for the dispatches' own facts, and one for each sideline; they take turns."""
    kinds = [(service.facts, wake_dispatch(service.summary))]
    kinds += [(line.facts, line.wake) for line in service.sidelines]
    database, turn = process.database, asyncio.Lock()
    return [Relay(database.engine, client, database.clock, *kind, turn=turn) for kind in kinds]


def _in_background(
    service: Service,
    process: Process,
    settings: ServiceSettings,
    results: Sequence[Interceptor] = (),
) -> Iterator[Coroutine[Any, Any, None]]:
    """Every relay, a worker for every queue, and the watch; the process has joined the engine."""
    yield alarms.watch(process)
    for relay in process.relays:
        yield relay.run()
    most = at_once(service)
    for queue, activities in served(service, process).items():
        yield temporal.work(settings.engine, queue, activities, results, most[queue])


def served(service: Service, process: Process) -> Mapping[str, Sequence[Callable[..., Any]]]:
    """The activities of every queue; the process has joined the engine."""
    queues = {service.queue: [*service.activities(process), *_comparing(process)]}
    for line in service.sidelines:
        queues |= {queue: [*line.activities(process)] for queue in line.queues}
    return queues


def at_once(service: Service) -> Mapping[str, int]:
    """Activities at once by queue.

    All of them take connections from the pool of one process, and so do people's requests: however
    many queues stand beside the service's own, they share what one pool can spare.
    """
    beside = [queue for line in service.sidelines for queue in line.queues]
    each = max(1, BESIDE // len(beside)) if beside else 0
    return dict.fromkeys(beside, each) | {service.queue: temporal.CONCURRENT}


def _comparing(process: Process) -> Sequence[Callable[..., Any]]:
    reconciler = process.reconciler
    return (reconciler.look, reconciler.reconcile) if reconciler else ()


def _let_the_server_hear_signals() -> None:
    """Uvicorn ends at these signals and raises them again: worker and relay have yet to end."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
