"""The local stack as a whole: `up()` in the foreground, `LocalStack` for the demo and for tests."""

import asyncio
import json
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local import lock
from deploy.local.display import Display
from deploy.local.first_steps import LOAD_ONE, lacks_organisation
from deploy.local.local_secrets import keep_secrets, read_secrets
from deploy.local.parts import PROGRAMS, Program, Ready, make_parts
from deploy.local.ports import refuse_taken_ports
from deploy.local.postgres import database_urls, stop_left_over_server
from deploy.local.postgres_home import data_folder
from deploy.local.probes import url_answers
from deploy.local.settings import ROLES, Settings, read_settings
from deploy.local.supervisor import News, Supervisor
from deploy.local.temporal import temporal_program
from deploy.local.temporal_namespace import creation_command, missing_attributes, server_answers
from deploy.local.troubles import Trouble

PORT_PATIENCE = 1.0
"""Seconds that parts of a stack that was just killed may take to vanish."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _tell_nobody(_news: News) -> None:
    """For callers that show nothing."""


class LocalStack:
    """Every part of the system on this machine, kept alive until `stop`.

    `programs` replaces the composition of parts.py, `environment` adds variables for every
    program; both are for tests. Start it in the main thread.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        tell: Callable[[News], None] = _tell_nobody,
        programs: Sequence[Program] = PROGRAMS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.settings = settings
        self._tell = tell
        self._programs = tuple(programs)
        self._environment = dict(environment or {})
        self._lock = lock.DataLock(settings.var)
        self._supervisor: Supervisor | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start every part and wait until all are ready; Trouble says what is in the way."""
        _make_folders(self.settings)
        self._lock.take()
        try:
            await self._start_parts()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop what was started, in order; no process is left afterwards."""
        if self._supervisor:
            self.settings.addresses_file.unlink(missing_ok=True)
            await self._supervisor.stop()
            self._supervisor = None
        self._lock.release()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each part is reached; also written to var/addresses.json while it runs."""
        return addresses_of(self.settings)

    def pid(self, part: str) -> int:
        return self._running().pid(part)

    def kill(self, part: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Signal a part; `wait_ready` then waits until it has been restarted."""
        self._running().kill(part, number)

    def restarts(self, part: str) -> int:
        return self._running().restarts(part)

    async def wait_ready(self, part: str) -> None:
        await self._running().wait_ready(part)

    def _running(self) -> Supervisor:
        if self._supervisor is None:
            raise Trouble("The local stack is not running.")
        return self._supervisor

    async def _start_parts(self) -> None:
        settings = self.settings
        settings.addresses_file.unlink(missing_ok=True)  # of a stack that was killed
        await asyncio.to_thread(_refuse_ports_in_use, settings, self._programs)
        if settings.outside_temporal:
            await _refuse_unprepared_temporal(settings)
        parts = make_parts(
            settings,
            keep_secrets(settings),
            programs=self._programs,
            environment=self._environment,
        )
        self._supervisor = Supervisor(parts, tell=self._tell)
        await self._supervisor.start()
        _write_addresses(settings)


def up(settings: Settings | None = None, *, programs: Sequence[Program] = PROGRAMS) -> int:
    """Run the stack in the foreground until Ctrl-C; returns the exit code."""
    display = Display()
    try:
        chosen = settings or read_settings()
        return asyncio.run(_up(chosen, display, programs))
    except Trouble as trouble:
        display.trouble(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


def is_up(settings: Settings) -> bool:
    """Whether a stack on this data is running and all its services are ready."""
    if lock.holder(settings.var) is None or not settings.addresses_file.exists():
        return False
    return all(url_answers(f"{settings.url(service)}/readyz") for service in ROLES)


def addresses_of(settings: Settings) -> dict[str, str]:
    """Where the parts of a stack with these settings are reached."""
    return {
        **{service: settings.url(service) for service in ROLES},
        "issuer": settings.issuer,
        "temporal": settings.temporal_address,
        "temporal_ui": settings.temporal_ui,
        "namespace": settings.namespace,
    }


async def _up(settings: Settings, display: Display, programs: Sequence[Program]) -> int:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, asked.set)
    stack = LocalStack(settings, tell=display.tell, programs=programs)
    with display:
        display.begin(settings)
        starting = asyncio.create_task(stack.start())
        waiting = asyncio.create_task(asked.wait())
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if asked.is_set():
            starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        if not starting.cancelled():
            await _serve(starting, waiting, stack, display)
        waiting.cancel()
        display.stopping()
        await stack.stop()
        display.stopped()
    return 0


async def _serve(
    starting: asyncio.Task[None],
    waiting: asyncio.Task[bool],
    stack: LocalStack,
    display: Display,
) -> None:
    """Show the addresses and wait for a stop signal; raises what kept the stack from starting."""
    try:
        await starting
        display.ready(stack.settings, stack.addresses, await _lacking(stack.settings))
        await waiting
    finally:
        waiting.cancel()


async def _lacking(settings: Settings) -> str:
    """What is to be done first, in a sentence; empty where people can work."""
    url = database_urls(settings, read_secrets(settings))["drafting"]
    return LOAD_ONE if await lacks_organisation(url) else ""


def _make_folders(settings: Settings) -> None:
    try:
        for folder in (settings.var, settings.logs):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Trouble(
            f"{settings.var} can't be made ({fault.strerror}); "
            "set CONGVAN_VAR to a folder that you may write to."
        ) from None
    if not os.access(settings.var, os.W_OK | os.X_OK):
        raise Trouble(
            f"{settings.var} can't be written to; set CONGVAN_VAR to a folder of your own."
        )


def _refuse_ports_in_use(settings: Settings, programs: Sequence[Program]) -> None:
    """Say all that is wrong at once; each part has its port checked again when it starts."""
    if not settings.outside_databases:
        stop_left_over_server(data_folder(settings.var))
    unused = {row.name for row in PROGRAMS if row.ready is Ready.ANSWERS} - {
        row.name for row in programs
    }
    refuse_taken_ports(
        {name: port for name, port in settings.own_ports().items() if name not in unused},
        patience=PORT_PATIENCE,
    )


async def _refuse_unprepared_temporal(settings: Settings) -> None:
    """A server of the developer's own is used as it is, never changed."""
    program, address = temporal_program(), settings.temporal_address
    if not await server_answers(program, address):
        raise Trouble(
            f"No Temporal server answers at {address}; "
            "start it, or unset CONGVAN_TEMPORAL_ADDRESS to use the stack's own."
        )
    missing = await missing_attributes(program, address, settings.namespace)
    if missing:
        raise Trouble(
            f"The namespace {settings.namespace} at {address} lacks search attributes; add them: "
            + creation_command(address, settings.namespace, missing)
        )


def _write_addresses(settings: Settings) -> None:
    draft: Path = settings.addresses_file.with_suffix(".new")
    draft.write_text(json.dumps(addresses_of(settings), indent=2) + "\n")
    draft.replace(settings.addresses_file)
